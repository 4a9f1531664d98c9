#include <cent/api/publish.hpp>

#include "api/instantiate.hpp"
#include "api/publish_rows.hpp"

namespace cent {

CENT_INSTANTIATE_RESULT(PublishResult);
CENT_INSTANTIATE_REQUEST(PublishRequest);
CENT_INSTANTIATE_RESULT(BroadcastResult);
CENT_INSTANTIATE_REQUEST(BroadcastRequest);

}  // namespace cent

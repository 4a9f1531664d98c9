#include <cent/api/subscriptions.hpp>

#include "api/instantiate.hpp"
#include "api/subscriptions_rows.hpp"

namespace cent {

CENT_INSTANTIATE_RESULT(SubscribeResult);
CENT_INSTANTIATE_REQUEST(SubscribeRequest);
CENT_INSTANTIATE_RESULT(UnsubscribeResult);
CENT_INSTANTIATE_REQUEST(UnsubscribeRequest);
CENT_INSTANTIATE_RESULT(DisconnectResult);
CENT_INSTANTIATE_REQUEST(DisconnectRequest);
CENT_INSTANTIATE_RESULT(RefreshResult);
CENT_INSTANTIATE_REQUEST(RefreshRequest);

}  // namespace cent

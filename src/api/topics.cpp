#include <cent/api/topics.hpp>

#include "api/instantiate.hpp"
#include "api/topics_rows.hpp"

namespace cent {

CENT_INSTANTIATE_RESULT(DeviceTopicListResult);
CENT_INSTANTIATE_REQUEST(DeviceTopicListRequest);
CENT_INSTANTIATE_RESULT(DeviceTopicUpdateResult);
CENT_INSTANTIATE_REQUEST(DeviceTopicUpdateRequest);
CENT_INSTANTIATE_RESULT(UserTopicListResult);
CENT_INSTANTIATE_REQUEST(UserTopicListRequest);
CENT_INSTANTIATE_RESULT(UserTopicUpdateResult);
CENT_INSTANTIATE_REQUEST(UserTopicUpdateRequest);

}  // namespace cent

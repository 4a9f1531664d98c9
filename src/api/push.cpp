#include <cent/api/push.hpp>

#include "api/instantiate.hpp"
#include "api/push_rows.hpp"

namespace cent {

CENT_INSTANTIATE_RESULT(SendPushNotificationResult);
CENT_INSTANTIATE_REQUEST(SendPushNotificationRequest);
CENT_INSTANTIATE_RESULT(UpdatePushStatusResult);
CENT_INSTANTIATE_REQUEST(UpdatePushStatusRequest);
CENT_INSTANTIATE_RESULT(CancelPushResult);
CENT_INSTANTIATE_REQUEST(CancelPushRequest);

}  // namespace cent

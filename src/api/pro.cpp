// The methods of Centrifugo PRO.
#include <cent/api/devices.hpp>
#include <cent/api/push.hpp>
#include <cent/api/topics.hpp>
#include <cent/api/users.hpp>
#include <cent/detail/method_list.hpp>

#include "api/devices_rows.hpp"
#include "api/instantiate.hpp"
#include "api/push_rows.hpp"
#include "api/topics_rows.hpp"
#include "api/users_rows.hpp"

namespace cent {

CENT_USERS_METHODS(CENT_INSTANTIATE)
CENT_DEVICES_METHODS(CENT_INSTANTIATE)
CENT_TOPICS_METHODS(CENT_INSTANTIATE)
CENT_PUSH_METHODS(CENT_INSTANTIATE)

}  // namespace cent

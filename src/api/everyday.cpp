// The everyday methods beside those that publish.
#include <cent/api/channels.hpp>
#include <cent/api/server.hpp>
#include <cent/api/subscriptions.hpp>
#include <cent/detail/method_list.hpp>

#include "api/channels_rows.hpp"
#include "api/instantiate.hpp"
#include "api/server_rows.hpp"
#include "api/subscriptions_rows.hpp"

namespace cent {

CENT_SUBSCRIPTIONS_METHODS(CENT_INSTANTIATE)
CENT_CHANNELS_METHODS(CENT_INSTANTIATE)
CENT_SERVER_METHODS(CENT_INSTANTIATE)

}  // namespace cent

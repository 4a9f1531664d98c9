// The methods that most back ends call.
#include <cent/api/channels.hpp>
#include <cent/api/publish.hpp>
#include <cent/api/server.hpp>
#include <cent/api/subscriptions.hpp>
#include <cent/detail/method_list.hpp>

#include "api/channels_rows.hpp"
#include "api/instantiate.hpp"
#include "api/publish_rows.hpp"
#include "api/server_rows.hpp"
#include "api/subscriptions_rows.hpp"

namespace cent {

std::vector<BroadcastFailure> BroadcastResult::failed() const {
  std::vector<BroadcastFailure> failures;
  for (std::size_t i = 0; i < responses.size(); ++i) {
    if (!responses[i]) failures.push_back({i, responses[i].error.value_or(ErrorInfo{})});
  }
  return failures;
}

CENT_PUBLISH_METHODS(CENT_INSTANTIATE)
CENT_SUBSCRIPTIONS_METHODS(CENT_INSTANTIATE)
CENT_CHANNELS_METHODS(CENT_INSTANTIATE)
CENT_SERVER_METHODS(CENT_INSTANTIATE)

}  // namespace cent

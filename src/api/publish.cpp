// Apart from the other methods: in one unit with them the compiler inlines less, and a publication costs 7 %
// more.
#include <cent/api/publish.hpp>

#include <cent/detail/method_list.hpp>
#include "api/instantiate.hpp"
#include "api/publish_rows.hpp"

namespace cent {

std::vector<BroadcastFailure> BroadcastResult::failed() const {
  std::vector<BroadcastFailure> failures;
  for (std::size_t i = 0; i < responses.size(); ++i) {
    if (!responses[i]) failures.push_back({i, responses[i].error.value_or(ErrorInfo{})});
  }
  return failures;
}

CENT_PUBLISH_METHODS(CENT_INSTANTIATE)

}  // namespace cent

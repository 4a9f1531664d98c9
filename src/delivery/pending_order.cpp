// A command is not sent again behind a later command of its channel.
#include <algorithm>
#include <unordered_set>

#include "delivery/pending.hpp"
#include "protocol/channel_of.hpp"

namespace cent::detail {

void Pending::hold_overtaken() {
  // A parallel batch keeps no order.
  if (!commands_.has_order()) return;
  const auto stays = [this](const Failure& failure) { return !is_repeated(failure); };
  // The usual case: all are repeated.
  if (failures_.size() == commands_.size() && std::none_of(failures_.begin(), failures_.end(), stays)) return;
  answers_.push_back({false,
                      {},
                      "a later command of its channel was or may have been executed, and repeating it "
                      "would break the order"});
  const std::size_t answer = answers_.size() - 1;
  // Routes of later commands: those that succeeded, and those that may have been executed.
  std::unordered_set<std::size_t> done;
  std::unordered_set<std::size_t> perhaps_done;
  auto failure = failures_.rbegin();
  for (std::size_t left = commands_.size(); left > 0; --left) {
    const std::size_t at = left - 1;
    if (effect(at) == Effect::reads) continue;
    while (failure != failures_.rend() && failure->at > at) ++failure;
    const bool failed = failure != failures_.rend() && failure->at == at;
    Route route = route_of_params(commands_.params(at));
    if (!route.anywhere) route.more.push_back(route.key);
    const auto is_any_in = [&](const std::unordered_set<std::size_t>& keys) {
      return std::any_of(route.more.begin(), route.more.end(),
                         [&](std::size_t key) { return keys.count(key) != 0; });
    };
    if (failed && is_repeated(*failure)) {
      // A command with a key was executed before the commands behind it, or not at all. A state that is set
      // again comes after them.
      const bool sets = effect(at) == Effect::sets;
      if (is_any_in(done) || (sets && is_any_in(perhaps_done))) failure->answer = answer;
    }
    if (!failed || partial_.holds(place(at))) {
      done.insert(route.more.begin(), route.more.end());
    } else if (!is_repeated(*failure) && delivery(*failure) == Delivery::unknown) {
      perhaps_done.insert(route.more.begin(), route.more.end());
    }
  }
}

}  // namespace cent::detail

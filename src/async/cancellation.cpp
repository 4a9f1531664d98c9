#include <cent/async_result.hpp>
#include <cent/errors.hpp>
#include <new>

#include "system/out_of_memory.hpp"

namespace cent {

bool Cancellation::begin() noexcept {
  State state = State::queued;
  return state_.compare_exchange_strong(state, State::under_way) || state == State::under_way;
}

std::shared_ptr<const CentException> Cancellation::error(State state, std::string_view method) {
  const Delivery delivery = state == State::queued ? Delivery::not_sent : Delivery::unknown;
  try {
    ErrorFacts facts;
    facts.method = method;
    facts.kind = FailureKind::cancelled;
    facts.delivery = delivery;
    facts.cause = "the call was cancelled";
    return std::make_shared<const RequestException>(std::move(facts));
  } catch (const std::bad_alloc&) {
    return detail::out_of_memory(delivery);
  }
}

}  // namespace cent

#include <cent/detail/codec.hpp>
#include <cent/errors.hpp>

namespace cent::detail {

void throw_unreadable_result(const std::string& cause) {
  ErrorFacts facts;
  facts.cause = "unreadable result: " + cause;
  facts.kind = FailureKind::unreadable;
  facts.delivery = Delivery::unknown;
  throw RequestException(std::move(facts));
}

}  // namespace cent::detail

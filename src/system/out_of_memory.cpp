#include "system/out_of_memory.hpp"

#include <utility>

namespace cent::detail {
namespace {

std::shared_ptr<const RequestException> make(Delivery delivery) {
  ErrorFacts facts;
  facts.kind = FailureKind::resources;
  facts.delivery = delivery;
  facts.retryable = delivery == Delivery::not_sent;
  facts.cause = "out of memory";
  return std::make_shared<const RequestException>(std::move(facts));
}

}  // namespace

const std::shared_ptr<const RequestException>& out_of_memory(Delivery delivery) {
  static const auto not_sent = make(Delivery::not_sent);
  static const auto unknown = make(Delivery::unknown);
  return delivery == Delivery::not_sent ? not_sent : unknown;
}

}  // namespace cent::detail

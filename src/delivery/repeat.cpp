#include "delivery/repeat.hpp"

#include "delivery/classify.hpp"

namespace cent::detail {

const char* why_not_repeat(const RepeatFacts& facts) noexcept {
  if (facts.kind == FailureKind::cancelled) return "it was cancelled";
  if (facts.kind == FailureKind::too_large) return "it would be too large again";
  if (facts.kind == FailureKind::unsupported) return "the server would be too old again";
  if (facts.permanent) return "it would fail again until a setting is changed";
  switch (facts.delivery) {
    case Delivery::applied:
      return "it was applied";
    case Delivery::not_sent:
      return nullptr;
    case Delivery::refused:
      if (says_later(facts.status) || (facts.awaits_key && facts.status == 401)) return nullptr;
      return "it was refused";
    case Delivery::unknown:
      break;
  }
  switch (facts.effect) {
    case Effect::reads:
    case Effect::sets:
      return nullptr;
    case Effect::keyed:
      return facts.key_lives ? nullptr : "the server may have forgotten its idempotency key";
    case Effect::versioned:
      if (facts.may_double) return nullptr;
      // A version protects only until another writer publishes without one or with another epoch.
      return "it may have been executed, and a version without an idempotency key does not keep it from "
             "being published twice";
    case Effect::once:
      break;
  }
  return facts.may_double ? nullptr : "it may have been executed and repeating it could double its effect";
}

}  // namespace cent::detail

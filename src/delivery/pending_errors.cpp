#include <cent/errors.hpp>

#include "delivery/classify.hpp"
#include "delivery/pending.hpp"

// How commands end that have no result.
namespace cent::detail {

std::string Pending::missing_protection(std::size_t at) const {
  if (repeat(at).effect != Effect::keyed || effect(at) == Effect::keyed) return {};
  // A build without a number may know more than it says.
  const char* const hint = age_->major == 0 ? " (see ClientOptions::server_version)" : "";
  return age_->source + "; idempotency keys need 5.2" + hint;
}

std::string Pending::progress(std::size_t at) const {
  std::string answered = partial_.progress(place(at));
  return answered.empty() ? answered : answered + " channels were answered";
}

bool Pending::is_retryable(std::size_t at, FailureKind kind, int status, Delivery delivered) const {
  if (says_later(status)) return true;
  if (kind == FailureKind::too_large || kind == FailureKind::cancelled) return false;
  const Repeat how = repeat(at);
  const bool unprotected = how.own_key || (how.effect == Effect::keyed && !keys_live_);
  return repeat_is_safe(unprotected ? Effect::once : effect(at), delivered);
}

void Pending::settle(const Failure& failure, int attempts, const char* reason) {
  if (ended_partly(failure.at)) return;
  if (failure.of_channels && partial_.give_up_failed(place(failure.at))) {
    part_left_ = true;
    return;
  }
  if (settled_ == nullptr) {
    ErrorFacts facts = facts_[failure.facts];
    const std::string answered = progress(failure.at);
    facts.method =
        work_.many != nullptr && facts.code == 0 ? "batch" : std::string(work_.method_of(failure.at));
    facts.attempts = earlier_attempts_ + attempts;
    facts.delivery = answered.empty() ? delivery(failure) : Delivery::unknown;
    facts.retryable = !facts.permanent && is_retryable(failure.at, facts.kind, facts.status, facts.delivery);
    const std::string missing = missing_protection(failure.at);
    if (facts.code != 0) {
      if (facts.delivery != Delivery::refused && reason != nullptr && *reason != '\0')
        facts.note.append("not repeated: ").append(reason);
      if (facts.delivery == Delivery::unknown && !missing.empty() && !facts.note.empty())
        facts.note.append(": ").append(missing);
      if (!answered.empty()) facts.note.append(facts.note.empty() ? "" : "; ").append(answered);
      settled_ = std::make_shared<const ResponseError>(std::move(facts));
    } else {
      // A rule of the caller's own may give none, or a null pointer.
      if (facts.delivery != Delivery::refused && reason != nullptr && *reason != '\0')
        facts.cause.append("; not repeated: ").append(reason);
      if (facts.delivery == Delivery::unknown && !missing.empty()) facts.cause.append(": ").append(missing);
      if (!answered.empty()) facts.cause.append("; ").append(answered);
      settled_ = std::make_shared<const RequestException>(std::move(facts));
    }
  }
  replies_.set_error(place(failure.at), settled_);
}

void Pending::end_one(std::size_t at, bool under_way, int attempts, FailureKind kind, const char* cause) {
  ended_outside_ = true;
  if (ended_partly(at)) return;
  const std::string answered = progress(at);
  const bool may_be_done = under_way || unknown_before(at) || !answered.empty();
  const Delivery delivered = may_be_done ? Delivery::unknown : evidence(at);
  const bool retryable = is_retryable(at, kind, 0, delivered);
  if (settled_ == nullptr || settled_->delivery() != delivered || settled_->retryable() != retryable ||
      settled_->method() != work_.method_of(at)) {
    ErrorFacts facts;
    facts.kind = kind;
    facts.cause = cause;
    if (!answered.empty()) facts.cause.append("; ").append(answered);
    facts.method = work_.method_of(at);
    facts.attempts = earlier_attempts_ + attempts;
    facts.delivery = delivered;
    facts.retryable = retryable;
    settled_ = std::make_shared<const RequestException>(std::move(facts));
  }
  replies_.set_error(place(at), settled_);
}

}  // namespace cent::detail

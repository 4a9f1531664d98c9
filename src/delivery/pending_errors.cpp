#include <cent/errors.hpp>
#include <utility>

#include "delivery/pending.hpp"
#include "delivery/repeat.hpp"
#include "protocol/channel_of.hpp"

// The outcomes of commands without a result.
namespace cent::detail {

std::string Pending::missing_protection(std::size_t at) const {
  if (commands_.repeat(at).effect != Effect::keyed || effect(at) == Effect::keyed) return {};
  // A build without a version number may support more than it reports.
  const char* const hint = age_->major == 0 ? " (see ClientOptions::server_version)" : "";
  return age_->source + "; idempotency keys need 5.2" + hint;
}

std::string Pending::progress(std::size_t at) const {
  std::string answered = partial_.progress(place(at));
  return answered.empty() ? answered : answered + " channels were answered";
}

bool Pending::is_retryable(std::size_t at, const ErrorFacts& facts) const {
  RepeatFacts asked;
  asked.delivery = facts.delivery;
  asked.kind = facts.kind;
  asked.status = facts.status;
  asked.permanent = facts.permanent;
  asked.effect =
      commands_.repeat(at).own_key ? Effect::once : effect(at);  // the next call would use another key
  asked.key_lives = keys_live_;
  return why_not_repeat(asked) == nullptr;
}

const char* Pending::reason() const {
  const char* reason = nullptr;
  for (const RetryAnswer& answer : answers_) {
    reason = answer.reason;
    if (!answer.repeat) return reason;
  }
  return reason == nullptr || *reason != '\0' ? reason : "it may be repeated safely";
}

std::string Pending::last_cause() const {
  if (facts_.empty()) return last_cause_;
  return facts_.size() == 1 ? facts_.front().cause : std::string{};
}

void Pending::settle(const Failure& failure, int attempts, const char* reason) {
  if (ended_partly(failure.at)) return;
  if (failure.of_channels && partial_.give_up_failed(place(failure.at))) {
    part_left_ = true;
    return;
  }
  std::string channel = channel_of(commands_.params(failure.at));
  if (settled_ == nullptr || settled_->channel() != channel) {
    ErrorFacts facts = facts_[failure.facts];
    const std::string answered = progress(failure.at);
    // The last part may have had a few milliseconds only, which explains nothing.
    if (!answered.empty() && facts.kind == FailureKind::timeout) facts.cause = "timed out";
    facts.method = commands_.method(failure.at);
    facts.channel = std::move(channel);
    if (facts.code == 0 && commands_.size() > 1) {
      facts.cause.append(" (in a request of ").append(std::to_string(commands_.size())).append(" commands)");
    }
    facts.attempts = earlier_attempts_ + attempts;
    facts.delivery = answered.empty() ? delivery(failure) : Delivery::unknown;
    facts.retryable = is_retryable(failure.at, facts);
    const bool by_server = facts.code != 0;
    std::string& text = by_server ? facts.note : facts.cause;  // the server's message stays as it came
    const auto add = [&](std::string_view clause) {
      text.append(by_server && text.empty() ? "" : "; ").append(clause);
    };
    // A custom rule may return no reason, or a null pointer.
    if (facts.delivery != Delivery::refused && reason != nullptr && *reason != '\0')
      add(std::string("not repeated: ").append(reason));
    const std::string missing = missing_protection(failure.at);
    if (facts.delivery == Delivery::unknown && !missing.empty() && !(by_server && text.empty()))
      text.append(": ").append(missing);
    if (!answered.empty()) add(answered);
    if (by_server) {
      settled_ = std::make_shared<const ResponseError>(std::move(facts));
    } else {
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
  ErrorFacts facts;
  facts.kind = kind;
  facts.delivery = delivered;
  facts.retryable = is_retryable(at, facts);
  std::string channel = channel_of(commands_.params(at));
  if (settled_ == nullptr || settled_->delivery() != delivered || settled_->retryable() != facts.retryable ||
      settled_->method() != commands_.method(at) || settled_->channel() != channel) {
    facts.cause = cause;
    if (const std::string last = last_cause(); !last.empty())
      facts.cause.append("; last failure: ").append(last);
    if (!answered.empty()) facts.cause.append("; ").append(answered);
    facts.method = commands_.method(at);
    facts.channel = std::move(channel);
    facts.attempts = earlier_attempts_ + attempts;
    settled_ = std::make_shared<const RequestException>(std::move(facts));
  }
  replies_.set_error(place(at), settled_);
}

}  // namespace cent::detail

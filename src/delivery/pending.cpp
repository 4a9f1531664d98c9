#include "delivery/pending.hpp"

#include <algorithm>
#include <cent/errors.hpp>

#include "delivery/classify.hpp"
#include "delivery/retry.hpp"

namespace cent::detail {

void Pending::fail_all(ErrorFacts facts) {
  facts_.assign(1, std::move(facts));
  failures_.clear();
  failures_.reserve(work_.size());
  for (std::size_t at = 0; at < work_.size(); ++at) failures_.push_back({at, 0});
}

void Pending::start() {
  failures_.clear();
  facts_.clear();
  settled_ = nullptr;
}

Delivery Pending::delivery(const Failure& failure) const {
  const bool before = !unknown_before_.empty() && unknown_before_[failure.at];
  return before ? Delivery::unknown : facts_[failure.facts].delivery;
}

bool Pending::any_unknown(Effect wanted) const {
  return std::any_of(failures_.begin(), failures_.end(), [&](const Failure& failure) {
    return effect(failure.at) == wanted && delivery(failure) == Delivery::unknown;
  });
}

bool Pending::all_not_sent() const {
  return std::all_of(failures_.begin(), failures_.end(),
                     [&](const Failure& failure) { return delivery(failure) == Delivery::not_sent; });
}

RetryQuestion Pending::question(const Failure& failure, int attempts) const {
  const ErrorFacts& facts = facts_[failure.facts];
  RetryQuestion question;
  question.effect = effect(failure.at);
  question.delivery = delivery(failure);
  question.kind = facts.kind;
  question.status = facts.status;
  question.code = facts.code;
  question.attempts = attempts;
  question.retry_after = facts.retry_after;
  return question;
}

void Pending::settle(const Failure& failure, int attempts, const char* reason) {
  if (settled_ == nullptr) {
    ErrorFacts facts = facts_[failure.facts];
    facts.method =
        work_.many != nullptr && facts.code == 0 ? "batch" : std::string(work_.method_of(failure.at));
    facts.attempts = attempts;
    facts.delivery = delivery(failure);
    const bool hopeless = facts.kind == FailureKind::too_large || facts.kind == FailureKind::cancelled;
    facts.retryable =
        (!hopeless && repeat_is_safe(effect(failure.at), facts.delivery)) || says_later(facts.status);
    if (facts.code != 0) {
      settled_ = std::make_shared<const ResponseError>(std::move(facts));
    } else {
      if (facts.delivery != Delivery::refused && *reason != '\0')
        facts.cause.append("; not repeated: ").append(reason);
      settled_ = std::make_shared<const RequestException>(std::move(facts));
    }
  }
  replies_.set_error(place(failure.at), settled_);
}

void Pending::settle_all(int attempts, const char* reason) {
  std::chrono::milliseconds wait{0};
  narrow(
      attempts,
      [&](const RetryQuestion&) {
        RetryAnswer answer;
        answer.reason = reason;
        return answer;
      },
      wait);
}

void Pending::keep(const std::vector<std::size_t>& again) {
  // Renumbered: the n-th of `again` is the n-th command from here on.
  std::vector<Failure> failures;
  std::vector<bool> unknown;
  std::size_t next = 0;
  for (const Failure& failure : failures_) {
    if (next == again.size() || again[next] != failure.at) continue;
    unknown.push_back(delivery(failure) == Delivery::unknown);
    failures.push_back({next++, failure.facts});
  }
  if (again.size() < work_.size()) {
    CommandBuffer rest;
    rest.set_parallel(work_.many->parallel());
    std::vector<std::size_t> places;
    places.reserve(again.size());
    for (const std::size_t at : again) {
      rest.push(work_.many->method(at), work_.many->params(at), work_.many->effect(at));
      places.push_back(place(at));
    }
    rest_ = std::move(rest);
    places_ = std::move(places);
    work_.many = &rest_;
  }
  failures_ = std::move(failures);
  unknown_before_ = std::move(unknown);
  settled_ = nullptr;
}

}  // namespace cent::detail

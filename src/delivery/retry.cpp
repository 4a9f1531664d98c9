#include "delivery/retry.hpp"

#include <algorithm>

#include "delivery/repeat.hpp"

namespace cent {

RetryRule::~RetryRule() = default;

namespace detail {
namespace {

using std::chrono::milliseconds;

/// Full jitter: a random time between zero and the doubled base.
milliseconds back_off(const RetryPolicy& policy, const RetryQuestion& question, double random) {
  const bool throttled = is_throttled(question.status);
  const milliseconds base = throttled ? policy.throttled_base_wait : policy.base_wait;
  const milliseconds cap = throttled ? policy.throttled_max_wait : policy.max_wait;
  milliseconds ceiling = base;
  for (int i = 1; i < question.attempts && ceiling < cap; ++i) ceiling *= 2;
  ceiling = std::min(ceiling, cap);
  return milliseconds{static_cast<milliseconds::rep>(static_cast<double>(ceiling.count()) * random)};
}

}  // namespace

const char* obstacle(const RetryPolicy& policy, const RetryQuestion& question, milliseconds wait) {
  RepeatFacts facts;
  facts.delivery = question.delivery;
  facts.kind = question.kind;
  facts.status = question.status;
  facts.permanent = question.permanent;
  facts.effect = question.effect;
  facts.key_lives = question.elapsed + wait < policy.key_lifetime;
  facts.may_double = policy.repeat_publications;
  facts.awaits_key = policy.wait_for_key;
  return why_not_repeat(facts);
}

RetryAnswer decide(const RetryPolicy& policy, const RetryQuestion& question, double random) {
  RetryAnswer answer;
  if (question.attempts >= policy.max_attempts) {
    answer.reason = "no attempts are left";
    return answer;
  }
  if (policy.rule) return policy.rule->decide(question);
  answer.wait = std::max(back_off(policy, question, random), question.retry_after.value_or(milliseconds{0}));
  if (const char* why = obstacle(policy, question, answer.wait)) {
    answer.reason = why;
    return answer;
  }
  if (answer.wait >= question.left) {
    answer.reason = "the deadline comes before the next attempt";
    return answer;
  }
  answer.repeat = true;
  return answer;
}

bool RetryBudget::take(bool throttled) noexcept {
  if (size_ == 0) return true;
  const int cost = throttled ? 5 : 14;
  int tokens = tokens_.load(std::memory_order_relaxed);
  while (tokens >= cost) {
    if (tokens_.compare_exchange_weak(tokens, tokens - cost, std::memory_order_relaxed)) return true;
  }
  return false;
}

void RetryBudget::give_back() noexcept {
  int tokens = tokens_.load(std::memory_order_relaxed);
  while (tokens < size_) {
    const int more = std::min(size_, tokens + 14);
    if (tokens_.compare_exchange_weak(tokens, more, std::memory_order_relaxed)) return;
  }
}

}  // namespace detail
}  // namespace cent

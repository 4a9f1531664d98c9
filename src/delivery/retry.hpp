#pragma once
#include <atomic>
#include <cent/retry.hpp>

namespace cent::detail {

/// The built-in rule, a pure function. `random` is in [0, 1). The caller passes effect `keyed` or `versioned`
/// only if the server supports it, else `once`.
RetryAnswer decide(const RetryPolicy& policy, const RetryQuestion& question, double random);

/// Returns why a command must not be sent again, now or after `wait`; null if it may. A pure function, too.
const char* obstacle(const RetryPolicy& policy, const RetryQuestion& question,
                     std::chrono::milliseconds wait = {});

/// The token bucket for repetitions, shared by all calls of a client.
class RetryBudget {
 public:
  explicit RetryBudget(int size) : size_(size), tokens_(size) {}
  /// Takes the tokens of one repetition. Returns false if there are too few.
  bool take(bool throttled) noexcept;
  /// To be called after a success.
  void give_back() noexcept;

 private:
  const int size_;
  std::atomic<int> tokens_;
};

/// True for the statuses of an overloaded server: 429 and 503.
inline bool is_throttled(int status) { return status == 429 || status == 503; }

}  // namespace cent::detail

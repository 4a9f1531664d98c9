#pragma once
#include <atomic>
#include <cent/retry.hpp>

namespace cent::detail {

/// The built-in rule, a pure decision. `random` is in [0, 1). What the server does not know has no effect
/// there: the caller asks for a `keyed` or `versioned` command only if it does, else for `once`.
RetryAnswer decide(const RetryPolicy& policy, const RetryQuestion& question, double random);

/// Why a command must not go out again, now or after `wait`; null if it may. Pure, too.
const char* obstacle(const RetryPolicy& policy, const RetryQuestion& question,
                     std::chrono::milliseconds wait = {});

/// The tokens that repetitions cost, shared by all calls of a client.
class RetryBudget {
 public:
  explicit RetryBudget(int size) : size_(size), tokens_(size) {}
  /// False if the bucket is too empty for one more repetition.
  bool take(bool throttled) noexcept;
  /// After a success.
  void give_back() noexcept;

 private:
  const int size_;
  std::atomic<int> tokens_;
};

/// True if the server asks for less: 429 and 503.
inline bool is_throttled(int status) { return status == 429 || status == 503; }

}  // namespace cent::detail

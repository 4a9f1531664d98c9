#pragma once
#include <chrono>
#include <optional>

namespace cent {

/// Whether a failed command may be repeated, see the guide's page "Delivery".
enum class Retry {
  by_policy,  ///< Follows RetryPolicy: only if it is safe to repeat.
  never,      ///< One attempt.
};

/// Options of one call. Unset members default to the client's options.
struct CallOptions {
  /// Deadline of the whole call: waiting, connecting, all attempts. Must be above zero.
  std::optional<std::chrono::milliseconds> timeout{};
  std::optional<Retry> retry{};  ///< Whether it may be repeated.
  /// Add a random idempotency key to a publish or broadcast without one, even if it has a version. Servers
  /// since v5.2.
  std::optional<bool> generate_key{};
};

}  // namespace cent

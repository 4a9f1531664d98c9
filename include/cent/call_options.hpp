#pragma once
#include <chrono>
#include <optional>

namespace cent {

/// Whether a failed command may be repeated, see docs "Delivery".
enum class Retry {
  by_policy,  ///< As RetryPolicy says: only what is safe to repeat.
  never,      ///< One attempt.
};

/// For one call. What is unset comes from the client's options.
struct CallOptions {
  /// Deadline over everything: waiting, connecting, attempts. Zero or less is refused.
  std::optional<std::chrono::milliseconds> timeout{};
  std::optional<Retry> retry{};  ///< Whether it may be repeated at all.
  /// Add a random idempotency key to a publish or broadcast that has none, also beside a version (servers
  /// since v5.2).
  std::optional<bool> generate_key{};
};

}  // namespace cent

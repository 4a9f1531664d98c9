#pragma once
#include <cent/request_headers.hpp>
#include <cent/transport.hpp>
#include <chrono>
#include <memory>
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
  /// Sent with each request of this call, in place of headers of the same name in ClientOptions::headers.
  /// Only for a Client: the commands of an AsyncClient share requests, so it throws UsageError if there are
  /// any. See RequestHeaders for it.
  HttpHeaders headers{};
  /// Passed to ClientOptions::request_headers and to CommandEnded::context.
  std::shared_ptr<const CallContext> context{};
};

}  // namespace cent

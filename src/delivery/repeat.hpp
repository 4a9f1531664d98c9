#pragma once
#include <cent/command.hpp>
#include <cent/errors.hpp>

namespace cent::detail {

/// The facts that decide whether a failed command may be sent again.
struct RepeatFacts {
  Delivery delivery = Delivery::unknown;  ///< Outcome of all attempts so far.
  FailureKind kind = FailureKind::other;  ///< Of the last attempt.
  int status = 0;                         ///< HTTP status of the last attempt; 0 without a response.
  bool permanent = false;                 ///< As in ErrorFacts.
  Effect effect = Effect::once;           ///< Effect of repeating it on this server.
  bool key_lives = true;                  ///< The server still remembers its idempotency key.
  bool may_double = false;                ///< RetryPolicy::repeat_publications.
  bool awaits_key = false;                ///< RetryPolicy::wait_for_key.
};

/// Returns why the command must not be sent again, as text for an error; null if it may. This is the only
/// built-in rule. It is used by the retry policy, by CentException::retryable() and when the server's version
/// becomes known.
const char* why_not_repeat(const RepeatFacts& facts) noexcept;

}  // namespace cent::detail

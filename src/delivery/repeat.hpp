#pragma once
#include <cent/command.hpp>
#include <cent/errors.hpp>

namespace cent::detail {

/// All that decides whether a command that failed may be sent again.
struct RepeatFacts {
  Delivery delivery = Delivery::unknown;  ///< What is known of all attempts so far.
  FailureKind kind = FailureKind::other;  ///< Of the last one.
  int status = 0;                         ///< HTTP status of the last one; 0 if there was no response.
  bool permanent = false;                 ///< As in ErrorFacts.
  Effect effect = Effect::once;           ///< What repeating it does on this server.
  bool key_lives = true;                  ///< The server still remembers its idempotency key.
  bool may_double = false;                ///< RetryPolicy::repeat_publications.
};

/// Why the command must not be sent again, for an error's text; null if it may. This is the one rule: the
/// retry policy, CentException::retryable() and the check after the server's version is known ask it.
const char* why_not_repeat(const RepeatFacts& facts) noexcept;

}  // namespace cent::detail

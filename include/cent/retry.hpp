#pragma once
#include <cent/command.hpp>
#include <cent/errors.hpp>
#include <cent/export.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace cent {

/// What is known when a command might be sent again.
struct RetryQuestion {
  Effect effect = Effect::once;           ///< What repeating it does.
  Delivery delivery = Delivery::unknown;  ///< Of the attempt that failed.
  FailureKind kind = FailureKind::other;  ///< What the attempt died of.
  int status = 0;                         ///< HTTP status; 0 if there was no response.
  std::uint32_t code = 0;                 ///< Centrifugo's error code; 0 if it was not an API error.
  bool permanent = false;                 ///< As in ErrorFacts; false if another address is ready.
  int attempts = 1;                       ///< Tried so far.
  std::chrono::milliseconds elapsed{};    ///< Since the first attempt began.
  std::chrono::milliseconds left{};       ///< Of the deadline.
  std::optional<std::chrono::milliseconds> retry_after{};  ///< What the server asked for.
};

/// Whether to send again, and when.
struct RetryAnswer {
  bool repeat = false;               ///< True: send it again after `wait`.
  std::chrono::milliseconds wait{};  ///< Before the next attempt.
  const char* reason = "";           ///< Why it ends here, for the error's text. A literal: it is not copied.
};

/// A rule of your own in place of the built-in one. decide() is called from many threads at once and must not
/// throw.
class CENT_EXPORT RetryRule {
 public:
  RetryRule() = default;
  RetryRule(const RetryRule&) = delete;
  RetryRule& operator=(const RetryRule&) = delete;
  virtual ~RetryRule();
  /// Whether and when a command that failed is sent again.
  [[nodiscard]] virtual RetryAnswer decide(const RetryQuestion& question) const noexcept = 0;
};

/// When a failed command is sent again. One deadline (the call's time-out) spans all attempts and waits.
///
/// Repeated by default: everything that was provably not sent, or put off by HTTP 408, 425 or 429; after an
/// unknown outcome, what has no second effect: reads, absolute states, publications with an idempotency key
/// (servers since v5.2). A version alone does not count, see PublishRequest::version. Error 100 ends it after
/// five tries during which other publications of the client went through: servers also give it for what they
/// can never do.
struct RetryPolicy {
  int max_attempts = 3;  ///< In all; 1 never repeats. At least 1.
  /// The wait before attempt n+1 is random between 0 and base × 2^(n−1), at most the cap. 0: at once.
  std::chrono::milliseconds base_wait{50};
  std::chrono::milliseconds max_wait{1000};  ///< Cap of that.
  /// As base_wait, after 429 and 503. A `Retry-After` of the server is the least wait.
  std::chrono::milliseconds throttled_base_wait{1000};
  std::chrono::milliseconds throttled_max_wait{20000};  ///< Cap of that.
  /// Longest that one attempt may take. 0: the whole deadline; with several addresses three fifths of the
  /// call's time-out, if the command may be repeated after an unknown outcome and an attempt is left.
  std::chrono::milliseconds attempt_timeout{0};
  /// After an unknown outcome no keyed attempt starts later than this after the first. At most 300 s, since
  /// servers forget keys then. 0: a key does not make a publication repeatable.
  std::chrono::seconds key_lifetime{60};
  /// Shared by all calls of a client: a repetition costs 14 of it, after 429 and 503 5; a success gives 14
  /// back. Empty, nothing is repeated, so that a sick server is not hammered. 0: no limit.
  int budget = 500;
  /// Repeat publications without a key after an unknown outcome, too, with a version or without.
  bool repeat_publications = false;
  /// A 503 was answered before anything was executed: true only if no proxy stands in between.
  bool treat_503_as_not_executed = false;
  /// Decides whether and when in place of the built-in rule. max_attempts, attempt_timeout, budget and the
  /// deadline hold for it, too.
  std::shared_ptr<const RetryRule> rule{};
};

}  // namespace cent

#pragma once
#include <cent/command.hpp>
#include <cent/errors.hpp>
#include <cent/export.hpp>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>

namespace cent {

/// The facts by which a RetryRule decides.
struct RetryQuestion {
  Effect effect = Effect::once;           ///< Effect of a repetition.
  Delivery delivery = Delivery::unknown;  ///< Outcome of the attempt that failed.
  FailureKind kind = FailureKind::other;  ///< Why the attempt failed.
  int status = 0;                         ///< HTTP status; 0 if there was no response.
  std::uint32_t code = 0;                 ///< Centrifugo's error code; 0 if it was not an API error.
  bool permanent = false;                 ///< As in ErrorFacts; false if another address is ready.
  int attempts = 1;                       ///< Attempts so far.
  std::chrono::milliseconds elapsed{};    ///< Since the first attempt began.
  std::chrono::milliseconds left{};       ///< Until the deadline.
  std::optional<std::chrono::milliseconds> retry_after{};  ///< The wait that the server asked for.
};

/// The decision of a RetryRule.
struct RetryAnswer {
  bool repeat = false;               ///< True: send the command again after `wait`.
  std::chrono::milliseconds wait{};  ///< Before the next attempt.
  const char* reason = "";           ///< Why it is not repeated, for the error's text. A literal; not copied.
};

/// A custom rule in place of the built-in one. decide() is called from many threads at once and must not
/// throw.
class CENT_EXPORT RetryRule {
 public:
  RetryRule() = default;
  RetryRule(const RetryRule&) = delete;
  RetryRule& operator=(const RetryRule&) = delete;
  virtual ~RetryRule();
  /// Decides whether and when a command that failed is sent again.
  [[nodiscard]] virtual RetryAnswer decide(const RetryQuestion& question) const noexcept = 0;
};

/// When a failed command is sent again.
///
///     cent::ClientOptions options;
///     options.api_key = "api_key";
///     options.timeout = std::chrono::seconds{5};  // one deadline for all attempts and waits
///     options.retry.max_attempts = 10;
///     options.generate_key = true;                // makes publications safe to repeat
///     cent::Client client{"http://localhost:8000", options};
///
/// Repeating is safe in two cases. Either there is evidence that the failed attempt had no effect: it was not
/// sent completely, or the server postponed it with HTTP 408, 425 or 429. Or the outcome is unknown, but a
/// second execution changes nothing: reads, absolute states, publications with an idempotency key (servers
/// since v5.2). These two are repeated by default, everything else is not. A version alone does not make a
/// publication safe to repeat, see PublishRequest::version.
///
/// Error 100 is not repeated after five attempts during which other publications of the client succeeded:
/// servers also answer it to commands that they can never execute.
struct RetryPolicy {
  /// The default of an AsyncClient: attempts continue until the deadline without a budget, each at most 5 s.
  static RetryPolicy until_deadline() {
    RetryPolicy policy;
    policy.max_attempts = std::numeric_limits<int>::max();
    policy.attempt_timeout = std::chrono::seconds{5};
    policy.budget = 0;
    return policy;
  }

  int max_attempts = 3;  ///< Including the first one; 1 never repeats. At least 1.
  /// The wait before attempt n+1 is random between 0 and base × 2^(n−1), at most max_wait. 0: no wait.
  std::chrono::milliseconds base_wait{50};
  std::chrono::milliseconds max_wait{1000};  ///< Upper limit of that wait.
  /// Like base_wait, after 429 and 503. A `Retry-After` of the server is the minimum.
  std::chrono::milliseconds throttled_base_wait{1000};
  std::chrono::milliseconds throttled_max_wait{20000};  ///< Upper limit of that wait.
  /// Time limit of one attempt. 0: the whole deadline, or with several addresses three fifths of the call's
  /// time-out if the command may be repeated after an unknown outcome and an attempt is left.
  std::chrono::milliseconds attempt_timeout{0};
  /// After an unknown outcome a publication with a key is not sent again later than this after the first
  /// attempt. At most 300 s, since servers then forget keys. 0: a key does not make a publication repeatable.
  std::chrono::seconds key_lifetime{60};
  /// Limits the repetitions of all calls of a client together, so that they do not overload a failing server:
  /// a repetition costs 14, after 429 and 503 it costs 5, a success returns 14. Nothing is repeated once the
  /// budget is spent. 0: no limit.
  int budget = 500;
  /// Also repeat publications without a key after an unknown outcome, with or without a version. They may
  /// then be published twice.
  bool repeat_publications = false;
  /// Treat a 503 as answered before anything was executed. Set it only if no proxy stands in between.
  bool treat_503_as_not_executed = false;
  /// Also repeat commands that were rejected with 401, so that they wait for set_api_key() until their
  /// deadline or the last attempt. Error codes of the API are not meant.
  bool wait_for_key = false;
  /// Decides in place of the built-in rule. max_attempts, attempt_timeout, budget and the deadline still
  /// hold.
  std::shared_ptr<const RetryRule> rule{};
};

}  // namespace cent

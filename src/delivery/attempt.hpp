#pragma once
#include <cent/errors.hpp>
#include <cent/observer.hpp>
#include <cent/request_headers.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/answer_sink.hpp"
#include "protocol/command_list.hpp"
#include "system/clock.hpp"

// The door below retry. Above it are commands, deadlines, retries, order and outcomes; it knows no address
// and no HTTP. Below it is src/http.
namespace cent::detail {

class Secrets;

/// Attached by callers to the commands of an attempt, for the request that carries them.
struct Attachments {
  const HttpHeaders* headers = nullptr;  ///< CallOptions::headers.
  std::vector<std::shared_ptr<const CallContext>> contexts{};
};

/// The time limits of one attempt, and the facts that may shorten them.
struct AttemptLimits {
  Clock::Time deadline{};                ///< Of the call.
  std::chrono::milliseconds whole{0};    ///< From the start of the call to its deadline.
  std::chrono::milliseconds at_most{0};  ///< RetryPolicy::attempt_timeout. 0: no limit of its own.
  bool is_last = true;                   ///< The policy allows no other attempt.
  /// It may be repeated after an unknown outcome. Set if it is not the last and `at_most` is 0.
  bool is_repeatable = false;
  bool is_watched = false;                ///< There is an observer.
  std::uint64_t number = 0;               ///< As in RequestStarting.
  int attempt = 1;                        ///< As in RequestStarting.
  const Attachments* attached = nullptr;  ///< Null if there is nothing. Valid while start() runs.
};

/// The facts of an attempt for an observer. Texts are valid while AttemptListener::ended() runs.
struct AttemptReport {
  AttemptEnded attempt{};    ///< Without the error and the decision about a repetition.
  AddressChanged address{};  ///< Without an address if nothing changed.
  ServerFound server{};      ///< The same.
  KeyRefused key{};          ///< The same.
};

/// How an attempt ended.
struct AttemptEnd {
  /// Why all commands failed. Empty if each command got an answer.
  std::optional<ErrorFacts> failure{};
  /// After a failure: another server can take the next attempt at once.
  bool is_other_ready = false;
  const AttemptReport* report = nullptr;  ///< Set if AttemptLimits::is_watched.
};

/// Receives the answers of one attempt, then its end.
class AttemptListener : public AnswerSink {
 public:
  /// The commands may have reached a server. Called before anything that may fail, in case memory runs out;
  /// responded() implies it.
  virtual void left() noexcept = 0;
  /// Takes a response before its answers are read. Answers point into the returned text. `secrets` are
  /// redacted in the texts of errors, and valid while the answers are read.
  virtual const std::string& responded(int status, std::string body, const Secrets& secrets) = 0;
  /// Called exactly once, last.
  virtual void ended(AttemptEnd&& end, Clock::Time now) = 0;

 protected:
  ~AttemptListener() = default;
};

/// Makes attempts, one at a time.
class Attempts {
 public:
  /// Starts an attempt to have the commands executed. Calls the listener before it returns, or later. The
  /// texts of the commands and the listener must stay valid until then.
  /// @throws std::bad_alloc before anything is sent, or while a response is read. The attempt does not end
  /// then.
  virtual void start(const Commands& commands, const AttemptLimits& limits, AttemptListener& listener,
                     Clock::Time now) = 0;

 protected:
  ~Attempts() = default;
};

}  // namespace cent::detail

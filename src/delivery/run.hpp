#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "delivery/attempt.hpp"
#include "delivery/pending.hpp"
#include "delivery/service.hpp"
#include "system/clock.hpp"

namespace cent::detail {

/// The next step of a Run.
struct Step {
  enum class Kind {
    attempt,  ///< Start an attempt of `commands` with the run as its listener.
    wait,     ///< Call next() again at `until`.
    done,     ///< Every command has its outcome.
  };
  Kind kind = Kind::done;
  const Commands* commands = nullptr;  ///< Of an attempt. Valid until it has ended.
  AttemptLimits limits{};
  Clock::Time until{};
};

/// One call until its commands have outcomes: says which commands to attempt and when, takes the answers, and
/// repeats commands that may be repeated, within one deadline. It makes no attempt and never waits, so both
/// the blocking and the asynchronous client use it. For one thread at a time. Commands, replies and service
/// must outlive it.
class Run final : public AttemptListener {
 public:
  using Time = Clock::Time;

  Run(Service& service, Clock& clock, const Commands& commands, const RetryPolicy& policy, Time start,
      Time deadline, ReplySet& replies);

  /// While an attempt is under way it returns that attempt again.
  Step next(Time now);
  /// True if next() would return `done`.
  [[nodiscard]] bool is_done() const noexcept { return state_ == State::done; }
  /// True if it waits to repeat commands after an attempt in which each command got an answer.
  [[nodiscard]] bool waits_to_repeat_some() const noexcept {
    return state_ == State::waiting && was_answered_;
  }
  /// True if a command may have reached a server.
  [[nodiscard]] bool may_have_arrived() const noexcept { return may_have_arrived_; }

  void left() noexcept override { may_have_arrived_ = true; }
  void result(std::size_t at, std::string_view text) override;
  void error(std::size_t at, std::uint32_t code, std::string message) override;
  void unreadable(std::size_t at, std::string why) override;
  const std::string& responded(int status, std::string body, const Secrets& secrets) override;
  void ended(AttemptEnd&& end, Time now) override;

  /// Ends each command without an outcome for which `expired(place)` is true by a time-out. `place` is its
  /// index in the caller's order. The command is not sent again, and a later answer is ignored.
  template <class Expired>
  void expire(const Expired& expired) {
    pending_.end(request_is_out(), attempts_, FailureKind::timeout, "the deadline passed", expired);
  }
  /// Ends every command without an outcome.
  void give_up(FailureKind kind, const char* cause) {
    pending_.end(request_is_out(), attempts_, kind, cause, [](std::size_t) { return true; });
    finish();
  }

 private:
  enum class State {
    ready,      ///< The next attempt may begin.
    under_way,  ///< An attempt is under way or about to be started.
    waiting,    ///< Until wait_until_.
    done,
  };

  [[nodiscard]] bool request_is_out() const { return state_ == State::under_way && !asking_age_; }
  /// For ClientOptions::unsupported: checks the commands' fields if the server's version is known or does not
  /// matter. Else guarded_ stays false, and the server is to be asked.
  void guard(Time now);
  void begin_attempt();
  [[nodiscard]] Step attempt() const;
  /// Takes the answer to the question for the server's version.
  void learn_age();
  /// After an attempt: settles the commands that are not repeated, and waits to repeat the others.
  void decide_rest(Time now);
  /// After the server's age is known: returns true if there still are commands to send.
  bool still_safe(Time now);
  /// Returns false if no part of a large broadcast is left.
  bool begin_next_part();
  void finish();
  void take_end(std::optional<ErrorFacts>&& failure, bool is_other_ready, Time now);
  /// Passes the events of an attempt to the observer. See run_events.cpp.
  void show(const AttemptReport& report, const std::optional<ErrorFacts>& failure, bool knew_age, Time now);
  /// After an attempt: notes if commands fail with error 100 while other publications succeed.
  void note_others() noexcept;
  [[nodiscard]] RetryAnswer ask(RetryQuestion question, Time now);
  [[nodiscard]] bool needs_age() const;
  void fill_in(RetryQuestion& question, Time now) const;

  Service& service_;
  Clock& clock_;
  const RetryPolicy& policy_;
  const Time start_;
  const Time deadline_;
  ReplySet& replies_;
  Pending pending_;

  State state_ = State::ready;
  bool guarded_;             ///< The fields were checked, or need not be.
  bool asking_age_ = false;  ///< The attempt asks for the server's version.
  std::string_view info_{};  ///< The answer to that.
  Time wait_until_{};
  int attempts_ = 0;
  std::uint64_t number_ = 0;  ///< Of the request under way.
  int status_ = 0;
  const Secrets* secrets_ = nullptr;  ///< Of the response whose answers are read.
  bool may_have_arrived_ = false;
  bool was_answered_ = false;    ///< The last attempt had no failure as a whole.
  bool is_other_ready_ = false;  ///< As in AttemptEnd.
  bool paid_ = false;            ///< The budget was charged for the repetition under way.

  // Of the last attempt: a command failed with error 100, a publication succeeded, and one behind such a
  // failure succeeded.
  bool internal_error_ = false;
  bool published_ = false;
  bool overtaken_ = false;
  std::uint64_t others_seen_;  ///< Service::publishing_requests after the last attempt.
  bool alone_ = false;         ///< The server executed commands behind it.
  int tries_alone_ = 0;        ///< Attempts that failed with error 100 while others succeeded.
};

}  // namespace cent::detail

#pragma once
#include <cent/detail/command_buffer.hpp>
#include <cent/retry.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "delivery/partial_broadcasts.hpp"
#include "delivery/reply_set.hpp"
#include "delivery/server_age.hpp"
#include "protocol/command_list.hpp"

namespace cent::detail {

/// The commands of one call that have no outcome yet, and the results of the last attempt. No clock, no
/// socket.
///
/// One attempt: call start(), send commands(), call succeed() or fail() for each command, call narrow(). It
/// settles the commands that are not repeated, and commands() is then the rest. A command whose outcome was
/// unknown once stays unknown unless it succeeds. A command ended by end() keeps that outcome.
///
/// A single broadcast that exceeds `bounds` is sent in parts. When one part has its outcome, next_part()
/// starts the next.
class Pending {
 public:
  Pending(const Commands& commands, ReplySet& replies, const BroadcastBounds& bounds);

  /// The commands to send now: all at first, then those to repeat.
  [[nodiscard]] const Commands& commands() const noexcept { return commands_; }
  [[nodiscard]] ReplySet& replies() noexcept { return replies_; }
  /// The effect of repeating a command on this server, as far as is known.
  [[nodiscard]] Effect effect(std::size_t at) const;
  /// Sets the server's age. A key or version that the server does not support protects nothing.
  void know(ServerAge age) { age_ = std::move(age); }
  [[nodiscard]] bool knows_age() const noexcept { return age_.has_value(); }
  /// To be called when the server may have forgotten the keys.
  void let_keys_expire() noexcept { keys_live_ = false; }

  /// To be called before each attempt.
  void start();
  /// Returns false if channels of a broadcast failed with an error that may pass.
  bool succeed(std::size_t at, std::string_view result);
  void fail(std::size_t at, ErrorFacts facts);
  /// Replaces all earlier succeed() and fail() of the attempt: the reply as a whole cannot be trusted.
  void fail_all(ErrorFacts facts);
  [[nodiscard]] bool any_failed() const noexcept { return !failures_.empty(); }
  /// Why the last attempt is repeated, or why not; of the commands with different answers one that is not
  /// repeated. Null if none failed.
  [[nodiscard]] const char* reason() const;
  [[nodiscard]] const ServerAge& age() const { return *age_; }
  /// True if a command of this effect may have been executed.
  [[nodiscard]] bool any_unknown(Effect effect) const;

  /// True if a command may be sent again after an unknown outcome.
  [[nodiscard]] bool any_repeatable() const;

  /// Calls `answer(question)` for each failed command, with effect and evidence filled in. Settles those that
  /// are not to be repeated. Returns true if commands() are to be sent again, and sets `wait` to the longest
  /// wait.
  template <class Answer>
  bool narrow(int attempts, const Answer& answer, std::chrono::milliseconds& wait) {
    answers_.clear();
    const Failure* asked = nullptr;
    for (Failure& failure : failures_) {
      failure.answer = kNoAnswer;
      if (replies_.settled(place(failure.at))) continue;
      // Thousands may have the same cause, so there is one question per cause and effect.
      if (asked == nullptr || !are_alike(*asked, failure))
        answers_.push_back(answer(question(failure, attempts)));
      failure.answer = answers_.size() - 1;
      asked = &failure;
    }
    return settle_rest(attempts, wait);
  }
  /// Ends each command without an outcome for which `wanted(place)` is true. `place` is its index in the
  /// caller's order. `under_way`: a request is out, so it is unknown whether the command was executed.
  template <class Wanted>
  void end(bool under_way, int attempts, FailureKind kind, const char* cause, const Wanted& wanted) {
    settled_ = nullptr;
    for (std::size_t at = 0; at < commands_.size(); ++at) {
      if (!replies_.settled(place(at)) && wanted(place(at))) end_one(at, under_way, attempts, kind, cause);
    }
  }
  /// Removes the commands ended by end() from commands(). Returns false if none is left.
  bool drop_settled();
  /// Puts the next part of a large broadcast into commands(). Returns false if none is left.
  /// @param attempts Number of attempts of the part before.
  bool next_part(int attempts);
  /// Number of requests for earlier parts.
  [[nodiscard]] int earlier_attempts() const noexcept { return earlier_attempts_; }

 private:
  static constexpr std::size_t kNoAnswer = static_cast<std::size_t>(-1);
  struct Failure {
    std::size_t at;                  ///< Index in commands_.
    std::size_t facts;               ///< Index in facts_.
    bool of_channels = false;        ///< Only some channels of a broadcast failed.
    std::size_t answer = kNoAnswer;  ///< Index in answers_; kNoAnswer if end() ended it.
  };
  [[nodiscard]] std::size_t place(std::size_t at) const { return places_.empty() ? at : places_[at]; }
  [[nodiscard]] RetryQuestion question(const Failure& failure, int attempts) const;
  /// True if both get the same answer.
  [[nodiscard]] bool are_alike(const Failure& one, const Failure& other) const;
  [[nodiscard]] bool is_repeated(const Failure& failure) const {
    return failure.answer != kNoAnswer && answers_[failure.answer].repeat;
  }
  /// Changes the answer for commands that a later command of their channel has overtaken: they are not
  /// repeated.
  void hold_overtaken();
  bool settle_rest(int attempts, std::chrono::milliseconds& wait);
  /// True if the caller may repeat the call. A key generated by cent does not protect that.
  [[nodiscard]] bool is_retryable(std::size_t at, const ErrorFacts& facts) const;
  /// Why a command's key has no effect on this server. Empty if it has an effect, or if there is no key.
  [[nodiscard]] std::string missing_protection(std::size_t at) const;
  /// Why the last attempt that has ended failed, if that was one cause for all; else empty.
  [[nodiscard]] std::string last_cause() const;
  /// Progress of a broadcast in parts, for an error's text. Empty if no channel was answered.
  [[nodiscard]] std::string progress(std::size_t at) const;
  /// Sets the result from the channels' responses. Returns false if some have none.
  bool ended_partly(std::size_t at);
  void settle(const Failure& failure, int attempts, const char* reason);
  void end_one(std::size_t at, bool under_way, int attempts, FailureKind kind, const char* cause);
  void keep(const std::vector<std::size_t>& again);
  void rewrite(const std::vector<std::size_t>& again);

  [[nodiscard]] Delivery delivery(const Failure& failure) const;
  /// The outcome of a command if it ended now, while no request is out.
  [[nodiscard]] Delivery evidence(std::size_t at) const;
  [[nodiscard]] bool unknown_before(std::size_t at) const {
    return !unknown_before_.empty() && unknown_before_[at];
  }
  /// The part of `params` that is to be sent again.
  [[nodiscard]] std::string open_params(std::size_t at) {
    return partial_.holds(place(at)) ? partial_.open_params(place(at)) : std::string(commands_.params(at));
  }

  Commands commands_;
  ReplySet& replies_;
  CommandBuffer rest_;                ///< Storage of commands_ once some were removed.
  std::string single_;                ///< The same for the params of a single command.
  std::vector<std::size_t> places_;   ///< Index of commands_ in the caller's order; empty if equal.
  std::vector<bool> unknown_before_;  ///< For each of commands_; empty if false for all.
  std::vector<Failure> failures_;     ///< In order.
  std::vector<ErrorFacts> facts_;
  std::string last_cause_;  ///< Of the attempt before the one under way.
  std::vector<RetryAnswer> answers_;
  std::optional<ServerAge> age_;
  bool keys_live_ = true;
  PartialBroadcasts partial_;
  bool part_left_ = false;  ///< A part of a broadcast has its outcome and another part is left.
  int earlier_attempts_ = 0;
  bool ended_outside_ = false;  ///< By end(), since work_ was set last.
  /// The last error created, shared by commands with the same cause and effect.
  ReplySet::ErrorPtr settled_;
};

}  // namespace cent::detail

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
#include "protocol/dialect.hpp"

namespace cent::detail {

/// The commands of one call that have no outcome yet, and what the last attempt said about them. No clock, no
/// socket.
///
/// A round: start(); work() is sent; each command gets succeed() or fail(); then narrow() settles what is not
/// repeated, and work() is what is. A command whose outcome was unknown once stays so unless it succeeds. One
/// that was ended from outside keeps that end.
///
/// A single broadcast that exceeds `bounds` goes in parts: once one has its outcome, next_part() turns to
/// the next.
class Pending {
 public:
  Pending(const Work& work, Repeat single_repeat, ReplySet& replies, const BroadcastBounds& bounds);

  /// What to send now: everything at first, then what is to be repeated.
  [[nodiscard]] const Work& work() const noexcept { return work_; }
  [[nodiscard]] ReplySet& replies() noexcept { return replies_; }
  /// What repeating a command does on this server, as far as is known.
  [[nodiscard]] Effect effect(std::size_t at) const;
  /// The server's age, once it is known. What it does not know protects nothing.
  void know(ServerAge age) { age_ = std::move(age); }
  [[nodiscard]] bool knows_age() const noexcept { return age_.has_value(); }
  /// From now on keys may have been forgotten by the server.
  void let_keys_expire() noexcept { keys_live_ = false; }

  /// Before each attempt.
  void start();
  /// False if channels of a broadcast failed with an error that a repetition may cure.
  bool succeed(std::size_t at, std::string_view result);
  void fail(std::size_t at, ErrorFacts facts);
  /// Forgets what fail() said before: the reply as a whole could not be trusted.
  void fail_all(ErrorFacts facts);
  [[nodiscard]] bool any_failed() const noexcept { return !failures_.empty(); }
  /// True if a command of this effect may have been executed.
  [[nodiscard]] bool any_unknown(Effect effect) const;

  /// True if a command may be sent again after an unknown outcome.
  [[nodiscard]] bool any_repeatable() const;

  /// Asks `answer(question)` for each command that failed, where effect and evidence are filled in, and
  /// settles those that are not to be repeated. True if work() holds something to send; `wait` is the longest
  /// that was asked for.
  template <class Answer>
  bool narrow(int attempts, const Answer& answer, std::chrono::milliseconds& wait) {
    answers_.clear();
    const Failure* asked = nullptr;
    for (Failure& failure : failures_) {
      failure.answer = kNoAnswer;
      if (replies_.settled(place(failure.at))) continue;
      // Thousands may share one cause: one question for each cause and effect.
      if (asked == nullptr || !are_alike(*asked, failure))
        answers_.push_back(answer(question(failure, attempts)));
      failure.answer = answers_.size() - 1;
      asked = &failure;
    }
    return settle_rest(attempts, wait);
  }
  /// Ends each command without an outcome for which `wanted(place)` is true; place is its number in the
  /// caller's order. `under_way`: a request is out, so that nobody can tell whether it was executed.
  template <class Wanted>
  void end(bool under_way, int attempts, FailureKind kind, const char* cause, const Wanted& wanted) {
    settled_ = nullptr;
    for (std::size_t at = 0; at < work_.size(); ++at) {
      if (!replies_.settled(place(at)) && wanted(place(at))) end_one(at, under_way, attempts, kind, cause);
    }
  }
  /// Takes what was ended from outside out of work(). False if nothing is left.
  bool drop_settled();
  /// Puts the next part of a large broadcast into work(). False if none is left. `attempts`: of this part.
  bool next_part(int attempts);
  /// Requests that earlier parts took.
  [[nodiscard]] int earlier_attempts() const noexcept { return earlier_attempts_; }

 private:
  static constexpr std::size_t kNoAnswer = static_cast<std::size_t>(-1);
  struct Failure {
    std::size_t at;                  ///< In work_.
    std::size_t facts;               ///< In facts_.
    bool of_channels = false;        ///< Of some channels of a broadcast; the others went through.
    std::size_t answer = kNoAnswer;  ///< In answers_; none if it was ended from outside.
  };
  [[nodiscard]] std::size_t place(std::size_t at) const { return places_.empty() ? at : places_[at]; }
  [[nodiscard]] RetryQuestion question(const Failure& failure, int attempts) const;
  /// True if what is answered for the one goes for the other.
  [[nodiscard]] bool are_alike(const Failure& one, const Failure& other) const;
  [[nodiscard]] bool is_repeated(const Failure& failure) const {
    return failure.answer != kNoAnswer && answers_[failure.answer].repeat;
  }
  /// Gives this answer to those that a later command of their channel has overtaken.
  void hold_overtaken(std::size_t answer);
  bool settle_rest(int attempts, std::chrono::milliseconds& wait);
  /// Whether the caller may call again, for whom a key of cent's own is none.
  [[nodiscard]] bool is_retryable(std::size_t at, const ErrorFacts& facts) const;
  /// Why a command's key protects nothing on this server; empty if it has none or it does.
  [[nodiscard]] std::string missing_protection(std::size_t at) const;
  /// Why the last attempt that has ended failed, if that was one cause for all; else empty.
  [[nodiscard]] std::string last_cause() const;
  /// How far a broadcast in parts came, for an error's text; empty if nothing of it was answered.
  [[nodiscard]] std::string progress(std::size_t at) const;
  /// True if the command got a result made of what its channels answered.
  bool ended_partly(std::size_t at);
  void settle(const Failure& failure, int attempts, const char* reason);
  void end_one(std::size_t at, bool under_way, int attempts, FailureKind kind, const char* cause);
  void keep(const std::vector<std::size_t>& again);
  void rewrite(const std::vector<std::size_t>& again);

  [[nodiscard]] Delivery delivery(const Failure& failure) const;
  /// What is known of a command while no request is out.
  [[nodiscard]] Delivery evidence(std::size_t at) const;
  [[nodiscard]] bool unknown_before(std::size_t at) const {
    return !unknown_before_.empty() && unknown_before_[at];
  }
  [[nodiscard]] Repeat repeat(std::size_t at) const {
    return work_.many != nullptr ? work_.many->repeat(at) : single_repeat_;
  }
  [[nodiscard]] std::string_view params(std::size_t at) const {
    return work_.many != nullptr ? work_.many->params(at) : work_.params;
  }
  /// As much of `params` as is to be sent again.
  [[nodiscard]] std::string open_params(std::size_t at) {
    return partial_.holds(place(at)) ? partial_.open_params(place(at)) : std::string(params(at));
  }

  Work work_;
  Repeat single_repeat_;
  ReplySet& replies_;
  CommandBuffer rest_;                ///< What work_ points to once something was dropped from it.
  std::string single_;                ///< The same for a single command's params.
  std::vector<std::size_t> places_;   ///< Of work_'s commands in the caller's order; empty: the same.
  std::vector<bool> unknown_before_;  ///< Of work_'s commands; empty: none.
  std::vector<Failure> failures_;     ///< In order.
  std::vector<ErrorFacts> facts_;
  std::string last_cause_;  ///< Of the attempt before the one under way.
  std::vector<RetryAnswer> answers_;
  std::optional<ServerAge> age_;
  bool keys_live_ = true;
  PartialBroadcasts partial_;
  bool part_left_ = false;  ///< This part of a broadcast has its outcome, and another one is left.
  int earlier_attempts_ = 0;
  bool ended_outside_ = false;  ///< Since work_ was written last.
  ReplySet::ErrorPtr settled_;  ///< The last error made, shared by those with the same cause and effect.
};

}  // namespace cent::detail

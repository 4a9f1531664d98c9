#pragma once
#include <cent/detail/command_buffer.hpp>
#include <cent/retry.hpp>
#include <utility>
#include <vector>

#include "delivery/reply_set.hpp"
#include "protocol/dialect.hpp"

namespace cent::detail {

/// The commands of one call that have no outcome yet, and what the last attempt said about them. No clock, no
/// socket.
///
/// A round: start(); work() is sent; each command gets succeed() or fail(); then narrow() settles what is not
/// repeated, and work() is what is. A command whose outcome was unknown once stays so unless it succeeds.
class Pending {
 public:
  Pending(const Work& work, Effect single_effect, ReplySet& replies)
      : work_(work), single_effect_(single_effect), replies_(replies) {}

  /// What to send now: everything at first, then what is to be repeated.
  [[nodiscard]] const Work& work() const noexcept { return work_; }
  [[nodiscard]] ReplySet& replies() noexcept { return replies_; }
  [[nodiscard]] Effect effect(std::size_t at) const {
    return work_.many != nullptr ? work_.many->effect(at) : single_effect_;
  }

  /// Before each attempt.
  void start();
  void succeed(std::size_t at, std::string_view result) { replies_.set_result(place(at), result); }
  void fail(std::size_t at, ErrorFacts facts) {
    facts_.push_back(std::move(facts));
    failures_.push_back({at, facts_.size() - 1});
  }
  /// Forgets what fail() said before: the reply as a whole could not be trusted.
  void fail_all(ErrorFacts facts);
  [[nodiscard]] bool any_failed() const noexcept { return !failures_.empty(); }
  /// True if a command of this effect may have been executed.
  [[nodiscard]] bool any_unknown(Effect effect) const;
  [[nodiscard]] bool all_not_sent() const;

  /// Asks `answer(question)` for each command that failed, where effect and evidence are filled in, and
  /// settles those that are not to be repeated. True if work() holds something to send; `wait` is the longest
  /// that was asked for.
  template <class Answer>
  bool narrow(int attempts, const Answer& answer, std::chrono::milliseconds& wait) {
    std::vector<std::size_t> again;
    RetryQuestion asked;
    RetryAnswer said;
    std::size_t asked_facts = facts_.size();
    for (const Failure& failure : failures_) {
      // Thousands may share one cause: one question for each cause and effect.
      if (failure.facts != asked_facts || effect(failure.at) != asked.effect ||
          delivery(failure) != asked.delivery) {
        asked_facts = failure.facts;
        asked = question(failure, attempts);
        said = answer(asked);
        settled_ = nullptr;
      }
      if (said.repeat) {
        again.push_back(failure.at);
        wait = said.wait > wait ? said.wait : wait;
      } else {
        settle(failure, attempts, said.reason);
      }
    }
    if (again.empty()) return false;
    keep(again);
    return true;
  }
  /// Gives everything that failed its error.
  void settle_all(int attempts, const char* reason);

 private:
  struct Failure {
    std::size_t at;     ///< In work_.
    std::size_t facts;  ///< In facts_.
  };
  [[nodiscard]] std::size_t place(std::size_t at) const { return places_.empty() ? at : places_[at]; }
  [[nodiscard]] RetryQuestion question(const Failure& failure, int attempts) const;
  void settle(const Failure& failure, int attempts, const char* reason);
  void keep(const std::vector<std::size_t>& again);

  [[nodiscard]] Delivery delivery(const Failure& failure) const;

  Work work_;
  Effect single_effect_;
  ReplySet& replies_;
  CommandBuffer rest_;                ///< What work_ points to once something was dropped from it.
  std::vector<std::size_t> places_;   ///< Of work_'s commands in the caller's order; empty: the same.
  std::vector<bool> unknown_before_;  ///< Of work_'s commands; empty: none.
  std::vector<Failure> failures_;
  std::vector<ErrorFacts> facts_;
  ReplySet::ErrorPtr settled_;  ///< The last error made, shared by those with the same cause and effect.
};

}  // namespace cent::detail

#pragma once
#include <cent/call_options.hpp>

#include "delivery/attempt.hpp"
#include "delivery/reply_set.hpp"
#include "delivery/service.hpp"
#include "system/clock.hpp"

namespace cent::detail {

class Run;

/// Runs commands to their outcomes in the caller's thread: does the steps of a Run with attempts that end
/// before start() returns. Thread safe if the attempts are.
class Executor {
 public:
  Executor(Service& service, Attempts& attempts, Clock& clock)
      : service_(service), attempts_(attempts), clock_(clock) {}

  /// Blocks until every slot of `replies` has an outcome.
  /// @throws UsageError if an option is invalid; std::bad_alloc before anything is sent.
  void run(const Commands& commands, const CallOptions& options, ReplySet& replies);

 private:
  void drive(Run& run, Clock::Time start, const Attachments* attached, ReplySet& replies);
  void show_outcomes(const Commands& commands, const ReplySet& replies, const CallOptions& options,
                     Clock::Time start);

  Service& service_;
  Attempts& attempts_;
  Clock& clock_;
};

}  // namespace cent::detail

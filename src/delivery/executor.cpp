#include "delivery/executor.hpp"

#include <new>

#include "delivery/run.hpp"
#include "system/out_of_memory.hpp"

namespace cent::detail {

void Executor::run(const Commands& commands, const CallOptions& options, ReplySet& replies) {
  const auto timeout = checked_timeout(options.timeout, service_.options);
  const RetryPolicy& policy = service_.policy(options.retry.value_or(Retry::by_policy));
  const Clock::Time start = clock_.now();
  Run run{service_, clock_, commands, policy, start, later(start, timeout), replies};
  try {
    for (Clock::Time now = start;; now = clock_.now()) {
      const Step step = run.next(now);
      if (step.kind == Step::Kind::wait) {
        clock_.sleep_for(std::chrono::ceil<std::chrono::milliseconds>(step.until - clock_.now()));
      } else if (step.kind == Step::Kind::attempt) {
        attempts_.start(*step.commands, step.limits, run, now);
      }
      if (run.is_done()) return;  // saves one look at the clock
    }
  } catch (const std::bad_alloc&) {
    replies.set_rest(out_of_memory(run.may_have_arrived() ? Delivery::unknown : Delivery::not_sent));
  }
}

}  // namespace cent::detail

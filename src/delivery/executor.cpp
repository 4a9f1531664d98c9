#include "delivery/executor.hpp"

#include <new>

#include "delivery/run.hpp"
#include "protocol/channel_of.hpp"
#include "system/out_of_memory.hpp"

namespace cent::detail {

void Executor::run(const Commands& commands, const CallOptions& options, ReplySet& replies) {
  const auto timeout = checked_timeout(options.timeout, service_.options);
  const RetryPolicy& policy = service_.policy(options.retry.value_or(Retry::by_policy));
  const Clock::Time start = clock_.now();
  Run run{service_, clock_, commands, policy, start, later(start, timeout), replies};
  if (options.headers.empty() && !options.context) {
    drive(run, start, nullptr, replies);
  } else {
    Attachments attached;
    attached.headers = &options.headers;
    if (options.context) attached.contexts.push_back(options.context);
    drive(run, start, &attached, replies);
  }
  if (service_.watch) show_outcomes(commands, replies, options, start);
}

void Executor::drive(Run& run, Clock::Time start, const Attachments* attached, ReplySet& replies) {
  try {
    for (Clock::Time now = start;; now = clock_.now()) {
      Step step = run.next(now);
      if (step.kind == Step::Kind::wait) {
        clock_.sleep_for(std::chrono::ceil<std::chrono::milliseconds>(step.until - clock_.now()));
      } else if (step.kind == Step::Kind::attempt) {
        step.limits.attached = attached;
        attempts_.start(*step.commands, step.limits, run, now);
      }
      if (run.is_done()) return;  // saves one look at the clock
    }
  } catch (const std::bad_alloc&) {
    replies.set_rest(out_of_memory(run.may_have_arrived() ? Delivery::unknown : Delivery::not_sent));
  }
}

void Executor::show_outcomes(const Commands& commands, const ReplySet& replies, const CallOptions& options,
                             Clock::Time start) {
  CommandEnded event;
  event.attempts = replies.attempts;
  event.context = options.context.get();
  event.elapsed = std::chrono::duration_cast<std::chrono::microseconds>(clock_.now() - start);
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const auto error = replies.error(i);
    std::string storage;
    event.method = commands.method(i);
    event.channel = channel_of(commands.params(i), storage);
    event.error = error.get();
    event.outcome = error ? error->delivery() : Delivery::applied;
    const bool has_channels = !error && PartialBroadcasts::concerns(event.method);
    event.failed_channels = has_channels ? failed_channels(replies.text(i)) : 0;
    service_.watch.pass(&Observer::command_ended, event);
  }
}

}  // namespace cent::detail

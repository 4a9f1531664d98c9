#include "delivery/executor.hpp"

#include <cent/errors.hpp>
#include <new>
#include <stdexcept>
#include <utility>

#if defined(__GLIBCXX__)
#include <cxxabi.h>
#endif

#include "delivery/run.hpp"
#include "system/out_of_memory.hpp"

namespace cent::detail {

Executor::Executor(const std::vector<std::string>& addresses, const ClientOptions& options,
                   std::shared_ptr<Transport> transport, Clock& clock)
    : service_(addresses, options), clock_(clock), transport_(std::move(transport)) {}

void Executor::run(const Work& work, Repeat repeat, const CallOptions& options, ReplySet& replies) {
  const auto timeout = checked_timeout(options.timeout, service_.options);
  const Clock::Time start = clock_.now();
  Run run{service_,
          clock_,
          work,
          repeat,
          service_.policy(options.retry.value_or(Retry::by_policy)),
          start,
          later(start, timeout),
          replies};
  bool may_have_arrived = false;
  try {
    drive(run, start, may_have_arrived);
  } catch (const std::bad_alloc&) {
    replies.set_rest(out_of_memory(may_have_arrived ? Delivery::unknown : Delivery::not_sent));
  }
}

void Executor::drive(Run& run, Clock::Time start, bool& may_have_arrived) {
  for (Clock::Time now = start;; now = clock_.now()) {
    const Step step = run.next(now);
    if (step.kind == Step::Kind::wait) {
      clock_.sleep_for(std::chrono::ceil<std::chrono::milliseconds>(step.until - clock_.now()));
    } else if (step.kind == Step::Kind::send) {
      send(run, step.request, may_have_arrived);
    }
    if (run.is_done()) return;  // saves one look at the clock
  }
}

void Executor::send(Run& run, const HttpRequest& request, bool& may_have_arrived) {
  bool answered = false;
  try {
    HttpResponse response = transport_->send(request);
    answered = may_have_arrived = true;
    run.answered(std::move(response), clock_.now());
  } catch (const std::exception& error) {
    if (answered) throw;
    const auto* known = dynamic_cast<const RequestException*>(&error);
    may_have_arrived = may_have_arrived || known == nullptr || known->delivery() != Delivery::not_sent;
    run.failed(error, clock_.now());
#if defined(__GLIBCXX__)
  } catch (const abi::__forced_unwind&) {
    throw;  // thread cancellation, which must go on
#endif
  } catch (...) {  // a custom transport may throw anything
    if (answered) throw;
    may_have_arrived = true;
    run.failed(std::runtime_error("an exception of unknown type"), clock_.now());
  }
}

}  // namespace cent::detail

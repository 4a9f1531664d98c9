// How an engine reports outcomes: to its ledger, its observer, and callbacks.
#include <cent/errors.hpp>
#include <new>
#include <utility>

#include "async/engine.hpp"
#include "delivery/partial_broadcasts.hpp"
#include "protocol/channel_of.hpp"
#include "system/fork_count.hpp"

namespace cent::detail {

std::shared_ptr<const CentException> Engine::failure(FailureKind kind, Delivery delivery, std::string cause,
                                                     std::string_view method, std::string channel) {
  ErrorFacts facts;
  facts.method = method;
  facts.channel = std::move(channel);
  facts.retryable = kind == FailureKind::timeout && delivery == Delivery::not_sent;
  facts.kind = kind;
  facts.delivery = delivery;
  facts.cause = std::move(cause);
  return std::make_shared<const RequestException>(std::move(facts));
}

bool Engine::report_all(GroupRequest& request) {
  Waiter waiter;
  Ending ending;
  while (request.next_outcome(waiter, ending, lost_)) {
    if (!report(waiter, ending)) return false;
  }
  return true;
}

bool Engine::report_unsent(std::vector<Unsent>& commands, FailureKind kind, const char* cause) {
  Ending ending;
  for (Unsent& command : commands) {
    if (!report_unsent(command, std::move(command.channel), kind, cause, ending)) return false;
  }
  return true;
}

bool Engine::report_unsent(Group& group, FailureKind kind, const char* cause) {
  Ending ending;
  for (std::size_t i = 0; i < group.waiters.size(); ++i) {
    std::string channel = channel_of(group.commands.params(i));
    if (!report_unsent(group.waiters[i], std::move(channel), kind, cause, ending)) return false;
  }
  return true;
}

bool Engine::report_cancelled(Group& group) {
  for (std::size_t i = 0; i < group.waiters.size(); ++i) {
    Waiter& waiter = group.waiters[i];
    if (!waiter.is_cancellable || !waiter.completion || waiter.completion->begin()) continue;
    Ending ending;
    std::string channel = channel_of(group.commands.params(i));
    if (!report_unsent(waiter, std::move(channel), FailureKind::cancelled, kCancelled, ending)) return false;
  }
  return true;
}

bool Engine::report_unsent(Waiter& waiter, std::string channel, FailureKind kind, const char* cause,
                           Ending& ending) {
  if (!waiter.completion) return true;
  const std::string_view method = waiter.completion->method();
  try {
    if (!ending.error || ending.error->method() != method || ending.error->channel() != channel) {
      const bool explains = kind == FailureKind::timeout || kind == FailureKind::cancelled;
      ending.error = failure(kind, Delivery::not_sent, cause + (explains ? note_.clause() : std::string{}),
                             method, std::move(channel));
    }
  } catch (const std::bad_alloc&) {
    ending.error = not_begun_;
  }
  Waiter alone = std::move(waiter);
  return report(alone, ending);
}

bool Engine::report(Waiter& waiter, const Ending& ending) {
  const bool relieves = callback_owner_ == CallbackOwner::relief;
  if (relieves) {
    relief_in_callback_ = true;
  } else {
    callback_owner_ = CallbackOwner::engine;
    if (!std::exchange(signals_open_, true)) signals_.open();
  }
  settle(waiter, ending);
  if (QueuedCompletion* const queued = waiter.completion->queued()) {
    static_cast<void>(waiter.completion.release());
    callbacks_.post(QueuedPtr{queued}, waiter.bytes, *this);
  } else {
    waiter.completion.reset();  // here, since destroying the callback may run any code, too
    inbox_.reported(waiter.bytes);
  }
  if (owner_ != fork_count()) return false;  // a callback forked: the child must not go on
  if (relieves) {
    relief_in_callback_ = false;
    return !abandoned_;
  }
  CallbackOwner expected = CallbackOwner::engine;
  return callback_owner_.compare_exchange_strong(expected, CallbackOwner::none);
}

template <class Callback>
void Engine::deliver(const Callback& callback) {
  try {
    callback();
  } catch (...) {
    count_error(std::current_exception());
  }
}

void Engine::settle(const Waiter& waiter, const Ending& ending) {
  Completion& completion = *waiter.completion;
  const std::string_view method = completion.method();
  Delivery outcome = Delivery::unknown;
  try {
    outcome = completion.read(ending);
  } catch (const std::exception&) {  // memory ran out
    Ending lost;
    lost.error = lost_;
    outcome = completion.read(lost);
  }
  std::size_t failed = 0;
  if (outcome == Delivery::applied && PartialBroadcasts::concerns(method)) {
    failed = failed_channels(ending.text);
    ledger_.fail_channels(failed);
  }
  ledger_.settle(outcome);
  const bool is_failure = outcome != Delivery::applied && completion.is_detached() && on_failure_;
  if (!service_.watch && !is_failure) return deliver([&] { completion.deliver(); });
  std::string storage;
  CommandEnded event;
  event.method = method;
  event.channel = ending.error ? ending.error->channel() : channel_of(ending.call.params, storage);
  event.outcome = outcome;
  event.error = completion.error();
  event.elapsed = std::chrono::duration_cast<std::chrono::microseconds>(turn_began_ - waiter.submitted);
  event.failed_channels = failed;
  event.attempts = event.error != nullptr ? event.error->attempts() : ending.call.attempts;
  std::shared_ptr<const CallContext> context;
  if (has_contexts_.load(std::memory_order_relaxed)) context = completion.context();
  event.context = context.get();
  if (service_.watch) service_.watch.pass(&Observer::command_ended, event);
  deliver([&] { is_failure ? on_failure_(event) : completion.deliver(); });
}

void Engine::run_callback(QueuedCompletion& completion) noexcept {
  deliver([&] { completion.call(); });
}

void Engine::callback_returned(std::size_t bytes) noexcept {
  inbox_.reported(bytes);
  inbox_.notify_waiting();
  if (inbox_.unreported() == 0) inbox_.wake_to_close();
}

void Engine::count_error(std::exception_ptr error) noexcept {
  ++callback_errors_;
  report_error(std::move(error));
}

void Engine::report_error(std::exception_ptr error) noexcept {
  if (!on_callback_error_) return;
  try {
    on_callback_error_(std::move(error));
  } catch (...) {  // it must not throw, and there is nobody to report this to
  }
}

}  // namespace cent::detail

// How an AsyncClient ends: by close(), by its destructor, with the process, in a forked child, or when its
// plugin is unloaded; in time, also if a callback blocks its thread.
#include <algorithm>
#include <atomic>
#include <cent/errors.hpp>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "async/engine.hpp"
#include "async/running_client.hpp"
#include "system/fork_count.hpp"
#include "system/keep_loaded.hpp"
#include "system/worker_thread.hpp"

namespace cent::detail {
namespace {

using std::chrono::milliseconds;

constexpr const char* kClosed = "the client was closed";

[[noreturn]] void refuse_orphan(std::string_view method) {
  ErrorFacts facts;
  facts.method = method;
  facts.kind = FailureKind::cancelled;
  facts.delivery = Delivery::refused;
  facts.cause =
      "the process was forked: an AsyncClient works only in the parent, create a new one in the child";
  throw RequestException(std::move(facts));
}

}  // namespace

RunningClient::RunningClient(std::shared_ptr<Engine> engine, milliseconds close_timeout)
    : engine_(std::move(engine)),
      close_timeout_(close_timeout),
      thread_(start_worker_thread([running = engine_] { running->loop(); })) {}

bool RunningClient::is_orphaned() const { return owner_ != fork_count(); }

void RunningClient::check_usable(std::string_view method) const {
  if (is_orphaned()) refuse_orphan(method);
}

void RunningClient::check_may_wait(const char* what) const {
  check_usable({});
  if (engine_->is_own_thread())
    throw UsageError(std::string(what) + " was called inside a callback and would wait for it");
}

void RunningClient::end(const std::shared_ptr<RunningClient>& client) {
  if (client->is_orphaned()) {
    // Its thread and its connections belong to the parent, so nothing is freed. The list shows leak checkers
    // that this is intended.
    static std::atomic<RunningClient*> orphans{nullptr};
    client->next_orphan_ = orphans.exchange(client.get());
    client->itself_ = client;
    return;
  }
  Engine& engine = *client->engine_;
  if (engine.is_own_thread()) {
    engine.report_error(std::make_exception_ptr(
        UsageError("an AsyncClient was destroyed inside one of its callbacks: its queued commands end now")));
    engine.inbox().close(engine.clock().now());
    client->leave_threads(false);  // they end when all outcomes are reported
    return;
  }
  client->close(client->close_timeout_);
}

bool Engine::end_everything() {
  if (ended_by_closing_ == 0) ended_by_closing_ = ledger_.pending();
  transport_->stop();
  for (GroupRequest& request : under_way_) {
    try {
      request.give_up(FailureKind::cancelled, kClosed);
    } catch (const std::bad_alloc&) {  // report_all() reports those as lost
    }
    if (!report_all(request)) return false;
  }
  if (!report_unsent(found_.expired, FailureKind::timeout, kTooLate)) return false;
  for (Lanes::ReadyGroup& ready : found_.ready) {
    if (!report_unsent(ready.group, FailureKind::cancelled, kClosed)) return false;
  }
  for (Group& half : halves_) {
    if (!report_unsent(half, FailureKind::resources, kNoMemory)) return false;
  }
  if (!report_unsent(left_, FailureKind::cancelled, kClosed)) return false;
  left_ = inbox_.take_all();
  if (!report_unsent(left_, FailureKind::cancelled, kClosed)) return false;
  inbox_.set_ended();
  return false;
}

void Engine::relieve() {
  constexpr milliseconds kLook{20};
  std::size_t unreported = inbox_.unreported();
  while (!inbox_.wait_ended(clock_.now() + kLook)) {
    const std::size_t now = inbox_.unreported();
    if (std::exchange(unreported, now) != now) continue;  // callbacks still return, one after another
    CallbackOwner busy = CallbackOwner::engine;
    if (!callback_owner_.compare_exchange_strong(busy, CallbackOwner::relief)) continue;
    signals_.open();
    relief_ = std::this_thread::get_id();
    while (true) {
      try {
        end_everything();
        break;
      } catch (const std::exception&) {  // out of memory: continue where it stopped
        clock_.sleep_for(kLook);
      }
    }
    relief_ = std::thread::id{};
    callback_owner_ = CallbackOwner::relief_done;
    return;
  }
}

bool Engine::is_in_callback() const noexcept {
  const CallbackOwner owner = callback_owner_;
  return owner == CallbackOwner::engine || owner == CallbackOwner::relief_done ||
         (owner == CallbackOwner::relief && relief_in_callback_);
}

bool Engine::abandon() {
  constexpr milliseconds kLook{10};
  constexpr int kLooks = 20;
  abandoned_ = true;
  transport_->wake();
  for (int blocked = 0; blocked < kLooks; blocked += is_in_callback() ? 1 : 0) {
    CallbackOwner busy = CallbackOwner::engine;
    if (callback_owner_.compare_exchange_strong(busy, CallbackOwner::relief)) inbox_.set_ended();
    if (inbox_.wait_left(clock_.now() + kLook)) return true;
  }
  return false;
}

void RunningClient::leave_threads(bool may_join) {
  const std::lock_guard<std::mutex> lock{leaving_};
  if (std::exchange(left_, true)) return;
  if (!may_join) keep_loaded();  // the threads still run this code
  for (std::thread* const one : {&thread_, &relief_}) {
    if (!one->joinable()) continue;
    if (may_join) {
      one->join();
    } else {
      one->detach();
    }
  }
}

void RunningClient::start_relief() {
  const std::lock_guard<std::mutex> lock{leaving_};
  if (left_ || relief_.joinable()) return;
  try {
    relief_ = start_worker_thread([running = engine_] { running->relieve(); });
  } catch (const std::exception&) {  // the client's thread does it when its callback returns
  }
}

std::size_t RunningClient::close(milliseconds at_most) {
  constexpr milliseconds kGrace{50};     // for the thread to end the remaining commands after the deadline
  constexpr milliseconds kBlocked{100};  // after that, for callbacks
  constexpr milliseconds kLook{10};
  // If kMany callbacks return within kBlocked, they do not block. So all outcomes of a full queue are
  // reported on a busy machine, too, within kMost.
  constexpr std::size_t kMany = 1000;
  constexpr std::chrono::seconds kMost{10};
  {
    const std::lock_guard<std::mutex> lock{leaving_};
    if (left_) return 0;
  }
  Clock& clock = engine_->clock();
  ClientClosing event;
  event.pending = static_cast<std::size_t>(engine_->ledger().pending);
  const auto until = later(clock.now(), std::max(at_most, milliseconds{0}));
  Inbox& inbox = engine_->inbox();
  inbox.close(until);
  bool over = inbox.wait_left(later(until, kGrace));
  const auto last = clock.now() + kMost;
  std::size_t unreported = inbox.unreported();
  for (milliseconds blocked{0}; !over && blocked < kBlocked && clock.now() < last;) {
    if (engine_->is_in_callback()) {
      start_relief();
      blocked += kLook;
      if (inbox.unreported() + kMany <= unreported) {
        unreported = inbox.unreported();
        blocked = milliseconds{0};
      }
    }
    over = inbox.wait_left(clock.now() + kLook);
  }
  leave_threads(over);
  const std::uint64_t ended = engine_->ended_by_closing();
  event.ended = static_cast<std::size_t>(over || ended != 0 ? ended : engine_->ledger().pending);
  if (engine_->watch()) engine_->watch().pass(&Observer::client_closing, event);
  return event.ended;
}

void RunningClient::close_at_exit() noexcept {
  if (is_orphaned() || engine_->is_own_thread())
    return;  // exit() was called in a callback, so the thread does nothing else
  close(close_timeout_);
}

void RunningClient::abandon() noexcept {
  if (is_orphaned() || engine_->is_own_thread()) return;
  {
    const std::lock_guard<std::mutex> lock{leaving_};
    if (left_) return;
  }
  leave_threads(engine_->abandon());
}

}  // namespace cent::detail

#include "async/engine.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <utility>

#include "delivery/partial_broadcasts.hpp"
#include "system/fork_count.hpp"

namespace cent::detail {
namespace {

using std::chrono::milliseconds;

constexpr const char* kClosed = "the client was closed";
constexpr const char* kNoMemory = "out of memory";
constexpr const char* kTooLate = "the deadline passed while it waited to be sent";

std::shared_ptr<const CentException> failure(FailureKind kind, Delivery delivery, const char* cause,
                                             std::string_view method = {}) {
  ErrorFacts facts;
  facts.method = method;
  facts.retryable = kind == FailureKind::timeout && delivery == Delivery::not_sent;
  facts.kind = kind;
  facts.delivery = delivery;
  facts.cause = cause;
  return std::make_shared<const RequestException>(std::move(facts));
}

}  // namespace

void settle(Ledger& ledger, Delivery delivery, const Ending& ending) noexcept {
  if (delivery == Delivery::applied && ending.call.method == "broadcast") {
    ledger.fail_channels(failed_channels(ending.text));
  }
  ledger.settle(delivery);
}

Engine::Engine(const std::vector<std::string>& addresses, const AsyncClientOptions& options, Clock& clock,
               std::unique_ptr<AsyncTransport> transport)
    : owner_(fork_count()),
      on_callback_error_(options.on_callback_error),
      clock_(clock),
      service_(addresses, options, {options.max_batch_commands, options.max_batch_bytes}),
      transport_(std::move(transport)),
      inbox_(options, ledger_, [this] { transport_->wake(); }),
      lost_(failure(FailureKind::resources, Delivery::unknown, kNoMemory)),
      not_begun_(failure(FailureKind::resources, Delivery::not_sent, kNoMemory)) {}

void Engine::loop() {
  thread_ = std::this_thread::get_id();
  while (goes_on()) {
  }
  if (owner_ != fork_count()) return;  // in a child that a callback forked: whose locks may be held for ever
  thread_ = std::thread::id{};         // the next thread may get the same
  inbox_.set_left();
}

bool Engine::goes_on() {
  try {
    return turn();
  } catch (const std::exception&) {  // memory ran out between two commands: nothing is lost, go on when
                                     // there is some
    clock_.sleep_for(milliseconds{10});
    return true;
  }
}

bool Engine::turn() {
  if (abandoned_) {
    inbox_.set_ended();
    return false;
  }
  const Time now = clock_.now();
  inbox_.look(now, found_);
  if (found_.closing && clock_.now() >= found_.close_at) return end_everything();
  take_off(now);
  if (!tell_unsent(found_.expired, FailureKind::timeout, kTooLate)) return false;
  for (Lanes::Departure& departure : found_.departures) {  // could not take off
    if (!tell_unsent(departure.parcel.waiters, FailureKind::resources, kNoMemory)) return false;
    inbox_.returned(departure.lane, std::move(departure.parcel));
  }
  bool landed = !found_.departures.empty();
  if (!serve_flights(now, landed)) return false;
  inbox_.announce();
  if (found_.closing && inbox_.untold() == 0) return end_everything();
  if (!landed) sleep();
  return true;
}

void Engine::take_off(Time now) {
  std::size_t off = 0;
  try {
    for (; off < found_.departures.size(); ++off) {
      flights_.emplace_back(service_, clock_, found_.departures[off], now);
      ++batches_;
    }
  } catch (const std::bad_alloc&) {
  }
  found_.departures.erase(found_.departures.begin(),
                          found_.departures.begin() + static_cast<std::ptrdiff_t>(off));
}

bool Engine::serve_flights(Time now, bool& landed) {
  for (auto flight = flights_.begin(); flight != flights_.end();) {
    const auto here = flight++;
    if (here->due() > now) continue;
    Flight::Traffic traffic;
    here->advance(*transport_, traffic);
    requests_ += traffic.requests;
    bytes_sent_ += traffic.bytes;
    if (here->is_too_large()) {
      if (!send_halves(*here)) return false;
    } else {
      if (!tell_all(*here)) return false;
      if (!here->is_done()) continue;
      inbox_.returned(here->lane(), here->take_parcel());
    }
    flights_.erase(here);
    landed = true;
  }
  return true;
}

bool Engine::send_halves(Flight& flight) {
  halves_ = flight.halves();
  try {
    inbox_.put_back(flight.lane(), std::move(halves_));
    halves_.clear();
    return true;
  } catch (const std::bad_alloc&) {
  }
  for (Parcel& half : halves_) {
    if (!tell_unsent(half.waiters, FailureKind::resources, kNoMemory)) return false;
  }
  halves_.clear();
  inbox_.returned(flight.lane(), {});
  return true;
}

bool Engine::tell_all(Flight& flight) {
  Waiter waiter;
  Ending ending;
  while (flight.next_outcome(waiter, ending, lost_)) {
    if (!tell(std::move(waiter), ending)) return false;
  }
  return true;
}

bool Engine::tell_unsent(std::vector<Waiter>& waiters, FailureKind kind, const char* cause) {
  Ending ending;
  for (Waiter& waiter : waiters) {
    if (!waiter.completion) continue;
    const std::string_view method = waiter.completion->method();
    try {
      if (!ending.error || ending.error->method() != method) {
        ending.error = failure(kind, Delivery::not_sent, cause, method);
      }
    } catch (const std::bad_alloc&) {
      ending.error = not_begun_;
    }
    if (!tell(std::move(waiter), ending)) return false;
  }
  return true;
}

bool Engine::tell(Waiter waiter, const Ending& ending) {
  const bool relieves = hands_ == Hands::taken_over;
  if (relieves) {
    relief_in_callback_ = true;
  } else {
    hands_ = Hands::in_callback;
    if (!std::exchange(signals_open_, true)) signals_.open();
  }
  const auto settled = ledger_.settled();
  call(*waiter.completion, ending);
  if (ledger_.settled() == settled) {  // memory ran out while the result was read
    Ending lost;
    lost.error = lost_;
    call(*waiter.completion, lost);
  }
  waiter.completion.reset();  // what a callback holds may do anything when it goes, too
  inbox_.told(waiter.bytes);
  if (owner_ != fork_count()) return false;  // a callback that forked: the child has no business here
  if (relieves) {
    relief_in_callback_ = false;
    return !abandoned_;
  }
  Hands ours = Hands::in_callback;
  return hands_.compare_exchange_strong(ours, Hands::free);
}

void Engine::call(Completion& completion, const Ending& ending) {
  try {
    completion.done(ending, ledger_);
  } catch (...) {
    ++callback_errors_;
    report(std::current_exception());
  }
}

void Engine::report(std::exception_ptr error) noexcept {
  if (!on_callback_error_) return;
  try {
    on_callback_error_(std::move(error));
  } catch (...) {  // it must not throw; if it does, nobody is left to be told
  }
}

bool Engine::end_everything() {
  if (ended_by_closing_ == 0) ended_by_closing_ = ledger_.pending();
  transport_->stop();
  for (Flight& flight : flights_) {
    try {
      flight.give_up(FailureKind::cancelled, kClosed);
    } catch (const std::bad_alloc&) {  // tell_all() has an end for those, too
    }
    if (!tell_all(flight)) return false;
  }
  if (!tell_unsent(found_.expired, FailureKind::timeout, kTooLate)) return false;
  for (Lanes::Departure& departure : found_.departures) {
    if (!tell_unsent(departure.parcel.waiters, FailureKind::cancelled, kClosed)) return false;
  }
  for (Parcel& half : halves_) {
    if (!tell_unsent(half.waiters, FailureKind::resources, kNoMemory)) return false;
  }
  if (!tell_unsent(left_, FailureKind::cancelled, kClosed)) return false;
  left_ = inbox_.take_all();
  if (!tell_unsent(left_, FailureKind::cancelled, kClosed)) return false;
  inbox_.set_ended();
  return false;
}

void Engine::sleep() {
  const Time now = clock_.now();  // callbacks may have taken their time
  constexpr std::chrono::hours kLong{1};
  Time until = std::min({found_.next, found_.close_at, now + kLong});
  for (const Flight& flight : flights_) until = std::min(until, flight.due());
  until = std::max(inbox_.sleeps(until), now);
  if (std::exchange(signals_open_, false)) CallbackSignals::block();
  transport_->poll(std::chrono::ceil<milliseconds>(until - now));
  ++wake_ups_;
}

AsyncStats Engine::ledger() const {
  AsyncStats stats;
  ledger_.write(stats);
  return stats;
}

AsyncStats Engine::stats() {
  AsyncStats stats;
  inbox_.write(stats, clock_.now());
  ledger_.write(stats);
  stats.callback_errors = callback_errors_;
  stats.batches = batches_;
  stats.requests = requests_;
  stats.bytes_sent = bytes_sent_;
  stats.wake_ups = wake_ups_;
  return stats;
}

}  // namespace cent::detail

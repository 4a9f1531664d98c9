#include "async/engine.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <utility>

#include "system/fork_count.hpp"

namespace cent::detail {
namespace {

using std::chrono::milliseconds;

ClientOptions common_options(const AsyncClientOptions& options) {
  ClientOptions common;
  // Member by member, so that a new member that is missing here does not compile.
  auto& [api_key, timeout, http, exact_path, headers, retry, generate_key, protocol, key_in_query, version,
         transport, observer, request_headers, unsupported, balance, resolver] = common;
  api_key = options.api_key;
  timeout = options.timeout;
  http = options.http;
  exact_path = options.exact_path;
  headers = options.headers;
  retry = options.retry;
  generate_key = options.generate_key;
  protocol = options.protocol;
  key_in_query = options.legacy_key_in_query;
  version = options.server_version;
  transport = options.transport;
  observer = options.observer;
  request_headers = options.request_headers;
  unsupported = options.unsupported;
  balance = options.balance;
  resolver = options.resolver;
  return common;
}

}  // namespace

Engine::Engine(const std::vector<std::string>& addresses, const AsyncClientOptions& options, Clock& clock,
               std::unique_ptr<AsyncTransport> transport)
    : owner_(fork_count()),
      on_callback_error_(options.on_callback_error),
      on_failure_(options.on_failure),
      clock_(clock),
      service_(common_options(options), {options.max_batch_commands, options.max_batch_bytes}),
      http_(addresses, service_.options),
      transport_(std::move(transport)),
      inbox_(options, ledger_, service_.watch, [this] { transport_->wake(); }),
      callbacks_(options.executor),
      lost_(failure(FailureKind::resources, Delivery::unknown, kNoMemory)),
      not_begun_(failure(FailureKind::resources, Delivery::not_sent, kNoMemory)) {
  service_.note = &note_;
}

void Engine::loop() {
  thread_ = std::this_thread::get_id();
  while (goes_on()) {
  }
  if (owner_ != fork_count()) return;  // in a child that a callback forked, where locks may be held for ever
  thread_ = std::thread::id{};         // the next thread may get the same id
  inbox_.set_left();
}

bool Engine::goes_on() {
  try {
    return turn();
  } catch (const std::exception&) {  // memory ran out between two commands: nothing is lost, try again later
    clock_.sleep_for(milliseconds{10});
    return true;
  }
}

bool Engine::turn() {
  if (abandoned_) {
    inbox_.set_ended();
    return false;
  }
  const Time now = turn_began_ = clock_.now();
  inbox_.look(now, found_);
  if (found_.closing && clock_.now() >= found_.close_at) return end_everything();
  for (Lanes::ReadyGroup& ready : found_.ready) {
    if (!report_cancelled(ready.group)) return false;
  }
  start_ready(now);
  if (!report_unsent(found_.expired, FailureKind::timeout, kTooLate)) return false;
  for (Lanes::ReadyGroup& ready : found_.ready) {  // out of memory: could not be started
    if (!report_unsent(ready.group, FailureKind::resources, kNoMemory)) return false;
    inbox_.returned(ready.lane, std::move(ready.group), now);
  }
  bool finished = !found_.ready.empty();
  if (!advance_requests(now, finished)) return false;
  inbox_.notify_waiting();
  if (found_.closing && inbox_.unreported() == 0) return end_everything();
  if (!finished) sleep();
  return true;
}

void Engine::start_ready(Time now) {
  std::size_t started = 0;
  try {
    for (; started < found_.ready.size(); ++started) {
      under_way_.emplace_back(service_, http_, *transport_, clock_, found_.ready[started], now);
      ++batches_;
    }
  } catch (const std::bad_alloc&) {
  }
  found_.ready.erase(found_.ready.begin(), found_.ready.begin() + static_cast<std::ptrdiff_t>(started));
}

bool Engine::advance_requests(Time now, bool& finished) {
  for (auto request = under_way_.begin(); request != under_way_.end();) {
    const auto here = request++;
    if (here->due() > now) continue;
    here->advance();
    const AsyncAttempts::Traffic traffic = here->take_traffic();
    requests_ += traffic.requests;
    bytes_sent_ += traffic.bytes;
    if (here->is_too_large()) {
      if (!requeue_halves(*here)) return false;
    } else {
      if (!report_all(*here)) return false;
      if (!here->is_done()) {
        finished = step_aside(*here) || finished;
        continue;
      }
      inbox_.returned(here->lane(), here->take_group(), now);
    }
    under_way_.erase(here);
    finished = true;
  }
  return true;
}

bool Engine::step_aside(GroupRequest& request) {
  try {
    std::vector<Mark> marks = request.marks_to_step_aside();
    if (marks.empty()) return false;
    const auto side = inbox_.step_aside(request.lane(), std::move(marks));
    if (side) request.move_to(*side);
    return side.has_value();
  } catch (const std::bad_alloc&) {  // the lane waits
    return false;
  }
}

bool Engine::requeue_halves(GroupRequest& request) {
  halves_ = request.halves();
  try {
    inbox_.put_back(request.lane(), std::move(halves_));
    halves_.clear();
    return true;
  } catch (const std::bad_alloc&) {
  }
  for (Group& half : halves_) {
    if (!report_unsent(half, FailureKind::resources, kNoMemory)) return false;
  }
  halves_.clear();
  inbox_.returned(request.lane(), {}, turn_began_);
  return true;
}

void Engine::sleep() {
  const Time now = clock_.now();  // again, since callbacks may have been slow
  constexpr std::chrono::hours kLong{1};
  Time until = std::min({found_.next, found_.close_at, now + kLong});
  for (const GroupRequest& request : under_way_) until = std::min(until, request.due());
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
  stats.observer_errors = service_.watch.errors();
  return stats;
}

}  // namespace cent::detail

#include "async/inbox.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <utility>

#include "protocol/channel_of.hpp"

namespace cent::detail {
namespace {

/// Memory of a command beside its text: its waiter and the heap's bookkeeping.
constexpr std::size_t kOverhead = sizeof(Waiter) + 48;

Lanes::Bounds bounds_of(const AsyncClientOptions& options) {
  constexpr std::chrono::hours kLongest{24};  // so that no sum of times can overflow
  return {options.lanes, options.max_batch_commands, options.max_batch_bytes,
          std::min<std::chrono::microseconds>(options.max_delay, kLongest), options.max_batch_growth};
}

/// At least 2, so that half of it can be gone below.
std::size_t mark_of(std::size_t limit, double share) {
  return std::max<std::size_t>(static_cast<std::size_t>(share * static_cast<double>(limit)), 2);
}

}  // namespace

Inbox::Inbox(const AsyncClientOptions& options, Ledger& ledger, Watch& watch, std::function<void()> wake)
    : max_command_bytes_(options.max_command_bytes),
      max_commands_(options.max_queue_commands),
      max_bytes_(options.max_queue_bytes),
      wait_when_full_(options.when_full == WhenFull::wait),
      mark_commands_(mark_of(options.max_queue_commands, options.queue_mark)),
      mark_bytes_(mark_of(options.max_queue_bytes, options.queue_mark)),
      ledger_(ledger),
      watch_(watch),
      wake_(std::move(wake)),
      lanes_(bounds_of(options)) {}

void Inbox::reject(const Submission& submission, FailureKind kind, std::string cause) {
  ++turned_away_;
  ErrorFacts facts;
  facts.method = submission.method;
  facts.channel = channel_of(submission.params);
  facts.kind = kind;
  facts.cause = std::move(cause);
  facts.delivery = Delivery::refused;
  facts.retryable = kind == FailureKind::queue_full;
  throw RequestException(std::move(facts));
}

std::string Inbox::queue_full_text(std::size_t bytes) const {
  return "the queue is full: command of " + std::to_string(bytes) + " bytes, queued " +
         std::to_string(commands_) + " commands of " + std::to_string(bytes_) +
         " bytes (max_queue_commands " + std::to_string(max_commands_) + ", max_queue_bytes " +
         std::to_string(max_bytes_) + ")";
}

void Inbox::check_size(const Submission& submission, std::size_t bytes) {
  const std::size_t text = submission.method.size() + submission.params.size();
  if (text > max_command_bytes_) {
    reject(submission, FailureKind::too_large,
           "command of " + std::to_string(text) + " bytes exceeds max_command_bytes (" +
               std::to_string(max_command_bytes_) + ")");
  }
  if (bytes > max_bytes_) {  // it would never find room
    reject(submission, FailureKind::too_large,
           "command that takes " + std::to_string(bytes) + " bytes of the queue exceeds max_queue_bytes (" +
               std::to_string(max_bytes_) + ")");
  }
}

void Inbox::submit(Submission& submission, Time now, bool may_wait) {
  const std::size_t bytes =
      submission.method.size() + submission.params.size() + submission.completion_bytes + kOverhead;
  bool wakes = false;
  {
    std::unique_lock<std::mutex> lock{mutex_};
    const std::size_t most = bytes + lanes_.most_overhead(submission.route);
    check_size(submission, most);
    const auto has_room = [&] { return commands_ < max_commands_ && bytes_ + most <= max_bytes_; };
    if (!closing_ && !has_room() && wait_when_full_ && may_wait) {
      ++waiting_;
      changed_.wait_until(lock, submission.deadline, [&] { return closing_ || has_room(); });
      --waiting_;
    }
    if (closing_) reject(submission, FailureKind::cancelled, "the client is closed");
    if (!has_room()) reject(submission, FailureKind::queue_full, queue_full_text(bytes));
    Completion::keep(submission.completion, pool_);
    const auto pushed = lanes_.push(submission, bytes, now);
    ledger_.accept();
    commands_.fetch_add(1);
    bytes_.fetch_add(pushed.bytes);
    // A queued command whose deadline is earlier than the thread's wake-up time wakes it, too.
    if (pushed.may_start || (asleep_ && submission.deadline < sleeps_until_)) wakes = request_look();
  }
  if (wakes) wake_();
  if (watch_ && !above_mark_ && is_filled(1) && !above_mark_.exchange(true)) show_level(true);
}

void Inbox::show_level(bool above) {
  watch_.pass(&Observer::queue_changed, QueueLevel{above, commands_, bytes_, max_commands_, max_bytes_});
}

bool Inbox::request_look() noexcept {
  look_again_ = true;
  return std::exchange(asleep_, false);
}

void Inbox::look(Time now, Found& found) {
  found.ready.clear();
  found.ready.reserve(lanes_.count());  // up front, so that no group is lost if memory runs out
  const std::lock_guard<std::mutex> lock{mutex_};
  if (commands_ == 0) pool_.trim();
  found.expired = lanes_.expired(now);
  while (auto ready = lanes_.take(now)) found.ready.push_back(std::move(*ready));
  found.next = std::min(lanes_.earliest_deadline(), lanes_.next_delay_end().value_or(Time::max()));
  found.closing = closing_;
  found.close_at = close_at_;
  look_again_ = false;
  asleep_ = false;
}

Inbox::Time Inbox::sleeps(Time until) {
  const std::lock_guard<std::mutex> lock{mutex_};
  if (look_again_) return Time::min();
  asleep_ = true;
  sleeps_until_ = std::min(until, lanes_.earliest_deadline());
  return sleeps_until_;
}

void Inbox::returned(std::size_t lane, Group spent, Time now) {
  const std::lock_guard<std::mutex> lock{mutex_};
  lanes_.returned(lane, std::move(spent), now);
}

std::optional<std::size_t> Inbox::step_aside(std::size_t lane, std::vector<Mark> marks) {
  const std::lock_guard<std::mutex> lock{mutex_};
  return lanes_.step_aside(lane, std::move(marks));
}

void Inbox::put_back(std::size_t lane, std::vector<Group>&& groups) {
  const std::lock_guard<std::mutex> lock{mutex_};
  lanes_.put_back(lane, std::move(groups));
}

std::vector<Unsent> Inbox::take_all() {
  const std::lock_guard<std::mutex> lock{mutex_};
  return lanes_.take_all();
}

// Sequentially consistent, like the count of waiting threads. So either the waiting thread sees the room, or
// notify_waiting() sees the thread.
void Inbox::reported(std::size_t bytes) noexcept {
  bytes_.fetch_sub(bytes);  // first: who sees no command left sees no bytes either
  commands_.fetch_sub(1);
}

void Inbox::notify_waiting() {
  if (above_mark_ && !is_filled(2) && above_mark_.exchange(false)) show_level(false);
  if (waiting_.load() == 0) return;
  const std::lock_guard<std::mutex> lock{mutex_};
  changed_.notify_all();
}

void Inbox::wake_to_close() noexcept {
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    if (!closing_ || left_) return;
    request_look();
  }
  wake_();
}

void Inbox::close(Time until) {
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    closing_ = true;
    close_at_ = std::min(close_at_, until);
    lanes_.end_delay();
    request_look();
    changed_.notify_all();
  }
  wake_();
}

void Inbox::set_ended() {
  const std::lock_guard<std::mutex> lock{mutex_};
  ended_ = true;
  changed_.notify_all();
}

template <class Condition>
bool Inbox::wait(Time until, const Condition& condition) {
  std::unique_lock<std::mutex> lock{mutex_};
  ++waiting_;
  const bool met = changed_.wait_until(lock, until, condition);
  --waiting_;
  return met;
}

bool Inbox::wait_ended(Time until) {
  return wait(until, [this] { return ended_; });
}

void Inbox::set_left() {
  const std::lock_guard<std::mutex> lock{mutex_};
  left_ = true;
  changed_.notify_all();
}

bool Inbox::wait_left(Time until) {
  return wait(until, [this] { return ended_ && left_; });
}

void Inbox::wait_idle(Time until) {
  bool wakes = false;
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    lanes_.end_delay();
    wakes = request_look();
  }
  if (wakes) wake_();
  wait(until, [this] { return commands_ == 0; });
}

void Inbox::write(AsyncStats& stats, Time now) {
  const std::lock_guard<std::mutex> lock{mutex_};
  stats.turned_away = turned_away_;
  stats.queued = lanes_.waiting();
  stats.queue_bytes = bytes_;
  if (const auto oldest = lanes_.oldest()) {
    stats.oldest = std::chrono::duration_cast<std::chrono::milliseconds>(now - *oldest);
  }
}

}  // namespace cent::detail

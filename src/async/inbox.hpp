#pragma once
#include <atomic>
#include <cent/async_options.hpp>
#include <cent/async_stats.hpp>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/completion_pool.hpp"
#include "async/lanes.hpp"
#include "async/ledger.hpp"
#include "observe/watch.hpp"

namespace cent::detail {

/// The lanes behind a mutex, with the limits of the queue. Any thread submits commands, the client's thread
/// takes groups out. Thread safe.
class Inbox {
 public:
  using Time = Lanes::Time;

  /// @param wake Wakes the client's thread.
  Inbox(const AsyncClientOptions& options, Ledger& ledger, Watch& watch, std::function<void()> wake);

  /// Queues a command, whose completion it takes.
  /// @param may_wait Blocks while the queue is full, until the deadline, if the options ask for it.
  /// @throws RequestException if the command is too large, if the queue is full, or after close()
  void submit(Submission& submission, Time now, bool may_wait);

  /// Result of look().
  struct Found {
    std::vector<Lanes::ReadyGroup> ready{};
    std::vector<Unsent> expired{};
    Time next = Time::max();  ///< When to look again, unless wake() is called before.
    Time close_at = Time::max();
    bool closing = false;
  };
  void look(Time now, Found& found);
  /// Announces that the thread will sleep until `until`. Returns when to wake: a past time if something
  /// arrived since look(). Later arrivals that are due before then call wake().
  Time sleeps(Time until);
  void returned(std::size_t lane, Group spent, Time now);
  /// As Lanes::step_aside().
  std::optional<std::size_t> step_aside(std::size_t lane, std::vector<Mark> marks);
  /// If it throws, the caller still owns the groups.
  void put_back(std::size_t lane, std::vector<Group>&& groups);
  /// Takes out all queued waiters.
  std::vector<Unsent> take_all();
  /// Frees the room of a command whose outcome was reported. Waiting threads are woken by notify_waiting().
  void reported(std::size_t bytes) noexcept;
  void notify_waiting();
  /// To be called by other threads when the last outcome was reported: the client's thread may wait for it.
  void wake_to_close() noexcept;

  /// Rejects new commands. Commands without an outcome at `until` are ended then. If called several times,
  /// the earliest `until` counts.
  void close(Time until);
  /// To be called when every command has its outcome, except one whose callback still runs.
  void set_ended();
  bool wait_ended(Time until);
  /// To be called when the client's thread is about to end and calls no more callbacks.
  void set_left();
  /// Waits for set_ended() and set_left(). Returns false on time-out.
  bool wait_left(Time until);
  /// Waits until every callback has returned. Ends max_delay for the queued commands.
  void wait_idle(Time until);
  /// Number of commands whose outcome has not been reported yet.
  [[nodiscard]] std::size_t unreported() const noexcept { return commands_; }
  void write(AsyncStats& stats, Time now);

 private:
  void check_size(const Submission& submission, std::size_t bytes);
  /// Lets the client's thread look again. Returns true if it must be woken.
  bool request_look() noexcept;
  [[noreturn]] void reject(const Submission& submission, FailureKind kind, std::string cause);
  std::string queue_full_text(std::size_t bytes) const;
  /// True if the queue has reached the mark divided by this.
  [[nodiscard]] bool is_filled(std::size_t divisor) const noexcept {
    return commands_ >= mark_commands_ / divisor || bytes_ >= mark_bytes_ / divisor;
  }
  void show_level(bool above);
  template <class Condition>
  bool wait(Time until, const Condition& condition);

  const std::size_t max_command_bytes_;
  const std::size_t max_commands_;
  const std::size_t max_bytes_;
  const bool wait_when_full_;
  const std::size_t mark_commands_;  ///< AsyncClientOptions::queue_mark.
  const std::size_t mark_bytes_;
  Ledger& ledger_;
  Watch& watch_;
  std::atomic<bool> above_mark_{false};
  const std::function<void()> wake_;

  std::mutex mutex_;
  std::condition_variable changed_;
  CompletionPool pool_;  ///< Before the lanes, whose completions lie there.
  Lanes lanes_;
  std::atomic<std::size_t> commands_{0};  ///< Whose outcome has not been reported.
  std::atomic<std::size_t> bytes_{0};
  std::atomic<int> waiting_{0};  ///< Threads in wait().
  bool look_again_ = false;      ///< Something arrived since look().
  bool asleep_ = false;          ///< Since sleeps().
  Time sleeps_until_{};
  bool closing_ = false;
  bool ended_ = false;
  bool left_ = false;
  Time close_at_ = Time::max();
  std::uint64_t turned_away_ = 0;
};

}  // namespace cent::detail

#pragma once
#include <atomic>
#include <cent/async_options.hpp>
#include <cent/async_stats.hpp>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "async/lanes.hpp"
#include "async/ledger.hpp"

namespace cent::detail {

/// One command as it is submitted.
struct Submission {
  std::string_view method{};
  std::string_view params{};
  Repeat repeat{};
  Retry retry = Retry::by_policy;
  const Route* route = nullptr;
  std::size_t completion_bytes = 0;
};

/// The lanes behind a mutex, with their bounds: threads put commands in, the client's thread takes parcels
/// out. Safe from many threads.
class Inbox {
 public:
  using Time = Lanes::Time;

  /// `wake` ends the sleep of the client's thread.
  Inbox(const AsyncClientOptions& options, Ledger& ledger, std::function<void()> wake);

  /// Takes a command. `may_wait`: for room, until the deadline, if the options say so.
  /// @throws RequestException if it is too large, if there is no room, or after close().
  void submit(const Submission& submission, Time deadline, Time now, bool may_wait,
              std::unique_ptr<Completion> completion);

  /// What the client's thread finds at one look.
  struct Catch {
    std::vector<Lanes::Departure> departures{};
    std::vector<Waiter> expired{};
    Time next = Time::max();  ///< When to look again, if wake() is not called before.
    Time close_at = Time::max();
    bool closing = false;
  };
  void look(Time now, Catch& found);
  /// The thread is about to sleep until then. Gives the time to which it may, which has come already if
  /// something did since look(). What comes afterwards and cannot wait so long calls wake().
  Time sleeps(Time until);
  void returned(std::size_t lane, Parcel spent);
  /// If it throws, the parcels are still the caller's.
  void put_back(std::size_t lane, std::vector<Parcel>&& parcels);
  /// Everything that waits, to be ended.
  std::vector<Waiter> take_all();
  /// A command's outcome was told: its room is free. Threads that wait hear of it by announce().
  void told(std::size_t bytes) noexcept;
  void announce();

  /// Takes nothing more; what has no outcome at `until` is ended then. The earliest `until` of several
  /// counts.
  void close(Time until);
  /// Every command that waited for the end has its outcome, except one whose callback still runs.
  void set_ended();
  bool wait_ended(Time until);
  /// The client's thread calls no callback any more and is about to end.
  void set_left();
  /// True once both have happened.
  bool wait_left(Time until);
  /// Waits until every callback has returned; nothing waits for max_delay meanwhile.
  void wait_idle(Time until);
  /// Commands whose outcome was not told yet.
  [[nodiscard]] std::size_t untold() const noexcept { return commands_; }
  void write(AsyncStats& stats, Time now);

 private:
  void check_size(const Submission& submission, std::size_t bytes);
  /// What came can be acted on at once. True if the thread must be woken for it.
  bool take_notice() noexcept;
  [[noreturn]] void turn_away(const Submission& submission, FailureKind kind, std::string cause);
  std::string fullness(std::size_t bytes) const;
  template <class Condition>
  bool wait(Time until, const Condition& condition);

  const std::size_t max_command_bytes_;
  const std::size_t max_commands_;
  const std::size_t max_bytes_;
  const bool wait_when_full_;
  Ledger& ledger_;
  const std::function<void()> wake_;

  std::mutex mutex_;
  std::condition_variable changed_;
  Lanes lanes_;
  std::atomic<std::size_t> commands_{0};  ///< Without an outcome.
  std::atomic<std::size_t> bytes_{0};
  std::atomic<int> waiting_{0};  ///< Threads in wait().
  bool news_ = false;            ///< Something came since look().
  bool asleep_ = false;          ///< From sleeps() on.
  Time sleeps_until_{};
  bool closing_ = false;
  bool ended_ = false;
  bool left_ = false;
  Time close_at_ = Time::max();
  std::uint64_t turned_away_ = 0;
};

}  // namespace cent::detail

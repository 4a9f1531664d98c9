#pragma once
#include <atomic>
#include <cent/async_options.hpp>
#include <cent/async_stats.hpp>
#include <exception>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "async/flight.hpp"
#include "async/inbox.hpp"
#include "async/ledger.hpp"
#include "delivery/service.hpp"
#include "system/callback_signals.hpp"
#include "transport/async_transport.hpp"

namespace cent::detail {

/// What the thread of an AsyncClient does: takes parcels out of the inbox, keeps their requests going, tells
/// outcomes. Flights and transport belong to the thread alone.
class Engine {
 public:
  using Time = Clock::Time;

  /// @throws UsageError, RequestException
  Engine(const std::vector<std::string>& addresses, const AsyncClientOptions& options, Clock& clock,
         std::unique_ptr<AsyncTransport> transport);

  /// Returns when everything has ended.
  void loop();

  [[nodiscard]] Inbox& inbox() noexcept { return inbox_; }
  [[nodiscard]] const Service& service() const noexcept { return service_; }
  [[nodiscard]] Clock& clock() noexcept { return clock_; }
  /// Commands that had no outcome when the client's time was up.
  [[nodiscard]] std::uint64_t ended_by_closing() const noexcept { return ended_by_closing_; }
  /// True in the engine's thread, and in one that relieves it.
  [[nodiscard]] bool is_own_thread() const noexcept {
    const auto self = std::this_thread::get_id();
    return self == thread_.load() || self == relief_.load();
  }

  /// For a thread that helps once the closing time is up: waits until everything has ended, and ends and
  /// tells the rest itself if a callback keeps the engine's thread.
  void relieve();
  /// True if nothing but the user's callbacks keeps the client from ending.
  [[nodiscard]] bool is_in_callback() const noexcept;
  /// Ends the thread and runs no callback any more; what has no outcome gets none. False if a callback
  /// keeps the thread. For the end of the process, or of the plugin that holds this code.
  bool abandon();
  /// Hands an error in a callback to the owner's hook.
  void report(std::exception_ptr error) noexcept;
  AsyncStats stats();
  /// The ledger alone, without a lock.
  AsyncStats ledger() const;

 private:
  enum class Hands {
    free,
    in_callback,
    taken_over,  ///< By relieve(): the engine's thread ends when its callback returns.
    relieved     ///< The same, and everything else was told.
  };

  bool goes_on();
  /// All of these are false when the thread has been relieved of its work, or is done.
  bool turn();
  bool tell(Waiter waiter, const Ending& ending);
  void call(Completion& completion, const Ending& ending);
  bool tell_all(Flight& flight);
  /// For commands that never left their lane.
  bool tell_unsent(std::vector<Waiter>& waiters, FailureKind kind, const char* cause);
  /// Goes on where another thread that did it stopped.
  bool end_everything();

  void take_off(Time now);
  bool serve_flights(Time now, bool& landed);
  bool send_halves(Flight& flight);
  void sleep();

  const unsigned owner_;
  const std::function<void(std::exception_ptr)> on_callback_error_;
  Clock& clock_;
  Service service_;
  std::unique_ptr<AsyncTransport> transport_;
  Ledger ledger_;
  Inbox inbox_;
  std::list<Flight> flights_;
  Inbox::Catch found_;          ///< At the last look. Not in turn(), since another thread may have to go on.
  std::vector<Parcel> halves_;  ///< That found no room to wait in.
  std::vector<Waiter> left_;    ///< In the queue, at the end.
  std::shared_ptr<const CentException> lost_;  ///< Made in time for when memory runs out.
  std::shared_ptr<const CentException> not_begun_;
  const CallbackSignals signals_;
  bool signals_open_ = false;  ///< In the engine's thread.
  std::atomic<Hands> hands_{Hands::free};
  std::atomic<bool> relief_in_callback_{false};
  std::atomic<bool> abandoned_{false};
  std::atomic<std::thread::id> thread_{};
  std::atomic<std::thread::id> relief_{};
  std::atomic<std::uint64_t> batches_{0};
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<std::uint64_t> bytes_sent_{0};
  std::atomic<std::uint64_t> wake_ups_{0};
  std::atomic<std::uint64_t> callback_errors_{0};
  std::atomic<std::uint64_t> ended_by_closing_{0};
};

}  // namespace cent::detail

#pragma once
#include <atomic>
#include <cent/async_options.hpp>
#include <cent/async_stats.hpp>
#include <exception>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "async/callback_queues.hpp"
#include "async/group_request.hpp"
#include "async/inbox.hpp"
#include "async/ledger.hpp"
#include "delivery/service.hpp"
#include "http/http_api.hpp"
#include "system/callback_signals.hpp"
#include "transport/async_transport.hpp"

namespace cent::detail {

/// The work of an AsyncClient's thread: takes groups out of the inbox, keeps their requests going and reports
/// outcomes. Only this thread uses the group requests and the transport.
class Engine : public std::enable_shared_from_this<Engine> {
 public:
  using Time = Clock::Time;

  /// @throws UsageError, RequestException
  Engine(const std::vector<std::string>& addresses, const AsyncClientOptions& options, Clock& clock,
         std::unique_ptr<AsyncTransport> transport);

  /// Body of the thread. Returns when the client has ended.
  void loop();

  [[nodiscard]] Inbox& inbox() noexcept { return inbox_; }
  [[nodiscard]] const Service& service() const noexcept { return service_; }
  [[nodiscard]] Watch& watch() noexcept { return service_.watch; }
  [[nodiscard]] Clock& clock() noexcept { return clock_; }
  /// To be called before a command with a CallOptions::context is submitted. Without any, nobody asks for
  /// one.
  void expect_contexts() noexcept { has_contexts_.store(true, std::memory_order_relaxed); }
  /// For the attempts that begin from now on. Thread safe. @throws UsageError
  void set_api_key(std::string key) { http_.keys.set(std::move(key)); }
  /// Number of commands that had no outcome when the closing time was up.
  [[nodiscard]] std::uint64_t ended_by_closing() const noexcept { return ended_by_closing_; }
  /// True in the engine's thread, in the one that runs relieve(), and inside a callback in any thread.
  [[nodiscard]] bool is_own_thread() const noexcept {
    const auto self = std::this_thread::get_id();
    return self == thread_.load() || self == relief_.load() || callbacks_.is_running_here();
  }

  // For AsyncClientOptions::executor. These are called in its threads.
  [[nodiscard]] CallbackQueues& callbacks() noexcept { return callbacks_; }
  void run_callback(QueuedCompletion& completion) noexcept;
  /// Frees the room of a command whose callback has returned.
  void callback_returned(std::size_t bytes) noexcept;

  /// For a second thread after the closing time: waits until everything has ended. If a callback blocks the
  /// engine's thread, it ends the rest and reports the outcomes itself.
  void relieve();
  /// True if only the user's callbacks keep the client from ending.
  [[nodiscard]] bool is_in_callback() const noexcept;
  /// Ends the thread without another callback; commands without an outcome get none. Returns false if a
  /// callback blocks the thread. For the end of the process, or of the plugin that contains this code.
  bool abandon();
  /// Counts an exception of a callback or of the executor, and passes it on.
  void count_error(std::exception_ptr error) noexcept;
  /// Passes an exception to on_callback_error.
  void report_error(std::exception_ptr error) noexcept;
  AsyncStats stats();
  /// Only the ledger's figures, without a lock.
  AsyncStats ledger() const;

 private:
  /// The thread that runs callbacks now.
  enum class CallbackOwner {
    none,
    engine,
    relief,      ///< relieve() took over. The engine's thread ends when its callback returns.
    relief_done  ///< relieve() has reported the rest. A callback still blocks the engine's thread.
  };

  static constexpr const char* kNoMemory = "out of memory";
  static constexpr const char* kCancelled = "the call was cancelled";
  static constexpr const char* kTooLate = "the deadline passed while the command was queued";

  bool goes_on();
  /// These return false when this thread must stop: the client has ended, or another thread took over.
  bool turn();
  static std::shared_ptr<const CentException> failure(FailureKind kind, Delivery delivery, std::string cause,
                                                      std::string_view method = {}, std::string channel = {});
  /// @param waiter Out of reach of the thread that may take over.
  bool report(Waiter& waiter, const Ending& ending);
  /// Lets the completion read its result, counts the outcome, shows it to the observer, and calls the
  /// callback.
  void settle(const Waiter& waiter, const Ending& ending);
  template <class Callback>
  void deliver(const Callback& callback);
  bool report_all(GroupRequest& request);
  /// For commands that were not sent. `ending` keeps the error for commands that are alike.
  bool report_unsent(Waiter& waiter, std::string channel, FailureKind kind, const char* cause,
                     Ending& ending);
  bool report_unsent(std::vector<Unsent>& commands, FailureKind kind, const char* cause);
  bool report_unsent(Group& group, FailureKind kind, const char* cause);
  /// Continues where another thread stopped that did the same.
  bool end_everything();

  /// Reports the commands of a group that were cancelled in their lane.
  bool report_cancelled(Group& group);
  void start_ready(Time now);
  bool advance_requests(Time now, bool& finished);
  /// Lets the other channels of a lane go on while some of its commands wait to be repeated. Returns true if
  /// it did.
  bool step_aside(GroupRequest& request);
  bool requeue_halves(GroupRequest& request);
  void sleep();

  const unsigned owner_;
  const std::function<void(std::exception_ptr)> on_callback_error_;
  const std::function<void(const CommandEnded&)> on_failure_;
  Clock& clock_;
  Service service_;
  FailureNote note_;
  HttpApi http_;
  std::unique_ptr<AsyncTransport> transport_;
  Ledger ledger_;
  Inbox inbox_;
  CallbackQueues callbacks_;
  std::list<GroupRequest> under_way_;
  Inbox::Found found_;  ///< At the last look. A member, since another thread may have to continue with it.
  std::vector<Group> halves_;  ///< Halves that could not be queued again, since memory ran out.
  Time turn_began_{};          ///< For the time that commands took.
  std::vector<Unsent> left_;   ///< Commands that were queued when the client ended.
  std::shared_ptr<const CentException> lost_;  ///< Made in advance for the case that memory runs out.
  std::shared_ptr<const CentException> not_begun_;
  const CallbackSignals signals_;
  bool signals_open_ = false;  ///< Of the engine's thread only.
  std::atomic<CallbackOwner> callback_owner_{CallbackOwner::none};
  std::atomic<bool> relief_in_callback_{false};
  std::atomic<bool> abandoned_{false};
  std::atomic<bool> has_contexts_{false};
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

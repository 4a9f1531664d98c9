#pragma once
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

#include "async/engine.hpp"
#include "async/open_clients.hpp"
#include "system/fork_count.hpp"

namespace cent::detail {

/// The engine of an AsyncClient and the threads that run it, until it is closed. See closing.cpp.
class RunningClient : public OpenClient {
 public:
  RunningClient(std::shared_ptr<Engine> engine, std::chrono::milliseconds close_timeout);

  [[nodiscard]] Engine& engine() const noexcept { return *engine_; }
  /// True in a forked child, which has no thread of this client.
  [[nodiscard]] bool is_orphaned() const;
  /// @throws RequestException (cancelled) in a forked child.
  void check_usable(std::string_view method) const;
  /// @throws the same, and UsageError inside a callback, which would wait for itself.
  void check_may_wait(const char* what) const;

  /// As AsyncClient::close().
  std::size_t close(std::chrono::milliseconds at_most);
  /// As the destructor of AsyncClient.
  static void end(const std::shared_ptr<RunningClient>& client);
  void close_at_exit() noexcept override;
  void abandon() noexcept override;

 private:
  /// Joins the threads, or detaches them if a callback blocks one. Does nothing the second time.
  void leave_threads(bool may_join);
  void start_relief();

  const unsigned owner_ = fork_count();
  const std::shared_ptr<Engine>
      engine_;  // shared with the thread: a callback may run longer than the client lives
  const std::chrono::milliseconds close_timeout_;
  std::mutex leaving_;
  bool left_ = false;
  std::thread thread_;
  std::thread relief_;  ///< Reports the remaining outcomes while a callback blocks `thread_`.
  std::shared_ptr<RunningClient> itself_;  ///< Set in a forked child, so that it is never destroyed.
  RunningClient* next_orphan_ = nullptr;
};

}  // namespace cent::detail

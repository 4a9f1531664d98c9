#pragma once
#include <atomic>
#include <cent/call_options.hpp>
#include <cent/client_options.hpp>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

#include "delivery/failure_note.hpp"
#include "delivery/partial_broadcasts.hpp"
#include "delivery/retry.hpp"
#include "delivery/server_age.hpp"
#include "observe/watch.hpp"
#include "system/clock.hpp"

namespace cent::detail {

/// State shared by all calls of one client above HTTP: settings and the retry budget. Thread safe.
struct Service {
  /// @throws UsageError if an option is invalid.
  explicit Service(const ClientOptions& client_options, const BroadcastBounds& bounds = {});

  [[nodiscard]] const RetryPolicy& policy(Retry retry) const noexcept {
    return retry == Retry::never ? one_attempt : options.retry;
  }

  /// The version of the cluster's oldest node if it was learned within the last minute.
  [[nodiscard]] std::optional<ServerAge> recent_age(Clock::Time now) const;
  /// Learns it.
  void keep_age(const ServerAge& age, Clock::Time now);

  /// Number of the next request among those of all clients; 0 if nobody asks for it.
  [[nodiscard]] std::uint64_t next_request() const noexcept;

  const ClientOptions options;
  const RetryPolicy one_attempt;
  const BroadcastBounds broadcast_bounds;
  const std::optional<ServerAge> asserted_age;  ///< Of the whole cluster. Empty: the server is asked.
  RetryBudget budget;
  Watch watch;
  FailureNote* note = nullptr;  ///< Null if only one thread at a time cannot be relied on.
  /// Number of requests in which publications succeeded. If it grows while a publication fails, the fault is
  /// that publication's.
  std::atomic<std::uint64_t> publishing_requests{0};

 private:
  mutable std::mutex mutex_;
  std::optional<ServerAge> age_;
  Clock::Time age_until_{};
};

/// @throws UsageError if an option of `http` is set together with a custom transport, which does not use it.
void check_transport(const ClientOptions& options);

/// The call's time-out if set, else the client's. @throws UsageError unless it is above zero.
std::chrono::milliseconds checked_timeout(std::optional<std::chrono::milliseconds> of_call,
                                          const ClientOptions& options);

}  // namespace cent::detail

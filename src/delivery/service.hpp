#pragma once
#include <atomic>
#include <cent/call_options.hpp>
#include <cent/client_options.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "delivery/endpoints.hpp"
#include "delivery/exchange.hpp"
#include "delivery/partial_broadcasts.hpp"
#include "delivery/retry.hpp"
#include "delivery/server_age.hpp"

namespace cent::detail {

/// What all calls of one client share: its settings, its addresses, its retry budget. Safe from many threads.
struct Service {
  /// @throws UsageError if address, key or options cannot be.
  Service(const std::vector<std::string>& addresses, const ClientOptions& client_options,
          const BroadcastBounds& bounds = {});

  [[nodiscard]] const RetryPolicy& policy(Retry retry) const noexcept {
    return retry == Retry::never ? one_attempt : options.retry;
  }

  /// Bounds an attempt so that another address can still be tried within the call's time, `whole`.
  /// @param repeatable Whether it may be sent again after an unknown outcome.
  void leave_room(HttpRequest& request, const RetryPolicy& policy, std::chrono::milliseconds whole,
                  bool repeatable) const noexcept;

  const ClientOptions options;
  const RetryPolicy one_attempt;
  const BroadcastBounds broadcast_bounds;
  const ExchangeRules rules;
  const std::optional<ServerAge> asserted_age;  ///< Of the whole cluster; none: the server is asked.
  Endpoints endpoints;
  RetryBudget budget;
  /// Requests in which publications went through: where it grows, a publication that fails meanwhile fails
  /// alone.
  std::atomic<std::uint64_t> publishing_requests{0};
};

/// @throws UsageError if an option of `http` is set beside a transport of the caller's own, which does not
/// see it.
void check_transport(const ClientOptions& options);

/// A call's time-out, or the client's. @throws UsageError unless it is above zero.
std::chrono::milliseconds checked_timeout(std::optional<std::chrono::milliseconds> of_call,
                                          const ClientOptions& options);

}  // namespace cent::detail

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

/// State shared by all calls of one client: settings, addresses, retry budget. Thread safe.
struct Service {
  /// @throws UsageError if an address, the key or an option is invalid.
  Service(const std::vector<std::string>& addresses, const ClientOptions& client_options,
          const BroadcastBounds& bounds = {});

  [[nodiscard]] const RetryPolicy& policy(Retry retry) const noexcept {
    return retry == Retry::never ? one_attempt : options.retry;
  }

  /// Limits the time of an attempt so that another address can still be tried within the call's time-out.
  /// @param whole The call's time-out.
  /// @param repeatable True if it may be sent again after an unknown outcome.
  void leave_room(HttpRequest& request, const RetryPolicy& policy, std::chrono::milliseconds whole,
                  bool repeatable) const noexcept;

  const ClientOptions options;
  const RetryPolicy one_attempt;
  const BroadcastBounds broadcast_bounds;
  const ExchangeRules rules;
  const std::optional<ServerAge> asserted_age;  ///< Of the whole cluster. Empty: the server is asked.
  Endpoints endpoints;
  RetryBudget budget;
  /// Number of requests in which publications succeeded. If it grows while a publication fails, the fault is
  /// that publication's.
  std::atomic<std::uint64_t> publishing_requests{0};
};

/// @throws UsageError if an option of `http` is set together with a custom transport, which does not use it.
void check_transport(const ClientOptions& options);

/// The call's time-out if set, else the client's. @throws UsageError unless it is above zero.
std::chrono::milliseconds checked_timeout(std::optional<std::chrono::milliseconds> of_call,
                                          const ClientOptions& options);

}  // namespace cent::detail

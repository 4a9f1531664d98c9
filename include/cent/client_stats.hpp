#pragma once
#include <algorithm>
#include <array>
#include <cent/async_stats.hpp>
#include <cent/errors.hpp>
#include <cent/export.hpp>
#include <cent/observer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cent {

/// Commands of one method, by outcome.
struct MethodCounts {
  std::string method{};        ///< API method; `other` for all that this version does not know.
  std::uint64_t applied = 0;   ///< Ended with a result.
  std::uint64_t refused = 0;   ///< Rejected by the server or by cent.
  std::uint64_t not_sent = 0;  ///< Never reached the server.
  std::uint64_t unknown = 0;   ///< May or may not have been executed.
};

/// Failures by reason.
struct FailureCounts {
  /// Failures with a RequestException: position `static_cast<std::size_t>(kind)` has those of a FailureKind.
  std::array<std::uint64_t, static_cast<std::size_t>(FailureKind::other) + 1> by_kind{};
  std::uint64_t response = 0;  ///< The server answered an error (ResponseError).
  std::uint64_t usage = 0;     ///< Rejected by cent before sending (UsageError).
  /// Failures of this kind.
  [[nodiscard]] std::uint64_t of(FailureKind kind) const {
    return by_kind.at(static_cast<std::size_t>(kind));
  }
};

/// How long something took, as counts of fixed ranges.
struct LatencyHistogram {
  /// Upper limits of the ranges in seconds; a value equal to a limit is within it.
  static constexpr std::array<double, 17> kBounds{
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
  /// Number of values in each range, and at the end of those above all limits. Not cumulative.
  std::array<std::uint64_t, kBounds.size() + 1> counts{};
  std::chrono::microseconds sum{0};  ///< Sum of all values.
  /// Number of all values.
  [[nodiscard]] std::uint64_t count() const noexcept {
    std::uint64_t all = 0;
    for (const std::uint64_t one : counts) all += one;
    return all;
  }
};

/// The queue of an AsyncClient, or of several together.
struct QueueStats {
  std::uint64_t pending = 0;            ///< Commands without an outcome.
  std::uint64_t queued = 0;             ///< Commands that wait to be sent.
  std::uint64_t bytes = 0;              ///< Memory used by all commands without an outcome.
  std::chrono::milliseconds oldest{0};  ///< How long the oldest queued command has waited.
};

/// Figures of a client, or of several that share a StatsObserver, since the observer was made.
struct ClientStats {
  std::vector<MethodCounts> methods{};    ///< Methods of which a command ended.
  FailureCounts command_failures{};       ///< Commands that ended with an error, by reason.
  std::uint64_t failed_channels = 0;      ///< Channels that failed in broadcasts that were applied.
  LatencyHistogram command_seconds{};     ///< From the call or submission to the outcome, for each command.
  std::uint64_t requests = 0;             ///< HTTP requests.
  std::uint64_t retries = 0;              ///< Those of them that repeat an earlier one.
  FailureCounts request_failures{};       ///< HTTP requests without a usable reply, by reason.
  LatencyHistogram request_seconds{};     ///< Time of each HTTP request.
  std::uint64_t bytes_sent = 0;           ///< Bytes of the bodies of requests.
  std::uint64_t bytes_received = 0;       ///< Bytes of the bodies of responses.
  std::uint64_t connections_opened = 0;   ///< 0 with a custom transport, which does not report them.
  std::uint64_t addresses_set_aside = 0;  ///< How often an address was set aside.
  std::uint64_t keys_refused = 0;         ///< How often the API key was rejected.
  std::optional<QueueStats> queue{};      ///< Set by add_queue().
  std::string last_error{};               ///< Text of the last error of a request or command; empty if none.
  std::chrono::milliseconds last_error_age{0};  ///< Time since then.
};

/// Adds the queue of an AsyncClient to the figures. Of `oldest` the longer one stays.
///
///     cent::ClientStats figures = observer->stats();
///     cent::add_queue(figures, client.stats());
inline void add_queue(ClientStats& stats, const AsyncStats& queue) {
  if (!stats.queue) stats.queue.emplace();
  stats.queue->pending += queue.pending;
  stats.queue->queued += queue.queued;
  stats.queue->bytes += queue.queue_bytes;
  stats.queue->oldest = std::max(stats.queue->oldest, queue.oldest);
}

/// Counts the events of a client.
///
///     const auto figures = std::make_shared<cent::StatsObserver>();
///     options.observer = figures;
///     cent::Client client{"http://localhost:8000", options};
///     client.publish("news", cent::Json::of("hello"));
///     std::cout << cent::prometheus_text(figures->stats());
///
/// Counting takes about 80 instructions for a command, 350 for one that failed, and never waits. Safe from
/// many threads at once, and for several clients, whose figures are then added up.
class CENT_EXPORT StatsObserver final : public Observer {
 public:
  StatsObserver();
  ~StatsObserver() override;

  /// A copy of all figures as of one instant: each event is in all of them or in none. Does not stop the
  /// clients. In a forked child the events that other threads of the parent were reporting may be missing.
  [[nodiscard]] ClientStats stats() const;

  void attempt_ended(const AttemptEnded& event) override;
  void command_ended(const CommandEnded& event) override;
  void address_changed(const AddressChanged& event) override;
  void key_refused(const KeyRefused& event) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Labels of Prometheus by name. Names are ASCII letters, digits and `_`, and do not begin with a digit or
/// with `__`. Values are UTF-8.
using PrometheusLabels = std::map<std::string, std::string>;

/// The figures in Prometheus' text format, version 0.0.4, for an endpoint that Prometheus scrapes:
/// `Content-Type: text/plain; version=0.0.4`. The guide's page "In production" lists the names.
/// @param labels Added to each sample, for example to distinguish clients of one process.
/// @throws UsageError if the name of a label is invalid, or one that cent uses itself: `method`, `outcome`,
/// `kind`, `le`; or if a value is not UTF-8.
[[nodiscard]] CENT_EXPORT std::string prometheus_text(const ClientStats& stats,
                                                      const PrometheusLabels& labels = {});

}  // namespace cent

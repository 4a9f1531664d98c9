#pragma once
#include <atomic>
#include <cent/async_stats.hpp>
#include <cent/errors.hpp>
#include <cstddef>
#include <cstdint>

namespace cent::detail {

/// Counts commands and their outcomes. accept() is called before the command can have an outcome, settle()
/// before the outcome is reported. So at every instant the pending commands are those accepted and not
/// settled.
class Ledger {
 public:
  void accept() noexcept { accepted_.fetch_add(1); }
  void settle(Delivery delivery) noexcept { settled_[static_cast<unsigned>(delivery)].fetch_add(1); }
  /// Counts the failed channels of a broadcast. To be called before settle().
  void fail_channels(std::size_t count) noexcept { failed_channels_.fetch_add(count); }
  [[nodiscard]] std::uint64_t pending() const noexcept {
    AsyncStats stats;
    write(stats);
    return stats.pending;
  }
  /// Number of commands with an outcome.
  [[nodiscard]] std::uint64_t settled() const noexcept {
    return settled(Delivery::applied) + settled(Delivery::refused) + settled(Delivery::not_sent) +
           settled(Delivery::unknown);
  }
  /// All figures are of the same instant.
  void write(AsyncStats& stats) const noexcept {
    // A command that is accepted and settled during the read would seem to be pending. The counters only
    // grow. So if no command was settled meanwhile, all figures are of the instant at which `accepted_` was
    // read. A second read is rare: one takes some nanoseconds, an outcome some hundred.
    std::uint64_t before = 0;
    do {
      before = settled();
      read(stats);
    } while (settled() != before);
  }

 private:
  void read(AsyncStats& stats) const noexcept {
    stats.applied = settled(Delivery::applied);
    stats.refused = settled(Delivery::refused);
    stats.not_sent = settled(Delivery::not_sent);
    stats.unknown = settled(Delivery::unknown);
    stats.failed_channels = failed_channels_.load();
    stats.accepted = accepted_.load();  // last, so that it is at least the sum of the others
    stats.pending = stats.accepted - stats.applied - stats.refused - stats.not_sent - stats.unknown;
  }
  [[nodiscard]] std::uint64_t settled(Delivery delivery) const noexcept {
    return settled_[static_cast<unsigned>(delivery)].load();
  }
  std::atomic<std::uint64_t> accepted_{0};
  std::atomic<std::uint64_t> settled_[4]{};
  std::atomic<std::uint64_t> failed_channels_{0};
};

}  // namespace cent::detail

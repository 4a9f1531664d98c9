#pragma once
#include <atomic>
#include <cent/async_stats.hpp>
#include <cent/errors.hpp>
#include <cstddef>
#include <cstdint>

namespace cent::detail {

/// What became of commands. accept() comes before the command can have an outcome, settle() before its owner
/// hears of it, so what was accepted and is not settled is pending, at every instant.
class Ledger {
 public:
  void accept() noexcept { accepted_.fetch_add(1); }
  void settle(Delivery delivery) noexcept { settled_[static_cast<unsigned>(delivery)].fetch_add(1); }
  /// Channels of a broadcast that failed. Comes before settle().
  void fail_channels(std::size_t count) noexcept { failed_channels_.fetch_add(count); }
  [[nodiscard]] std::uint64_t pending() const noexcept {
    AsyncStats stats;
    write(stats);
    return stats.pending;
  }
  /// Commands that have an outcome.
  [[nodiscard]] std::uint64_t settled() const noexcept {
    return settled(Delivery::applied) + settled(Delivery::refused) + settled(Delivery::not_sent) +
           settled(Delivery::unknown);
  }
  /// All figures are of one instant.
  void write(AsyncStats& stats) const noexcept {
    // What is accepted and settled while they are read would seem to be pending. Counters only grow: if none
    // was settled meanwhile, all of them stood so when `accepted_` was read. Reading takes some nanoseconds
    // and an outcome some hundred, so a second time is seldom.
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
    stats.accepted = accepted_.load();  // last: it is never less than the others
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

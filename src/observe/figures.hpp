#pragma once
#include <array>
#include <atomic>
#include <cent/client_stats.hpp>
#include <cstddef>
#include <cstdint>
#include <tuple>

#include "observe/method_table.hpp"

namespace cent::detail {

/// All figures that are sums, one after the other.
struct Place {
  static constexpr std::size_t kOutcomes = 4;
  static constexpr std::size_t kKinds = std::tuple_size_v<decltype(FailureCounts::by_kind)>;
  static constexpr std::size_t kRanges = LatencyHistogram::kBounds.size() + 1;

  static constexpr std::size_t kCommands = 0;  ///< Of each method, each outcome.
  static constexpr std::size_t kCommandFailures = kCommands + (kOtherMethod + 1) * kOutcomes;
  static constexpr std::size_t kCommandSeconds = kCommandFailures + kKinds + 2;
  static constexpr std::size_t kRequestFailures = kCommandSeconds + kRanges + 1;
  static constexpr std::size_t kRequestSeconds = kRequestFailures + kKinds + 2;
  static constexpr std::size_t kFailedChannels = kRequestSeconds + kRanges + 1;
  static constexpr std::size_t kRetries = kFailedChannels + 1;
  static constexpr std::size_t kBytesSent = kRetries + 1;
  static constexpr std::size_t kBytesReceived = kBytesSent + 1;
  static constexpr std::size_t kConnections = kBytesReceived + 1;
  static constexpr std::size_t kSetAside = kConnections + 1;
  static constexpr std::size_t kKeysRefused = kSetAside + 1;
  static constexpr std::size_t kAll = kKeysRefused + 1;
};

using Sums = std::array<std::uint64_t, Place::kAll>;

/// Counters that many threads add to, and of which copies are taken as of one instant. An addition never
/// waits.
///
/// Events are counted in one of two sets of counters. A copy sends new events to the other set, waits for the
/// few that are still being counted in the first one, and moves its counters to the totals.
class Figures {
 public:
  /// The additions of one event. No copy is taken in the middle of them.
  class Event {
   public:
    explicit Event(Figures& figures) noexcept
        : set_(figures.sets_[figures.begun_.fetch_add(1, std::memory_order_acquire) >> kBit]) {}
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    ~Event() { set_.ended.fetch_add(1, std::memory_order_release); }
    void add(std::size_t place, std::uint64_t number = 1) noexcept {
      set_.counters[place].fetch_add(number, std::memory_order_relaxed);
    }

   private:
    friend Figures;
    struct Set {
      std::array<std::atomic<std::uint64_t>, Place::kAll> counters{};
      std::atomic<std::uint64_t> ended{0};  ///< Events since the beginning.
    };
    Set& set_;
  };

  /// The sums of all events that ended before some instant of the call. One call at a time.
  Sums sums() noexcept;

 private:
  static constexpr unsigned kBit = 63;
  std::atomic<std::uint64_t> begun_{0};  ///< Events since the beginning, and above kBit the set of new ones.
  Event::Set sets_[2];
  std::uint64_t at_rest_ = 0;  ///< Events that began in the set that gets no new ones.
  Sums totals_{};
};

}  // namespace cent::detail

#include "observe/figures.hpp"

#include <chrono>
#include <thread>

namespace cent::detail {

Sums Figures::sums() noexcept {
  constexpr std::uint64_t kSetOfNew = std::uint64_t{1} << kBit;
  const std::uint64_t begun = begun_.fetch_add(kSetOfNew, std::memory_order_acq_rel);
  Event::Set& old = sets_[begun >> kBit];
  const std::uint64_t in_old = (begun & ~kSetOfNew) - at_rest_;
  at_rest_ = in_old;

  // An event takes some ten nanoseconds. In a forked child those of the parent's threads never end.
  constexpr std::chrono::milliseconds kLongest{200};
  const auto end = std::chrono::steady_clock::now() + kLongest;
  std::uint64_t ended = 0;
  while ((ended = old.ended.load(std::memory_order_acquire)) < in_old) {
    if (std::chrono::steady_clock::now() >= end) {
      old.ended.fetch_add(in_old - ended, std::memory_order_relaxed);
      break;
    }
    std::this_thread::yield();
  }
  for (std::size_t i = 0; i < totals_.size(); ++i) {
    totals_[i] += old.counters[i].exchange(0, std::memory_order_relaxed);
  }
  return totals_;
}

}  // namespace cent::detail

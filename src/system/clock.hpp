#pragma once
#include <algorithm>
#include <chrono>

namespace cent::detail {

/// Time, sleep and random numbers, so that tests can control them.
class Clock {
 public:
  using Time = std::chrono::steady_clock::time_point;
  virtual Time now() = 0;
  virtual void sleep_for(std::chrono::milliseconds duration) = 0;
  /// Uniformly distributed in [0, 1).
  virtual double random() = 0;

 protected:
  ~Clock() = default;
};

/// Returns the sum, or the maximum if it would overflow.
inline Clock::Time later(Clock::Time time, std::chrono::milliseconds by) {
  constexpr std::chrono::hours kForEver{24 * 365 * 50};
  return time + std::min<std::chrono::milliseconds>(by, kForEver);
}

/// The clock of the operating system.
Clock& system_clock();

}  // namespace cent::detail

#pragma once
#include <algorithm>
#include <chrono>

namespace cent::detail {

/// Time, waiting and chance, so that tests can set them.
class Clock {
 public:
  using Time = std::chrono::steady_clock::time_point;
  virtual Time now() = 0;
  virtual void sleep_for(std::chrono::milliseconds duration) = 0;
  /// Evenly distributed in [0, 1).
  virtual double random() = 0;

 protected:
  ~Clock() = default;
};

/// So much later; "for ever" does not overflow.
inline Clock::Time later(Clock::Time time, std::chrono::milliseconds by) {
  constexpr std::chrono::hours kForEver{24 * 365 * 50};
  return time + std::min<std::chrono::milliseconds>(by, kForEver);
}

/// The machine's own.
Clock& system_clock();

}  // namespace cent::detail

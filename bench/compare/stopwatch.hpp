#pragma once
#include <ctime>

namespace cent::bench {

inline double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Wall and CPU time since construction. CPU time is that of all threads of this process, not of the server.
class Stopwatch {
 public:
  [[nodiscard]] double wall() const { return seconds_of(CLOCK_MONOTONIC) - wall_; }
  [[nodiscard]] double cpu() const { return seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_; }

 private:
  double wall_ = seconds_of(CLOCK_MONOTONIC);
  double cpu_ = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
};

}  // namespace cent::bench

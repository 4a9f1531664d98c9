#pragma once
#include <chrono>

#include "observe/log_writer.hpp"

namespace cent::test {

/// A clock that stands still until a test moves it.
struct LogTime {
  inline static std::chrono::milliseconds since{0};
  static detail::LogClock clock() {
    since = std::chrono::milliseconds{0};
    detail::LogClock clock;
    clock.now = [] { return std::chrono::steady_clock::time_point{} + std::chrono::hours{1} + since; };
    clock.date = [] {
      return std::chrono::system_clock::time_point{} + std::chrono::milliseconds{1'769'903'999'123} + since;
    };
    return clock;
  }
};

}  // namespace cent::test

#pragma once
#include <algorithm>
#include <chrono>

namespace cent::test {

/// How far beyond a deadline a call may end.
inline constexpr std::chrono::milliseconds kOvershoot{200};

inline constexpr int kTries = 10;

/// The shortest time that `call` took in up to kTries tries, which end once it is `good` or below. What a
/// busy machine adds differs from try to try; what the library adds does not.
template <class Call>
std::chrono::milliseconds best_time(std::chrono::milliseconds good, const Call& call) {
  auto best = std::chrono::milliseconds::max();
  for (int i = 0; i < kTries && best > good; ++i) {
    const auto start = std::chrono::steady_clock::now();
    call();
    best = std::min(best, std::chrono::duration_cast<std::chrono::milliseconds>(
                              std::chrono::steady_clock::now() - start));
  }
  return best;
}

}  // namespace cent::test

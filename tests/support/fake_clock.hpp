#pragma once
#include <chrono>
#include <vector>

#include "system/clock.hpp"

namespace cent::test {

/// A clock that moves only when somebody sleeps or advances it.
class FakeClock final : public detail::Clock {
 public:
  Time now() override { return now_; }
  void sleep_for(std::chrono::milliseconds duration) override {
    sleeps.push_back(duration);
    now_ += duration;
  }
  double random() override { return chance; }
  void advance(std::chrono::milliseconds by) { now_ += by; }
  void set(Time to) { now_ = to; }

  std::vector<std::chrono::milliseconds> sleeps;
  double chance = 0.5;

 private:
  Time now_{std::chrono::seconds{1000}};
};

}  // namespace cent::test

#include "system/clock.hpp"

#include <thread>

#include "system/random.hpp"

namespace cent::detail {
namespace {

class SystemClock final : public Clock {
 public:
  Time now() override { return std::chrono::steady_clock::now(); }
  void sleep_for(std::chrono::milliseconds duration) override { std::this_thread::sleep_for(duration); }
  double random() override {
    // From the system, so that jitter differs between forked children, too.
    return static_cast<double>(random_bits() >> 11U) * 0x1.0p-53;
  }
};

}  // namespace

Clock& system_clock() {
  static SystemClock clock;
  return clock;
}

}  // namespace cent::detail

#include "faults.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>

namespace cent::testing::dev {

namespace {

void check(const RequestFault& fault) {
  if (fault.status != 0 && (fault.status < 400 || fault.status > 599)) {
    throw std::invalid_argument("dev server: a fault's status must be 0 or 400 to 599, not " +
                                std::to_string(fault.status));
  }
}

}  // namespace

Faults::Faults(const RandomFaults& random) : random_(random), generator_(random.seed) {
  check(random.fault);
  if (!(random.share >= 0 && random.share <= 1)) {
    throw std::invalid_argument("dev server: the share of failing requests must be 0 to 1");
  }
  if (random.min_delay.count() < 0 || random.min_delay > random.max_delay) {
    throw std::invalid_argument("dev server: the minimum delay must be 0 to the maximum delay");
  }
}

void Faults::fail_next(std::size_t requests, RequestFault fault) {
  check(fault);
  const std::lock_guard<std::mutex> lock(mutex_);
  requested_.insert(requested_.end(), requests, fault);
}

void Faults::delay(std::chrono::milliseconds by) {
  if (by.count() < 0) throw std::invalid_argument("dev server: a delay cannot be negative");
  const std::lock_guard<std::mutex> lock(mutex_);
  random_.min_delay = random_.max_delay = by;
}

Faults::Decision Faults::next() {
  const std::lock_guard<std::mutex> lock(mutex_);
  // Both drawn for every request, so that the sequence depends only on the seed. The standard defines this
  // generator, but not its distributions.
  const auto fraction = [&] { return static_cast<double>(generator_() >> 11) * 0x1p-53; };
  const double fails = fraction();
  const double waits = fraction();
  Decision decision;
  if (!requested_.empty()) {
    decision.fault = requested_.front();
    requested_.pop_front();
  } else if (fails < random_.share) {
    decision.fault = random_.fault;
  }
  const auto range = static_cast<double>((random_.max_delay - random_.min_delay).count());
  decision.delay = random_.min_delay + std::chrono::milliseconds(static_cast<std::int64_t>(waits * range));
  return decision;
}

}  // namespace cent::testing::dev

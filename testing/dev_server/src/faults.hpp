#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <random>

#include <cent/testing/dev_server.hpp>

namespace cent::testing::dev {

/// Decides which API requests fail on demand, and how long their answers wait. Thread safe.
class Faults {
 public:
  struct Decision {
    std::optional<RequestFault> fault;
    std::chrono::milliseconds delay{0};
  };

  /// Throws `std::invalid_argument`, as do the other functions.
  explicit Faults(const RandomFaults& random);

  void fail_next(std::size_t requests, RequestFault fault);
  void delay(std::chrono::milliseconds by);

  /// To be called once for each request. Requested faults come before random ones.
  Decision next();

 private:
  std::mutex mutex_;
  RandomFaults random_;
  std::mt19937_64 generator_;
  std::deque<RequestFault> requested_;
};

}  // namespace cent::testing::dev

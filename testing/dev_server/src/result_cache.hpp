#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

#include "history.hpp"

namespace cent::testing::dev {

/// Results of calls with an idempotency key, kept for 300 s from the first call. Not thread safe.
class ResultCache {
 public:
  static constexpr std::chrono::seconds kKept{300};

  const Position* find(const std::string& name, Clock::time_point now) {
    drop_old(now);
    const auto found = results_.find(name);
    return found == results_.end() ? nullptr : &found->second;
  }

  void save(std::string name, Position position, Clock::time_point now) {
    ages_.emplace_back(now + kKept, name);
    results_[std::move(name)] = std::move(position);
  }

 private:
  void drop_old(Clock::time_point now) {
    while (!ages_.empty() && ages_.front().first <= now) {
      results_.erase(ages_.front().second);
      ages_.pop_front();
    }
  }

  std::unordered_map<std::string, Position> results_;
  std::deque<std::pair<Clock::time_point, std::string>> ages_;  // in the order of saving and thus of expiry
};

}  // namespace cent::testing::dev

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "history.hpp"

namespace cent::testing::dev {

/// Tasks to run at given times of the store's clock. Not thread safe.
class Agenda {
 public:
  /// Identifies a task for `cancel`.
  using Entry = std::pair<Clock::time_point, std::uint64_t>;

  Entry at(Clock::time_point time, std::function<void()> task) {
    const Entry entry{time, ++count_};
    tasks_.emplace(entry, std::move(task));
    return entry;
  }

  /// Has no effect if the task has run.
  void cancel(const Entry& entry) { tasks_.erase(entry); }

  /// Runs the tasks that are due, the earliest first. A task may add others.
  void run_due(Clock::time_point now) {
    while (!tasks_.empty() && tasks_.begin()->first.first <= now) {
      const auto due = tasks_.extract(tasks_.begin());
      due.mapped()();
    }
  }

  /// When the next task is due.
  std::optional<Clock::time_point> next() const {
    if (tasks_.empty()) return std::nullopt;
    return tasks_.begin()->first.first;
  }

 private:
  std::map<Entry, std::function<void()>> tasks_;
  std::uint64_t count_ = 0;
};

}  // namespace cent::testing::dev

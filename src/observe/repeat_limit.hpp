#pragma once
#include <atomic>
#include <cent/log_observer.hpp>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "observe/log_line.hpp"

namespace cent::detail {

/// A line and its level.
struct LeveledLine {
  LogLevel level;
  LogLine line;
};

/// Counts lines that are like an earlier one instead of passing them on. Thread safe.
class RepeatLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit RepeatLimit(std::chrono::milliseconds window) : window_(window) {}

  /// Takes a line and appends to `out` the lines to be written now: it alone if it is the first of its kind,
  /// and before it the last line of each kind whose window is over.
  void take(const std::string& kind, LeveledLine line, Time now, std::vector<LeveledLine>& out);
  /// Appends to `out` the lines that are due.
  void take_due(Time now, std::vector<LeveledLine>& out);
  /// True if take_due() may have something. Costs nothing.
  [[nodiscard]] bool holds_back() const noexcept { return holds_back_.load(std::memory_order_relaxed); }
  /// Appends to `out` all lines that were held back.
  void take_all(std::vector<LeveledLine>& out);

 private:
  struct Kind {
    Time begin;                       ///< When a line of this kind was written.
    Time last;                        ///< When the last one came.
    std::uint64_t repeated = 0;       ///< Lines since `begin`.
    std::optional<LeveledLine> line;  ///< The last one of them.
  };

  void write_due(Time now, std::vector<LeveledLine>& out);
  static void write_kind(Kind& kind, std::vector<LeveledLine>& out);

  const std::chrono::milliseconds window_;
  std::atomic<bool> holds_back_{false};
  std::mutex mutex_;
  std::unordered_map<std::string, Kind> kinds_;
  Time next_due_ = Time::max();
};

}  // namespace cent::detail

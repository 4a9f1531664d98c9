#pragma once
#include <string>

namespace demo {

/// Prints the demo's steps, one line each, and counts failures.
class Report {
 public:
  void say(const std::string& line) const;
  /// Prints a step with its result: `ok` or `FAILED`.
  void check(bool good, const std::string& line);
  [[nodiscard]] int failures() const noexcept { return failures_; }

 private:
  int failures_ = 0;
};

}  // namespace demo

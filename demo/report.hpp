#pragma once
#include <string>

namespace demo {

/// What the demo shows, a line a step, and whether all of it was as it should be.
class Report {
 public:
  void say(const std::string& line) const;
  /// A step with its result: `✓` or `✗`.
  void check(bool good, const std::string& line);
  [[nodiscard]] int failures() const noexcept { return failures_; }

 private:
  int failures_ = 0;
};

}  // namespace demo

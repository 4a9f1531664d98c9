#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cent::testing::dev {

/// The pattern of `channels`: `*` (any text, `:` and `/` too), `?`, `[a-z]`, `{one,other}`.
class Glob {
 public:
  explicit Glob(std::string_view pattern);

  /// Brackets and braces are closed.
  bool valid() const { return valid_; }
  bool matches(const std::string& text) const;

 private:
  std::vector<std::string> alternatives_;  // without braces
  bool valid_ = true;
};

}  // namespace cent::testing::dev

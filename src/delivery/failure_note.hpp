#pragma once
#include <string>

namespace cent::detail {

/// The last failure of a client's attempts, for the errors of commands that were never attempted. For one
/// thread.
class FailureNote {
 public:
  void failed(const std::string& cause) {
    cause_ = cause;
    ++in_a_row_;
  }
  void succeeded() noexcept {
    if (in_a_row_ == 0) return;
    cause_.clear();
    in_a_row_ = 0;
  }
  /// A clause for an error's text. Empty if the last attempt succeeded.
  [[nodiscard]] std::string clause() const {
    if (in_a_row_ == 0) return {};
    std::string text = "; last failure: " + cause_;
    if (in_a_row_ > 1)
      text.append(" (").append(std::to_string(in_a_row_)).append(" attempts failed in a row)");
    return text;
  }

 private:
  std::string cause_;
  unsigned long in_a_row_ = 0;
};

}  // namespace cent::detail

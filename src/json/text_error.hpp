#pragma once
#include <cstddef>
#include <string>

namespace cent::detail {

/// The fault in a text and its position. Internal: each entry point turns it into the error that its caller
/// expects (UsageError before sending, RequestException for a reply).
struct TextError {
  std::string reason;
  std::size_t offset = 0;  ///< Byte offset in the text.
  std::string path{};      ///< Member path, for example `publications[3].offset`; grows while unwinding.

  /// Prepends a step to the path: a member's name or an index in brackets.
  void within(const std::string& step) {
    const bool joined = path.empty() || path.front() == '[';
    path = step + (joined ? "" : ".") + path;
  }

  /// `publications[3].offset: not an integer (at byte 17)`.
  [[nodiscard]] std::string message() const {
    const std::string at = " (at byte " + std::to_string(offset) + ")";
    return path.empty() ? reason + at : path + ": " + reason + at;
  }
};

}  // namespace cent::detail

#pragma once
#include <cstddef>
#include <ostream>
#include <stdexcept>
#include <string_view>

namespace cent::cli {

/// `automatic`: a table on a terminal, JSON lines otherwise.
enum class Style { automatic, table, json };

/// The output cannot be written: a full disk.
struct OutputFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The reader of the output is gone, as in `cent history news | head -1`. Not an error.
struct OutputClosed {};

/// The standard output of the program, as people or programs read it.
class Output {
 public:
  /// @param out Unowned.
  /// @param columns Its width, if it is a terminal.
  Output(std::ostream& out, bool is_terminal, std::size_t columns)
      : out_(out), is_terminal_(is_terminal), columns_(columns) {}

  Style style = Style::automatic;  ///< As the user asks for it.

  [[nodiscard]] bool is_table() const {
    return style == Style::table || (style == Style::automatic && is_terminal_);
  }
  [[nodiscard]] std::size_t columns() const { return columns_; }

  /// One JSON value, in one of the two styles. It may hold line breaks and invalid UTF-8.
  void value(std::string_view json);
  /// Text, as it is.
  void text(std::string_view text);
  /// @throws OutputFailed, OutputClosed
  void flush();

 private:
  std::ostream& out_;
  bool is_terminal_;
  std::size_t columns_;
};

}  // namespace cent::cli

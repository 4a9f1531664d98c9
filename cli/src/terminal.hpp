#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Text for terminals: their width, characters that they act on, line breaks.
namespace cent::cli {

/// Columns of the terminal: `COLUMNS`, else what the terminal of the descriptor says, else 80.
[[nodiscard]] std::size_t columns_of(int descriptor);
/// Rows of the terminal of the descriptor, else 24.
[[nodiscard]] std::size_t rows_of(int descriptor);
[[nodiscard]] bool is_terminal(int descriptor) noexcept;

/// Columns that valid UTF-8 without control characters takes.
[[nodiscard]] std::size_t width_of(std::string_view text);

/// The text with each character that a terminal may act on in JSON's spelling (`\u001b`): control characters,
/// those that turn the direction of writing, line separators. A byte that is not UTF-8 becomes `\xff`.
[[nodiscard]] std::string printable(std::string_view text);

/// Lines of at most `width` columns, broken at blanks where there are some. A line break in the text stays
/// one. At least one line.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace cent::cli

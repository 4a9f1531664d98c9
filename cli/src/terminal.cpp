#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cwchar>
#include <string>

#include "json/utf8.hpp"

namespace cent::cli {
namespace {

constexpr std::size_t kUsualColumns = 80;
constexpr std::size_t kUsualRows = 24;

/// Zeros if the descriptor is no terminal.
winsize size_of(int descriptor) {
  winsize size{};
  ::ioctl(descriptor, TIOCGWINSZ, &size);
  return size;
}

/// One character of UTF-8 at the start of the text. `size` 0: the first byte begins none.
struct Character {
  char32_t code = 0;
  std::size_t size = 0;
};

Character first_of(std::string_view text) {
  const std::size_t size = detail::utf8_sequence(text, 0);
  if (size == 0) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  char32_t code = size == 1 ? byte(0) : byte(0) & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) code = code << 6 | (byte(i) & 0x3Fu);
  return {code, size};
}

bool acts_on_terminal(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

std::string hex(std::string_view prefix, unsigned value, int digits) {
  std::string text{prefix};
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) text += "0123456789abcdef"[value >> shift & 15u];
  return text;
}

std::size_t columns_of_character(char32_t code) {
  const int width = ::wcwidth(static_cast<wchar_t>(code));
  return width < 0 ? 1 : static_cast<std::size_t>(width);
}

/// Bytes of the longest beginning that fits, at least one character.
std::size_t fitting(std::string_view text, std::size_t width) {
  std::size_t taken = 0;
  std::size_t columns = 0;
  while (taken < text.size()) {
    const Character next = first_of(text.substr(taken));
    columns += next.size == 0 ? 1 : columns_of_character(next.code);
    if (taken > 0 && columns > width) break;
    taken += std::max<std::size_t>(next.size, 1);
  }
  return taken;
}

void wrap_line(std::string_view line, std::size_t width, std::vector<std::string>& lines) {
  do {
    std::size_t taken = fitting(line, width);
    std::size_t next = taken;
    if (taken < line.size()) {
      const std::size_t blank = line.substr(0, taken + 1).rfind(' ');
      if (blank != std::string_view::npos && blank > 0) next = (taken = blank) + 1;
    }
    lines.emplace_back(line.substr(0, taken));
    line.remove_prefix(next);
  } while (!line.empty());
}

}  // namespace

std::size_t columns_of(int descriptor) {
  std::size_t columns = 0;
  if (const char* const text = std::getenv("COLUMNS")) {  // NOLINT(concurrency-mt-unsafe): one thread
    const std::string_view digits{text};
    std::from_chars(digits.data(), digits.data() + digits.size(), columns);
  }
  if (columns == 0) columns = size_of(descriptor).ws_col;
  return columns == 0 ? kUsualColumns : columns;
}

std::size_t rows_of(int descriptor) {
  const std::size_t rows = size_of(descriptor).ws_row;
  return rows > 1 ? rows : kUsualRows;
}

bool is_terminal(int descriptor) noexcept { return ::isatty(descriptor) == 1; }

std::size_t width_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Character next = first_of(text);
    columns += next.size == 0 ? 1 : columns_of_character(next.code);
    text.remove_prefix(std::max<std::size_t>(next.size, 1));
  }
  return columns;
}

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const Character next = first_of(text);
    if (next.size == 0) {
      shown += hex("\\x", static_cast<unsigned char>(text.front()), 2);
    } else if (acts_on_terminal(next.code)) {
      shown += hex("\\u", static_cast<unsigned>(next.code), 4);
    } else {
      shown += text.substr(0, next.size);
    }
    text.remove_prefix(std::max<std::size_t>(next.size, 1));
  }
  return shown;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    wrap_line(text.substr(0, end), width, lines);
    if (end == text.size()) return lines;
    text.remove_prefix(end + 1);
  }
}

}  // namespace cent::cli

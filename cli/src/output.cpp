#include "output.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "terminal.hpp"
#include "value_table.hpp"

namespace cent::cli {

void Output::value(std::string_view json) {
  if (is_table()) {
    out_ << table_of(json, columns_);
  } else {
    std::string one_line{json};
    // JSON has them only between tokens.
    const auto is_break = [](char c) { return c == '\n' || c == '\r'; };
    one_line.erase(std::remove_if(one_line.begin(), one_line.end(), is_break), one_line.end());
    out_ << (is_terminal_ ? printable(one_line) : one_line) << '\n';
  }
  flush();
}

void Output::text(std::string_view text) {
  out_ << text;
  flush();
}

void Output::flush() {
  errno = 0;
  if (out_.flush()) return;
  const int error = errno;
  if (error == EPIPE) throw OutputClosed{};
  throw OutputFailed{std::string("the output cannot be written: ") +
                     (error == 0 ? "it failed" : std::strerror(error))};  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace cent::cli

#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cent::cli {

/// One record of comma-separated values, as RFC 4180 describes them. It is taken line by line, since a field
/// in quotes may have several.
class CsvRecord {
 public:
  /// Takes a line without its line feed. Returns true if the record is complete, false if a field in quotes
  /// goes on in the next line. @throws detail::TextError
  bool add(std::string_view line);
  /// Valid until the next call of add() after a complete record.
  [[nodiscard]] const std::vector<std::string>& fields() const noexcept { return fields_; }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

 private:
  enum class State { start, plain, quoted, behind_quotes };

  std::vector<std::string> fields_;
  State state_ = State::start;
  std::size_t bytes_ = 0;
};

}  // namespace cent::cli

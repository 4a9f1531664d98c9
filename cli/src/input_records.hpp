#pragma once
#include <cent/json.hpp>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "csv_record.hpp"
#include "input_lines.hpp"

namespace cent::cli {

/// How standard input is read: a JSON value a line, a text a line, or comma-separated values with a header.
enum class InputForm { json, lines, csv };
[[nodiscard]] const char* name_of(InputForm form) noexcept;

/// A line that is not as it should be. The reader has passed over it.
struct BadInput : std::runtime_error {
  /// `line 812, column 9: the JSON text ends too early: {"n": 81`, without what a terminal would act on.
  /// @param offset Of the fault, in bytes.
  BadInput(std::uint64_t number, std::size_t offset, const std::string& reason, std::string_view line);
};

/// Reads payloads from lines.
class RecordReader {
 public:
  /// The bytes of a command that servers and proxies may still take.
  static constexpr std::size_t kMaxBytes = 8 * 1024 * 1024 - 4096;

  RecordReader(LineReader::Source source, InputForm form)
      : lines_(std::move(source), kMaxBytes), form_(form) {}

  /// Reads the header of comma-separated values, if that is the form. To be called first.
  /// @throws BadInput, InputFailed
  void begin();
  /// Passes over what lies before the position.
  void skip_to(const InputPosition& position) {
    if (position.bytes > lines_.position().bytes) lines_.skip_to(position);
  }
  /// Reads the next payload. Lines with blanks alone are passed over, except in the form `lines`. Returns
  /// false at the end. @throws BadInput
  bool next(Json& payload);
  /// Behind the payload, or the bad line.
  [[nodiscard]] const InputPosition& position() const noexcept { return lines_.position(); }

 private:
  bool next_line();
  bool next_csv(std::string& object);
  bool read_csv_fields();
  [[noreturn]] void fail(const std::string& reason, std::size_t offset = 0) const;

  LineReader lines_;
  InputForm form_;
  std::string line_;
  CsvRecord record_;
  std::vector<std::string> names_;  ///< Of the header, as JSON with a colon.
};

}  // namespace cent::cli

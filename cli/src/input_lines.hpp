#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cent::cli {

/// A place between two lines of the input.
struct InputPosition {
  std::uint64_t lines = 0;                   ///< Before it.
  std::uint64_t bytes = 0;                   ///< Before it.
  std::uint64_t hash = 0xcbf29ce484222325U;  ///< FNV-1a of these bytes: tells another input from this one.
};

/// The input cannot be read, or is not the one that it should be.
struct InputFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Splits input into lines, in memory that does not grow with it.
class LineReader {
 public:
  /// Reads at most so many bytes. Returns 0 at the end. Its exceptions pass through.
  using Source = std::function<std::size_t(char*, std::size_t)>;

  /// @param max_bytes Of a line. The rest of a longer one is passed over.
  LineReader(Source source, std::size_t max_bytes) : source_(std::move(source)), max_bytes_(max_bytes) {}

  /// Reads the next line without its line feed. Returns false at the end.
  bool next(std::string& line);
  /// Whether the line read last was longer than max_bytes.
  [[nodiscard]] bool is_cut() const noexcept { return is_cut_; }
  /// Behind the line read last.
  [[nodiscard]] const InputPosition& position() const noexcept { return position_; }
  /// Passes over what lies before the position. @throws InputFailed if the input is another.
  void skip_to(const InputPosition& position);

 private:
  /// Bytes that are there; empty at the end.
  std::string_view more();
  void pass(std::string_view bytes);

  Source source_;
  std::size_t max_bytes_;
  std::vector<char> buffer_ = std::vector<char>(64 * 1024);
  std::string_view rest_{};
  InputPosition position_{};
  bool is_cut_ = false;
};

}  // namespace cent::cli

#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "input_lines.hpp"

namespace cent::cli {

/// How far the lines of an input were published, in a file.
struct Checkpoint {
  std::string channel{};
  std::string form{};
  /// Random text in the idempotency keys, the same in every run that continues.
  std::string run{};
  InputPosition position{};  ///< Nothing before it needs to be sent again.
  /// In Unix seconds: before that none of the lines behind the position was sent. 0: none of them was
  /// published.
  std::int64_t in_doubt_since = 0;
};

/// Returns nothing if there is no such file. @throws UsageError if it is not a checkpoint.
[[nodiscard]] std::optional<Checkpoint> read_checkpoint(const std::string& file);

/// Puts the new file in the place of the old one when it is on the disk. @throws std::runtime_error
void write_checkpoint(const std::string& file, const Checkpoint& checkpoint);

}  // namespace cent::cli

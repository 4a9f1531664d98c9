#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/recording.hpp"

namespace cent::test {

/// Replaces whatever differs from run to run (identifiers, times, versions, metrics), as in the recordings.
std::string normalise(const std::string& text);

/// Every JSON value of a body in a form that can be compared: order of members dropped, escapes resolved,
/// numbers as they are spelled. Nothing if it is not JSON.
std::optional<std::vector<std::string>> json_values(std::string_view text);

enum class Verdict {
  same,    ///< To the byte.
  text,    ///< The same values, written otherwise.
  differs  ///< Another status, type or value.
};

Verdict judge(const Seen& expected, const Seen& seen);

/// For the output of a test.
std::string to_text(const Seen& seen);

}  // namespace cent::test

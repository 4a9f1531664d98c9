#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "support/plain_http.hpp"

/// Answers of real servers, as they are kept in recorded/*.json.
namespace cent::test {

/// The answer. Of a subscriber's stream: status and lines.
struct Seen {
  int status = 0;
  std::optional<std::string> content_type{};  ///< Nothing: no such header. May be there and empty.
  std::string body{};
  std::vector<std::string> lines{};
};

struct Step {
  enum class Kind {
    exchange,  ///< A request and its answer.
    open,      ///< Opens a subscriber's stream and reads its first line.
    read,      ///< Reads lines of an open stream.
    pause      ///< Real servers needed a moment here.
  };
  Kind kind = Kind::exchange;
  RawRequest request{};
  std::string stream{};
  std::size_t lines = 0;
  Seen seen{};
};

struct Scenario {
  std::string name{};
  std::vector<Step> steps{};
};

struct Recording {
  std::string server{};
  std::string generation{};
  std::vector<Scenario> scenarios{};

  [[nodiscard]] std::size_t steps() const;
};

/// The recordings, by generation: v2, v3, v5, v6.
const std::vector<Recording>& recordings();
const Recording& recording(const std::string& generation);

/// Answers that a v4 server (4.1.5) would have given: there is no recording of one, so this is v3's with the
/// changes that came with 4.0 and 4.1. Behaviour that v4 shares with v5 is taken from v5's recording.
Recording derived_v4();

}  // namespace cent::test

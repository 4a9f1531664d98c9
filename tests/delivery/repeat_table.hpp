#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace cent::test {

/// One cell of repeat_table.txt.
struct RepeatCase {
  std::string policy{};
  std::string server{};   ///< Version that `info` answers; `silent`: it does not answer.
  std::string faults{};   ///< `once`, `always`, `after an unknown outcome always`.
  std::string command{};  ///< `publish+key`.
  std::string fault{};    ///< `status 503`.
  int attempts = 0;
  std::string outcome{};
  [[nodiscard]] std::string name() const {
    return command + " under " + fault + " (" + policy + ", server " + server + ", " + faults + ")";
  }
};

/// @throws std::runtime_error at a line that cannot be read.
std::vector<RepeatCase> read_repeat_table(const std::string& path);

}  // namespace cent::test

#pragma once
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "faults/lib/child.hpp"
#include "support/test_folder.hpp"

namespace cent::test {

/// The program `cent` as a child process, with settings of its own and without a terminal.
class Cent {
 public:
  struct Ended {
    int code = -1;  ///< -1: it did not end in time.
    std::string out{};
    std::string err{};
  };

  /// For the program's environment, beside PATH.
  void set(const std::string& name, const std::string& value) { environment_.emplace_back(name, value); }
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& environment() const {
    return environment_;
  }
  [[nodiscard]] std::string path(const std::string& file) const { return folder_.path(file); }

  /// Runs it. `$CENT` in the script is the program.
  Ended shell(const std::string& script) {
    const std::string all = "exec 2>'" + path("err") + "'; " + script;
    Child child({"/bin/sh", "-c", all}, path("out"), {environment_, folder_.path()});
    const auto status = child.wait(std::chrono::seconds{60});
    return {status.value_or(-1), read_file(path("out")), read_file(path("err"))};
  }
  Ended run(const std::vector<std::string>& words, const std::string& input = {}) {
    write_file(path("in"), input);
    std::string script = "\"$CENT\"";
    for (const std::string& word : words) script += " " + quoted(word);
    return shell(script + " <in");
  }
  /// Starts a script and returns at once.
  Child start_shell(const std::string& script) {
    return Child{{"/bin/sh", "-c", script}, path("out"), {environment_, folder_.path()}};
  }
  /// Starts it and returns at once.
  Child start(std::vector<std::string> words) {
    words.insert(words.begin(), CENT_CLI);
    return Child{std::move(words), path("out"), {environment_, folder_.path()}};
  }

  static std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
  }

 private:
  TestFolder folder_{};
  std::vector<std::pair<std::string, std::string>> environment_ = {{"XDG_CONFIG_HOME", folder_.path()},
                                                                   {"CENT", CENT_CLI},
                                                                   {"CENT_TIMEOUT", "20s"},
                                                                   {"CENT_API_KEY", "api_key"}};
};

}  // namespace cent::test

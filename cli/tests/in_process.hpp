#pragma once
#include <cent/testing/dev_server.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "cli/src/program.hpp"
#include "support/test_folder.hpp"

namespace cent::test {

/// Sets variables, and takes them back with itself.
class Variables {
 public:
  void set(const std::string& name, const std::string& value) {
    ::setenv(name.c_str(), value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread
    names_.push_back(name);
  }
  Variables() = default;
  ~Variables() {
    for (const std::string& name : names_) ::unsetenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
  }
  Variables(const Variables&) = delete;
  Variables& operator=(const Variables&) = delete;

 private:
  std::vector<std::string> names_;
};

struct Ended {
  int code = -1;
  std::string out{};
  std::string err{};
};

/// Runs the command line in this process, without a terminal.
inline Ended run_cent(std::vector<std::string> arguments, const std::string& input = {}) {
  arguments.insert(arguments.begin(), "cent");
  std::vector<const char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  std::istringstream in{input};
  std::ostringstream out;
  std::ostringstream err;
  cli::Context context{in, err, cli::Output{out, false, 80}};
  const int code = cli::run_program(static_cast<int>(pointers.size()), pointers.data(), context);
  return {code, out.str(), err.str()};
}

/// A configuration folder of its own, so that none of the user's settings count.
class Settings {
 public:
  Settings() {
    variables.set("XDG_CONFIG_HOME", folder.path());
    std::filesystem::create_directory(folder.path("cent"));
  }
  /// Writes the file of profiles.
  void write_config(const std::string& text) { write("cent/config.toml", text); }
  /// Writes a file that only its owner can read.
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream{folder.path(name)} << text;
    std::filesystem::permissions(folder.path(name), std::filesystem::perms{0600});
    return folder.path(name);
  }

  TestFolder folder{};
  Variables variables{};
};

/// The command line on a dev server of its own.
class OnDevServer : public ::testing::Test {
 protected:
  OnDevServer() {
    settings.variables.set("CENT_URL", server.address());
    settings.variables.set("CENT_API_KEY", "api_key");
    settings.variables.set("CENT_TIMEOUT", "20s");
  }
  Settings settings{};
  testing::DevServer server{};
};

}  // namespace cent::test

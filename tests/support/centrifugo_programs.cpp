#include "support/centrifugo_programs.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <system_error>

namespace cent::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> parts_of(const char* name) {
  const char* const text = std::getenv(name);
  std::vector<std::string> parts;
  std::istringstream in(text == nullptr ? "" : text);
  for (std::string part; std::getline(in, part, ':');) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

bool is_program(const std::string& path) {
  std::error_code ignored;
  return access(path.c_str(), X_OK) == 0 && fs::is_regular_file(path, ignored);
}

void add_new(std::vector<std::string>& programs, const std::string& path) {
  for (const std::string& one : programs) {
    std::error_code ignored;
    if (fs::equivalent(one, path, ignored)) return;
  }
  programs.push_back(path);
}

}  // namespace

std::vector<std::string> centrifugo_programs() {
  std::vector<std::string> programs = parts_of("CENTRIFUGO_BIN");
  for (const std::string& folder : parts_of("PATH")) {
    const std::string path = folder + "/centrifugo";
    if (!is_program(path)) continue;
    add_new(programs, path);
    break;
  }
  const char* const found = std::getenv("CENT_CENTRIFUGO");
  if (found != nullptr && *found != '\0') add_new(programs, found);
  return programs;
}

std::string centrifugo_program() {
  const char* const found = std::getenv("CENT_CENTRIFUGO");
  if (found != nullptr && *found != '\0') return found;
  const auto programs = centrifugo_programs();
  return programs.empty() ? std::string{} : programs.front();
}

}  // namespace cent::test

#pragma once
#include <gtest/gtest.h>

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace cent::test {

/// A folder of this test alone, removed with its owner.
class TestFolder {
 public:
  TestFolder() : path_((std::filesystem::temp_directory_path() / "cent-test-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr) {
      throw std::system_error(errno, std::generic_category(), "no temporary folder");
    }
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  /// The folder, or a file in it.
  [[nodiscard]] std::string path(const std::string& file = {}) const {
    return file.empty() ? path_ : path_ + "/" + file;
  }

 private:
  std::string path_;
};

/// The path of a Unix socket. Test programs that run at the same time have different ones.
inline std::string socket_path(const std::string& name) {
  return ::testing::TempDir() + "/cent-" + name + "-" + std::to_string(::getpid()) + ".sock";
}

}  // namespace cent::test

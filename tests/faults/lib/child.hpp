#pragma once
#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/test_folder.hpp"

namespace cent::test {

/// Options of a child process.
struct ChildSetup {
  std::vector<std::pair<std::string, std::string>> environment{};  ///< Added to this process's own.
  std::string folder{};  ///< Its working directory; empty: this process's.
};

/// A child process whose output goes to a file. It ends with its owner, and at the latest with this process.
class Child {
 public:
  /// @throws std::runtime_error if it cannot be started.
  Child(std::vector<std::string> command, std::string output_file, const ChildSetup& setup = {});
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  /// SIGTERM, and SIGKILL if that does not help.
  ~Child();

  /// Exit status once it has ended by itself; a signal counts as 128 and its number.
  std::optional<int> ended();
  /// Waits for its end. Nothing if it takes longer.
  std::optional<int> wait(std::chrono::milliseconds at_most);
  /// Below zero once it has ended.
  [[nodiscard]] pid_t pid() const noexcept { return pid_; }
  void signal(int number) const noexcept;
  /// Its output so far.
  [[nodiscard]] std::string output() const;

 private:
  std::string output_file_;
  pid_t pid_ = -1;
  std::optional<int> status_{};
};

std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& text);

}  // namespace cent::test

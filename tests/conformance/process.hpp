#pragma once
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace cent::test {

/// A child process whose output goes to a file. It ends with its owner, at the latest with this process.
class Process {
 public:
  /// @throws std::runtime_error if it cannot be started.
  Process(const std::vector<std::string>& command, const std::string& output_file);
  /// SIGTERM, then SIGKILL.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Exit status once it has ended by itself.
  std::optional<int> ended();

 private:
  pid_t pid_ = -1;
};

/// Runs a command to its end and gives what it wrote.
/// @throws std::runtime_error if it cannot be started, fails or takes longer than ten seconds.
std::string output_of(const std::vector<std::string>& command, const std::string& folder);

std::string read_file(const std::string& path);

/// A folder of this process alone, removed with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_{};
};

}  // namespace cent::test

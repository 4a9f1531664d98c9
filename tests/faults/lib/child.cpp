#include "faults/lib/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace cent::test {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environment_of(const ChildSetup& setup) {
  std::vector<std::string> all;
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string text = *one;
    bool replaced = false;
    for (const auto& [name, value] : setup.environment) {
      replaced = replaced || text.compare(0, name.size() + 1, name + "=") == 0;
    }
    if (!replaced) all.push_back(text);
  }
  for (const auto& [name, value] : setup.environment) all.push_back(name + "=" + value);
  return all;
}

}  // namespace

Child::Child(std::vector<std::string> command, std::string output_file, const ChildSetup& setup)
    : output_file_(std::move(output_file)) {
  // All that needs memory comes before the fork: this process may have threads.
  const std::string program = command.front();
  std::vector<std::string> environment = environment_of(setup);
  const std::vector<char*> arguments = pointers_to(command);
  const std::vector<char*> variables = pointers_to(environment);
  const int output = open(output_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (output < 0) throw std::runtime_error("cannot write " + output_file_);
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!setup.folder.empty() && chdir(setup.folder.c_str()) != 0) _exit(126);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execvpe(program.c_str(), arguments.data(), variables.data());
    _exit(127);
  }
  close(output);
  if (pid_ < 0) throw std::runtime_error("cannot fork");
}

Child::Child(Child&& other) noexcept
    : output_file_(std::move(other.output_file_)),
      pid_(std::exchange(other.pid_, -1)),
      status_(other.status_) {}

Child::~Child() {
  if (pid_ < 0) return;
  signal(SIGTERM);
  if (wait(std::chrono::seconds{5})) return;
  signal(SIGKILL);
  waitpid(pid_, nullptr, 0);
}

std::optional<int> Child::ended() {
  if (pid_ < 0) return status_;
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  pid_ = -1;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return status_;
}

std::optional<int> Child::wait(std::chrono::milliseconds at_most) {
  const auto end = std::chrono::steady_clock::now() + at_most;
  while (!ended() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return ended();
}

void Child::signal(int number) const noexcept {
  if (pid_ > 0) kill(pid_, number);
}

std::string Child::output() const { return read_file(output_file_); }

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace cent::test

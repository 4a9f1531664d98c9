#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "faults/lib/child.hpp"

namespace cent::test {

/// A server program on a fixed port of loopback that can be killed and started again. Its folder outlives
/// both.
class Restartable {
 public:
  /// True if it can do its work; asked only when its port accepts.
  using Ready = std::function<bool(unsigned short port)>;

  Restartable(std::vector<std::string> command, unsigned short port, Ready ready = {});
  virtual ~Restartable() = default;
  Restartable(const Restartable&) = delete;
  Restartable& operator=(const Restartable&) = delete;

  /// Ready when it returns. @throws std::runtime_error with its log
  void start();
  /// SIGKILL: it says goodbye to nobody.
  void kill();
  [[nodiscard]] unsigned short port() const noexcept { return port_; }
  /// Of the running program.
  [[nodiscard]] pid_t pid() const noexcept { return child_->pid(); }
  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  const std::vector<std::string> command_;
  const unsigned short port_;
  const Ready ready_;
  TestFolder folder_;  ///< For what it writes.
  std::unique_ptr<Child> child_;
};

}  // namespace cent::test

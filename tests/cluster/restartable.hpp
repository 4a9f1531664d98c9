#pragma once
#include <memory>
#include <string>
#include <vector>

#include "faults/lib/child.hpp"

namespace cent::test {

/// A loopback port that nobody uses now.
unsigned short free_port();

/// A server program on a fixed port of loopback that can be killed and started again. Its folder outlives
/// both.
class Restartable {
 public:
  explicit Restartable(std::vector<std::string> command, unsigned short port);
  virtual ~Restartable() = default;
  Restartable(const Restartable&) = delete;
  Restartable& operator=(const Restartable&) = delete;

  /// Listens when it returns. @throws std::runtime_error with its log
  void start();
  /// SIGKILL: it says goodbye to nobody.
  void kill();
  [[nodiscard]] unsigned short port() const noexcept { return port_; }
  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  const std::vector<std::string> command_;
  const unsigned short port_;
  TestFolder folder_;  ///< For what it writes.
  std::unique_ptr<Child> child_;
};

}  // namespace cent::test

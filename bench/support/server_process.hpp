#pragma once
#include <sys/types.h>
#include <string>

namespace cent::bench {

/// A bench server in a separate process, so that its cost is not the client's. It inherits the
/// pinning of the process that starts it and ends with this object.
class ServerProcess {
 public:
  /// `fixed`: one reply for everything. @throws std::runtime_error
  explicit ServerProcess(bool fixed = false);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] int port() const noexcept { return port_; }
  [[nodiscard]] pid_t pid() const noexcept { return pid_; }

 private:
  pid_t pid_ = -1;
  int stdin_ = -1;  ///< Closing it ends the server.
  int port_ = 0;
};

}  // namespace cent::bench

#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "faults/lib/child.hpp"

namespace cent::test {

/// The program's path, from PATH or the system's folders for administrators; empty if it is not installed.
std::string find_program(const std::string& name);

/// A program of the system's own that stands between the client and its server: started for one test on a
/// free port of 127.0.0.1, with a configuration of its own, and ended with its owner.
class Neighbour {
 public:
  /// Text of its configuration, given the folder of its files and its port.
  using Configuration = std::function<std::string(const std::string& folder, unsigned short port)>;

  /// Ready to be connected to when it returns. @throws std::runtime_error
  static Neighbour nginx(const Configuration& of_server);  ///< `of_server`: inside of `http { … }`.
  /// The same with a master process: SIGHUP makes it start a new worker and end the old one, which it logs.
  static Neighbour reloadable_nginx(const Configuration& of_server);
  static Neighbour haproxy(const Configuration& of_sections);
  static Neighbour stunnel(const Configuration& of_service);
  static Neighbour tinyproxy(const Configuration& more);

  [[nodiscard]] unsigned short port() const noexcept { return port_; }
  [[nodiscard]] std::string address(const std::string& scheme = "http") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_);
  }
  /// Its output, logs included.
  [[nodiscard]] std::string log() const;
  void signal(int number) const noexcept { child_->signal(number); }

 private:
  /// Words of the command, given its configuration's path.
  using Command = std::function<std::vector<std::string>(const std::string& folder, const std::string& file)>;
  Neighbour(const Configuration& configuration, const Command& command);

  std::unique_ptr<TestFolder> folder_;
  unsigned short port_ = 0;
  std::unique_ptr<Child> child_;
};

}  // namespace cent::test

#pragma once
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "faults/lib/child.hpp"

namespace cent::test {

/// Prints a line and keeps it for the table at the end of scripts/test.
void summarize(const std::string& line);

/// A server program on a fixed port of an address of loopback that can be killed and started again. Its
/// folder outlives both.
class Restartable {
 public:
  /// True if it can do its work; asked only when its port accepts.
  using Ready = std::function<bool(unsigned short port)>;

  Restartable(std::vector<std::string> command, unsigned short port, Ready ready = {},
              std::string host = "127.0.0.1");
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
  [[nodiscard]] std::string address() const { return "http://" + host_ + ":" + std::to_string(port_); }

 private:
  const std::vector<std::string> command_;
  const unsigned short port_;
  const Ready ready_;
  const std::string host_;
  TestFolder folder_;  ///< For what it writes.
  std::unique_ptr<Child> child_;
};

/// A Redis that has on disk what it has answered, so that nothing is lost when it is killed.
std::unique_ptr<Restartable> make_redis();
std::unique_ptr<Restartable> make_nats();

/// Configuration of all nodes: API key `api_key`, subscribers without a token, no statistics sent out.
nlohmann::json plain_node();
/// Configuration of a node that publishes through Redis and keeps history there.
nlohmann::json redis_node(unsigned short redis_port);
/// Through NATS, which keeps nothing.
nlohmann::json nats_node(unsigned short nats_port);

/// A real Centrifugo node, up when returned. `file` is written with its configuration.
std::unique_ptr<Restartable> make_node(nlohmann::json configuration, const std::string& file,
                                       unsigned short port, const std::string& host = "127.0.0.1");

/// Real Centrifugo nodes on one broker, up when constructed.
class Nodes {
 public:
  Nodes(std::size_t count, const nlohmann::json& configuration);

  /// Of the first `count` nodes.
  [[nodiscard]] std::vector<std::string> addresses(std::size_t count) const;
  [[nodiscard]] Restartable& at(std::size_t which) { return *nodes_.at(which); }

 private:
  TestFolder folder_;
  std::vector<std::unique_ptr<Restartable>> nodes_;
};

/// The version that a program prints: `7.0.15`.
std::string version_of(const std::string& program, const std::string& option);

}  // namespace cent::test

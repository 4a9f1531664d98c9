#pragma once
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "cluster/restartable.hpp"

namespace cent::test {

/// A Redis that has on disk what it has answered, so that nothing is lost when it is killed.
std::unique_ptr<Restartable> make_redis();
std::unique_ptr<Restartable> make_nats();

/// What all nodes have: API key `api_key`, subscribers without a token, nothing told to anybody.
nlohmann::json plain_node();
/// Configuration of a node that publishes through Redis and keeps history there.
nlohmann::json redis_node(unsigned short redis_port);
/// Through NATS, which keeps nothing.
nlohmann::json nats_node(unsigned short nats_port);

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

/// What a program says of its version: `7.0.15`.
std::string version_of(const std::string& program, const std::string& option);

}  // namespace cent::test

#include <cent/testing/dev_server.hpp>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <string_view>

#include "conformance/server.hpp"

namespace cent::test {
namespace {

using namespace cent::testing;

class OneDevServer final : public Server {
 public:
  explicit OneDevServer(int generation) : generation_(generation), server_(options(generation)) {}

  std::uint16_t port() const override { return server_.port(); }
  int generation() const override { return generation_; }
  std::string version() const override { return "in this process"; }
  bool is_real() const override { return false; }

 private:
  static DevServerOptions options(int generation) {
    DevServerOptions made;
    made.generation = static_cast<Generation>(generation - 2);
    ChannelRules ephemeral;
    ephemeral.kind = ChannelKind::map;
    ephemeral.map_stream = false;
    made.namespaces.push_back({"me", ephemeral});
    ChannelRules hasty;
    hasty.kind = ChannelKind::map;
    hasty.map_key_ttl = std::chrono::seconds(1);
    made.namespaces.push_back({"mt", hasty});
    return made;
  }

  int generation_;
  DevServer server_;
};

Servers start_all() {
  Servers started;
  const auto add = [&](std::unique_ptr<Server> server) {
    const std::string plain = (server->is_real() ? "real_v" : "dev_v") + std::to_string(server->generation());
    std::string name = plain;
    const auto taken = [&] {
      for (const Servers::One& one : started.all) {
        if (one.name == name) return true;
      }
      return false;
    };
    for (int again = 2; taken(); ++again) name = plain + "_" + std::to_string(again);
    started.all.push_back({name, std::move(server)});
  };
  for (int generation = 2; generation <= 6; ++generation) add(start_dev_server(generation));
  for (const std::string& program : real_programs()) {
    try {
      add(start_real_server(program));
    } catch (const std::exception& error) {
      started.failures.push_back(program + ": " + error.what());
    }
  }
  return started;
}

}  // namespace

std::unique_ptr<Server> start_dev_server(int generation) {
  return std::make_unique<OneDevServer>(generation);
}

const Server& Servers::find(const std::string& name) const {
  for (const One& one : all) {
    if (one.name == name) return *one.server;
  }
  throw std::runtime_error("no server " + name);
}

Servers& servers() {
  static Servers all = start_all();
  return all;
}

}  // namespace cent::test

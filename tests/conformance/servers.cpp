#include <algorithm>
#include <cent/testing/dev_server.hpp>
#include <chrono>
#include <exception>
#include <stdexcept>

#include "conformance/server_under_test.hpp"
#include "support/centrifugo_programs.hpp"

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

class Starting {
 public:
  void add(std::unique_ptr<Server> server, const std::string& front = {}) {
    const std::string plain = (server->is_real() ? "real_v" : "dev_v") +
                              std::to_string(server->generation()) + (front.empty() ? "" : "_" + front);
    std::string name = plain;
    for (int again = 2; is_taken(name); ++again) name = plain + "_" + std::to_string(again);
    started.all.push_back({name, std::move(server)});
  }
  void add_real(const std::string& program) {
    try {
      add(start_real_server(program));
    } catch (const std::exception& error) {
      started.failures.push_back(program + ": " + error.what());
    }
  }
  void add_fronts(const std::string& program) {
    for (const Front front : kFronts) {
      try {
        add(start_fronted_server(program, front), name_of(front));
      } catch (const std::exception& error) {
        started.failures.push_back(program + " behind " + name_of(front) + ": " + error.what());
      }
    }
  }

  Servers started;

 private:
  [[nodiscard]] bool is_taken(const std::string& name) const {
    return std::any_of(started.all.begin(), started.all.end(),
                       [&](const Servers::One& one) { return one.name == name; });
  }
};

Servers start_all() {
  Starting starting;
  for (int generation = 2; generation <= 6; ++generation) starting.add(start_dev_server(generation));
  std::string of_fronts;
  for (const std::string& program : centrifugo_programs()) {
    starting.add_real(program);
    const Servers::One& last = starting.started.all.back();
    if (of_fronts.empty() && last.server->is_real() && last.server->generation() == 6) of_fronts = program;
  }
  if (!of_fronts.empty()) starting.add_fronts(of_fronts);
  return std::move(starting.started);
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

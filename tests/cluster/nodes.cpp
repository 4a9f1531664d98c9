#include "cluster/nodes.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "faults/lib/neighbour.hpp"
#include "support/centrifugo_programs.hpp"
#include "support/loopback.hpp"
#include "support/plain_http.hpp"

namespace cent::test {

void summarize(const std::string& line) {
  static bool begun = false;
  std::cout << line << std::endl;
  std::ofstream file(CENT_TABLE, begun ? std::ios::app : std::ios::trunc);
  if (!begun) file << CENT_TABLE_TITLE << '\n';
  file << "  " << line << '\n';
  begun = true;
}

Restartable::Restartable(std::vector<std::string> command, unsigned short port, Ready ready, std::string host)
    : command_(std::move(command)), port_(port), ready_(std::move(ready)), host_(std::move(host)) {}

void Restartable::start() {
  ChildSetup setup;
  setup.folder = folder_.path();
  child_ = std::make_unique<Child>(command_, folder_.path("log"), setup);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{120};
  while (!accepts(port_, host_) || (ready_ && !ready_(port_))) {
    if (child_->ended() || std::chrono::steady_clock::now() > end)
      throw std::runtime_error(command_.front() + " does not come up: " + child_->output());
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

void Restartable::kill() {
  child_->signal(SIGKILL);
  child_->wait(std::chrono::seconds{20});
  child_.reset();
}

namespace {

using nlohmann::json;

bool answers_info(unsigned short port) {
  try {
    return exchange(port, api_request("/api/info", "{}")).status == 200;
  } catch (const std::exception&) {
    return false;
  }
}

/// A Redis that is still reading its file accepts connections and refuses commands.
bool answers_ping(unsigned short port) {
  RawClient client{port};
  return client.send("PING\r\n") && client.receive("\n") == "+PONG\r\n";
}

}  // namespace

std::unique_ptr<Restartable> make_redis() {
  const unsigned short port = free_port();
  std::vector<std::string> command = {find_program("redis-server"), "--port", std::to_string(port)};
  for (const char* word : {"--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync",
                           "always", "--aof-use-rdb-preamble", "no", "--daemonize", "no"}) {
    command.emplace_back(word);
  }
  return std::make_unique<Restartable>(command, port, answers_ping);
}

std::unique_ptr<Restartable> make_nats() {
  const unsigned short port = free_port();
  return std::make_unique<Restartable>(
      std::vector<std::string>{find_program("nats-server"), "-a", "127.0.0.1", "-p", std::to_string(port)},
      port);
}

json plain_node() {
  return {{"http_api", {{"key", "api_key"}}},
          {"client", {{"allow_anonymous_connect_without_token", true}, {"allowed_origins", {"*"}}}},
          {"channel",
           {{"without_namespace",
             {{"allow_subscribe_for_client", true}, {"allow_subscribe_for_anonymous", true}}}}},
          {"uni_http_stream", {{"enabled", true}}},
          {"usage_stats", {{"disabled", true}}}};
}

json redis_node(unsigned short redis_port) {
  json node = plain_node();
  node["engine"] = {{"type", "redis"},
                    {"redis", {{"address", "redis://127.0.0.1:" + std::to_string(redis_port)}}}};
  json& channels = node["channel"]["without_namespace"];
  channels["history_size"] = 10'000'000;
  channels["history_ttl"] = "3600s";
  return node;
}

json nats_node(unsigned short nats_port) {
  json node = plain_node();
  node["broker"] = {{"enabled", true},
                    {"type", "nats"},
                    {"nats", {{"url", "nats://127.0.0.1:" + std::to_string(nats_port)}}}};
  return node;
}

std::unique_ptr<Restartable> make_node(json configuration, const std::string& file, unsigned short port,
                                       const std::string& host) {
  configuration["http_server"] = {{"address", host}, {"port", port}};
  write_file(file, configuration.dump(1));
  auto node = std::make_unique<Restartable>(std::vector<std::string>{centrifugo_program(), "-c", file}, port,
                                            Restartable::Ready{}, host);
  node->start();
  return node;
}

Nodes::Nodes(std::size_t count, const json& configuration) {
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned short port = free_port();
    nodes_.push_back(make_node(configuration, folder_.path("node" + std::to_string(i) + ".json"), port));
    if (!answers_info(port)) throw std::runtime_error("a node does not answer");
  }
}

std::vector<std::string> Nodes::addresses(std::size_t count) const {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(nodes_.at(i)->address());
  return all;
}

std::string version_of(const std::string& program, const std::string& option) {
  const TestFolder folder;
  Child child({program, option}, folder.path("output"));
  child.wait(std::chrono::seconds{20});
  const std::string text = child.output();
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos || dot == 0) return "?";
  const std::size_t begin = text.find_last_not_of("0123456789", dot - 1) + 1;
  return text.substr(begin, text.find_first_not_of("0123456789.", begin) - begin);
}

}  // namespace cent::test

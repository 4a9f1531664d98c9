// Memory for sending a batch of 100,000 commands, in addition to the batch itself.
#include <malloc.h>

#include <cstdio>
#include <cstring>
#include <fstream>

#include "compare/compare.hpp"
#include "probes/probes.hpp"
#include "support/server_process.hpp"

namespace cent::bench {
namespace {

/// Returns a line of /proc/self/status in KiB.
std::size_t status_kib(const char* name) {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.compare(0, std::strlen(name), name) == 0) return std::stoul(line.substr(std::strlen(name) + 1));
  }
  return 0;
}

}  // namespace

void memory() {
  const ServerProcess server;
  Client client{server.address(), options()};
  client.publish(kChannel, Json::raw(kText));
  const std::size_t before = status_kib("VmRSS");
  constexpr int kCommands = 100'000;
  const HandMade batch{kCommands};
  const std::size_t filled = status_kib("VmRSS");
  std::ofstream{"/proc/self/clear_refs"} << 5;  // resets the peak
  batch.send(client);
  const std::size_t body = std::string_view{R"({"publish":{"channel":"","data":}},)"}.size() +
                           std::strlen(kChannel) + std::strlen(kText);
  std::printf("memory batch_kib %zu\nmemory send_kib %zu\nmemory body_kib %zu\n", filled - before,
              status_kib("VmHWM") - filled, body * kCommands / 1024);
}

}  // namespace cent::bench

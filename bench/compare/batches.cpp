// 10,000 publishes in each way that cent offers.
#include <malloc.h>

#include <cent/async_client.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <thread>

#include "compare/compare.hpp"
#include "probes/probes.hpp"
#include "support/bare_curl.hpp"
#include "support/server_process.hpp"

namespace cent::bench {
namespace {

constexpr int kPublishes = 10'000;
using std::chrono::minutes;

AsyncClientOptions async_options(const Target& target, bool keys) {
  AsyncClientOptions options;
  options.api_key = target.api_key;
  options.timeout = minutes{2};
  options.generate_key = keys;
  return options;
}

void wait(AsyncClient& client, std::uint64_t& applied) {
  client.flush(minutes{2});
  applied += kPublishes;
  if (client.stats().applied != applied) {
    std::fprintf(stderr, "not every publish was applied\n");
    std::exit(1);
  }
}

/// Automatic batching with callbacks. Each producer has its own channel, like a program with several sources.
Variant callbacks(const Target& target, bool keys, int producers) {
  auto client = std::make_shared<AsyncClient>(target.address, async_options(target, keys));
  auto applied = std::make_shared<std::uint64_t>(0);
  const auto produce = [client](int number, int count) {
    const std::string channel = kChannel + std::to_string(number);
    for (int i = 0; i < count; ++i) {
      client->publish({channel, Json::raw(kText)}, [](const Reply<PublishResult>&) {});
    }
  };
  return {"async_callback_" + std::string(keys ? "keyed_" : "") + std::to_string(producers), [=] {
            std::vector<std::thread> others;
            for (int i = 1; i < producers; ++i) others.emplace_back(produce, i, kPublishes / producers);
            produce(0, kPublishes / producers);
            for (std::thread& other : others) other.join();
            wait(*client, *applied);
          }};
}

Variant futures(const Target& target, bool keys) {
  auto client = std::make_shared<AsyncClient>(target.address, async_options(target, keys));
  return {std::string("async_future_") + (keys ? "keyed_1" : "1"), [=] {
            std::vector<std::future<PublishResult>> results;
            results.reserve(kPublishes);
            for (int i = 0; i < kPublishes; ++i)
              results.push_back(client->publish({kChannel, Json::raw(kText)}));
            for (auto& result : results) result.get();
          }};
}

}  // namespace

void batches(const Target& asked, int rounds) {
  std::optional<ServerProcess> own;
  if (asked.address.empty()) own.emplace();
  const Target target{own ? own->address() : asked.address, own ? kApiKey : asked.api_key};
  ClientOptions with = options();
  with.api_key = target.api_key;
  Client client{target.address, with};
  BareCurl curl{target.address + "/api/batch", BareCurl::Address::parsed, target.api_key};
  const std::string body = batch_body(kPublishes);
  const std::string part = batch_body(500);
  compare(own ? "batches" : "real",
          {{"prebuilt_curl", [&] { curl.post(body); }},
           {"prebuilt_curl_of_500",
            [&] {
              for (int i = 0; i < kPublishes; i += 500) curl.post(part);
            }},
           {"sequential",
            [&] {
              for (int i = 0; i < kPublishes; ++i) client.publish(kChannel, Json::raw(kText));
            }},
           {"batch", [&] { HandMade{kPublishes}.send(client); }},
           callbacks(target, false, 1),
           callbacks(target, false, 2),
           callbacks(target, false, 8),
           callbacks(target, true, 1),
           callbacks(target, true, 8),
           futures(target, false),
           futures(target, true)},
          rounds, kPublishes);
}

// Memory for sending a batch of 100,000 commands, in addition to the batch itself.
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

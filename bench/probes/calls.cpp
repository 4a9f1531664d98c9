// Publishes over a socket.
#include <cent/async_client.hpp>
#include <cent/client_stats.hpp>
#include <cstdlib>
#include <limits>

#include "probes/probes.hpp"
#include "support/bare_curl.hpp"
#include "support/server_process.hpp"

namespace cent::bench {
namespace {

// One after another, to the fixed-reply server.

template <BareCurl::Address kind>
void bare(int count) {
  const ServerProcess server{true};
  BareCurl curl{server.address() + "/api/publish", kind, kApiKey};
  const std::string body = std::string(R"({"channel":")") + kChannel + R"(","data":)" + kText + "}";
  for (int i = 0; i < count; ++i) curl.post(body);
}

/// As a user would write it, with a new payload for each call.
void text(int count) {
  const ServerProcess server{true};
  Client client{server.address(), options()};
  for (int i = 0; i < count; ++i) client.publish(kChannel, Json::raw(kText));
}

void nlohmann_object(int count) {
  const ServerProcess server{true};
  Client client{server.address(), options()};
  const nlohmann::json data = object();
  for (int i = 0; i < count; ++i) client.publish(kChannel, data);
}

}  // namespace

const std::vector<Probe> kPublishProbes = {
    {"publish_curl_url", bare<BareCurl::Address::text>},
    {"publish_curl_parsed", bare<BareCurl::Address::parsed>},
    {"publish_text", text},
    {"publish_nlohmann", nlohmann_object},
};

namespace {

// AsyncClient in full batches, so that each run makes the same requests.

void publish(int count, bool keys, std::shared_ptr<Observer> observer = nullptr) {
  const ServerProcess server;
  AsyncClientOptions with;
  with.api_key = kApiKey;
  with.timeout = std::chrono::minutes{5};
  with.retry.attempt_timeout = std::chrono::minutes{5};
  with.generate_key = keys;
  with.observer = std::move(observer);
  with.lanes = 1;
  with.max_delay = std::chrono::minutes{1};  // only a full batch is sent
  with.max_batch_commands = 500;
  AsyncClient client{server.address(), with};
  const PublishRequest request{kChannel, Json::raw(kText)};
  for (int i = 0; i < count; ++i) {
    client.publish(request, [](const Reply<PublishResult>&) {});
    if (i % 5000 == 4999) client.flush(std::chrono::minutes{1});
  }
  client.flush(std::chrono::minutes{1});
  if (client.stats().applied != static_cast<std::uint64_t>(count)) std::abort();
}

void plain(int count) { publish(count, false); }
void keyed(int count) { publish(count, true); }
void observed(int count) { publish(count, false, std::make_shared<Observer>()); }
void counted(int count) { publish(count, false, std::make_shared<StatsObserver>()); }

}  // namespace

const std::vector<Probe> kAsyncProbes = {
    {"async_publish", plain},
    {"async_publish_keyed", keyed},
    {"async_publish_observed", observed},
    {"async_publish_counted", counted},
};

}  // namespace cent::bench

// One publish after another to the fixed-reply server.
#include "probes/probes.hpp"
#include "support/bare_curl.hpp"
#include "support/server_process.hpp"

namespace cent::bench {
namespace {

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

}  // namespace cent::bench

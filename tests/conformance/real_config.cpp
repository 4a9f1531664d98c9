#include "conformance/server_under_test.hpp"

#include <nlohmann/json.hpp>

namespace cent::test {
namespace {

using nlohmann::json;

void merge(json& into, const json& from) { into.update(from); }

json v2(std::uint16_t port) {
  const json kept = {{"presence", true}, {"anonymous", true}, {"history_lifetime", 300}};
  json config = {{"address", "127.0.0.1"},   {"port", port},       {"api_key", "api_key"},
                 {"secret", "secret"},       {"health", true},     {"token_hmac_secret_key", "secret"},
                 {"client_anonymous", true}, {"history_size", 100}};
  merge(config, kept);
  json ns = {{"name", "ns"}, {"history_size", 10}};
  merge(ns, kept);
  config["namespaces"] = {ns, {{"name", "bare"}, {"anonymous", true}}};
  return config;
}

json v3_to_v5(std::uint16_t port) {
  const json open = {{"allow_subscribe_for_client", true}, {"allow_subscribe_for_anonymous", true}};
  json kept = {{"presence", true}, {"history_ttl", "300s"}};
  merge(kept, open);
  json config = {{"address", "127.0.0.1"},     {"port", port},
                 {"api_key", "api_key"},       {"token_hmac_secret_key", "secret"},
                 {"allowed_origins", {"*"}},   {"allow_anonymous_connect_without_token", true},
                 {"history_size", 100},        {"uni_sse", true},
                 {"uni_http_stream", true},    {"health", true},
                 {"usage_stats_disable", true}};
  merge(config, kept);
  json ns = {{"name", "ns"}, {"history_size", 10}};
  merge(ns, kept);
  json bare = {{"name", "bare"}};
  merge(bare, open);
  config["namespaces"] = {ns, bare};
  return config;
}

json v6_namespaces(const json& open) {
  json ns = {{"name", "ns"}, {"presence", true}, {"history_size", 10}, {"history_ttl", "300s"}};
  json bare = {{"name", "bare"}};
  json map = {{"name", "mm"},
              {"subscription_type", "map"},
              {"map",
               {{"mode", "recoverable"},
                {"key_ttl", "300s"},
                {"stream_size", 100},
                {"stream_ttl", "300s"},
                {"meta_ttl", "600s"}}}};
  json ephemeral = {
      {"name", "me"}, {"subscription_type", "map"}, {"map", {{"mode", "ephemeral"}, {"key_ttl", "300s"}}}};
  json hasty = map;
  hasty["name"] = "mt";
  hasty["map"]["key_ttl"] = "1s";
  for (json* one : {&ns, &bare, &map, &ephemeral, &hasty}) merge(*one, open);
  const json poll = {
      {"name", "sp"},
      {"subscription_type", "shared_poll"},
      {"shared_poll", {{"mode", "versioned"}, {"publish_enabled", true}, {"refresh_interval", "30s"}}}};
  return {ns, bare, map, ephemeral, hasty, poll};
}

json v6(std::uint16_t port) {
  const json open = {{"allow_subscribe_for_client", true}, {"allow_subscribe_for_anonymous", true}};
  json plain = {{"presence", true}, {"history_size", 100}, {"history_ttl", "300s"}};
  merge(plain, open);
  return {{"http_server", {{"address", "127.0.0.1"}, {"port", port}}},
          {"http_api", {{"key", "api_key"}}},
          {"client",
           {{"allow_anonymous_connect_without_token", true},
            {"token", {{"hmac_secret_key", "secret"}}},
            {"allowed_origins", {"*"}}}},
          {"channel",
           {{"without_namespace", plain},
            {"namespaces", v6_namespaces(open)},
            // Shared polls must name a backend; nothing listens there.
            {"proxy", {{"shared_poll_refresh", {{"endpoint", "http://127.0.0.1:1/poll"}}}}}}},
          {"shared_poll", {{"hmac_secret_key", "secret"}}},
          {"uni_sse", {{"enabled", true}}},
          {"uni_http_stream", {{"enabled", true}}},
          {"health", {{"enabled", true}}},
          {"usage_stats", {{"disabled", true}}}};
}

}  // namespace

std::string real_config(int generation, std::uint16_t port) {
  return (generation == 2 ? v2(port) : generation == 6 ? v6(port) : v3_to_v5(port)).dump(1);
}

std::string real_config_with_tls(std::uint16_t port, const CertificateFiles& files) {
  json config = v6(port);
  config["http_server"]["tls"] = {{"enabled", true}, {"cert_pem", files.certificate}, {"key_pem", files.key}};
  return config.dump(1);
}

}  // namespace cent::test

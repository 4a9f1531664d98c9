#include "large/large.hpp"

namespace cent::test {

nlohmann::json Large::node() {
  nlohmann::json node = plain_node();
  node["client"]["channel_limit"] = 1000;
  nlohmann::json& channels = node["channel"]["without_namespace"];
  channels["history_size"] = kMany;
  channels["history_ttl"] = "3600s";
  channels["presence"] = true;
  return node;
}

Neighbour Large::default_nginx() {
  return Neighbour::nginx([this](const std::string&, unsigned short port) {
    return "server { listen 127.0.0.1:" + std::to_string(port) + "; location / { proxy_pass " + address() +
           "; } }\n";
  });
}

}  // namespace cent::test

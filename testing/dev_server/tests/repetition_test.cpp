// Which idempotency keys are remembered, and for what: by the memory engine of real servers.
#include <gtest/gtest.h>

#include <cent/testing/dev_server.hpp>
#include <string>

#include "support/plain_api.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using testing::DevServer;
using testing::DevServerOptions;
using testing::Generation;

json result(const DevServer& server, const std::string& method, const json& params) {
  return command(server.port(), method, params).value("result", json{{"error", "none"}});
}

json keyed(const std::string& channel, const std::string& key, int n) {
  return {{"channel", channel}, {"data", n}, {"idempotency_key", key}};
}

std::size_t kept(const DevServer& server, const std::string& channel) {
  return result(server, "history", {{"channel", channel}, {"limit", -1}}).at("publications").size();
}

json map_change(const std::string& key, const std::string& idempotency_key) {
  return {{"channel", "mm:c"}, {"key", key}, {"data", 1}, {"idempotency_key", idempotency_key}};
}

TEST(DevServerRepetition, MixesUpKeysThatAreTheSameBehindTheirChannels) {
  for (const Generation generation : {Generation::v5, Generation::v6}) {
    DevServerOptions options;
    options.generation = generation;
    const DevServer server(options);
    const json first = result(server, "publish", keyed("orders", "eu_17", 1));
    EXPECT_EQ(result(server, "publish", keyed("orders_eu", "17", 2)), first);
    EXPECT_EQ(kept(server, "orders"), 1U);
    EXPECT_EQ(kept(server, "orders_eu"), 0U);
    // Another sign between them would be another key.
    result(server, "publish", keyed("orders.eu", "17", 3));
    EXPECT_EQ(kept(server, "orders.eu"), 1U);
  }
}

TEST(DevServerRepetition, KeepsKeysOfMapsApart) {
  const DevServer server;
  json change = map_change("k", "b_c");
  change["channel"] = "mm:a";
  EXPECT_EQ(result(server, "map_publish", change).at("offset"), 1);
  change["channel"] = "mm:a_b";
  change["idempotency_key"] = "c";
  EXPECT_FALSE(result(server, "map_publish", change).contains("suppressed"));
  // Nor are they those of streams.
  result(server, "publish", keyed("mm", "k", 1));
  EXPECT_EQ(kept(server, "mm"), 1U);
}

TEST(DevServerRepetition, RemembersTheKeyOfAMapChangeOnlyIfSomethingChanged) {
  const DevServer server;
  EXPECT_EQ(result(server, "map_remove", map_change("k", "x")).at("suppress_reason"), "key_not_found");
  EXPECT_EQ(result(server, "map_publish", map_change("k", "x")).at("offset"), 1);

  json absent = map_change("none", "y");
  absent["key_mode"] = "if_exists";
  EXPECT_EQ(result(server, "map_publish", absent).at("suppress_reason"), "key_not_found");
  EXPECT_EQ(result(server, "map_publish", map_change("none", "y")).at("offset"), 2);

  json taken = map_change("k", "z");
  taken["key_mode"] = "if_new";
  EXPECT_EQ(result(server, "map_publish", taken).at("suppress_reason"), "key_exists");
  EXPECT_EQ(result(server, "map_publish", map_change("k", "z")).at("offset"), 3);

  json versioned = map_change("v", "");
  versioned["version"] = 5;
  EXPECT_EQ(result(server, "map_publish", versioned).at("offset"), 4);
  versioned["version"] = 4;
  versioned["idempotency_key"] = "w";
  EXPECT_EQ(result(server, "map_publish", versioned).at("suppress_reason"), "version");
  EXPECT_EQ(result(server, "map_publish", map_change("v", "w")).at("offset"), 5);
  EXPECT_EQ(result(server, "map_publish", map_change("v", "w")).at("suppress_reason"), "idempotency");
}

TEST(DevServerRepetition, ForgetsTheKeysOfAMapThatIsCleared) {
  const DevServer server;
  EXPECT_EQ(result(server, "map_publish", map_change("k", "x")).at("offset"), 1);
  result(server, "map_clear", {{"channel", "mm:c"}});
  EXPECT_EQ(result(server, "map_publish", map_change("k", "x")).at("offset"), 1);
  EXPECT_EQ(result(server, "map_stats", {{"channel", "mm:c"}}).at("num_keys"), 1);
}

TEST(DevServerRepetition, ForgetsTheKeyOfAPublicationThatWasTooOld) {
  const DevServer server;
  json publication = keyed("c", "", 1);
  publication["version"] = 2;
  EXPECT_EQ(result(server, "publish", publication).at("offset"), 1);
  publication["version"] = 1;
  publication["idempotency_key"] = "k";
  EXPECT_EQ(result(server, "publish", publication).at("offset"), 1);
  EXPECT_EQ(result(server, "publish", keyed("c", "k", 3)).at("offset"), 2);
  EXPECT_EQ(kept(server, "c"), 2U);
}

}  // namespace
}  // namespace cent::test

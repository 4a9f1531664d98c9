#include <gtest/gtest.h>

#include <cent/testing/dev_server.hpp>
#include <chrono>
#include <string>

#include "support/plain_http.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::DevServer;
using testing::DevServerOptions;
using testing::Generation;

json result(const DevServer& server, const std::string& method, const json& params) {
  return command(server.port(), method, params).value("result", json{{"error", "none"}});
}

json keyed(const std::string& channel, int n) {
  return {{"channel", channel}, {"data", n}, {"idempotency_key", "k"}};
}

json everything(const std::string& channel) { return {{"channel", channel}, {"limit", -1}}; }

TEST(DevServerStore, ForgetsIdempotencyKeysAfterFiveMinutesFromTheFirstCall) {
  DevServer server;
  const json first = result(server, "publish", keyed("c", 1));
  server.advance_clock(seconds(200));
  EXPECT_EQ(result(server, "publish", keyed("c", 2)), first);
  server.advance_clock(seconds(99));  // the repeat did not prolong it
  EXPECT_EQ(result(server, "publish", keyed("c", 3)), first);
  server.advance_clock(seconds(1));
  EXPECT_EQ(result(server, "publish", keyed("c", 4)).at("offset"), 2);
}

TEST(DevServerStore, KeepsKeysByChannelAndSharesThemWithBroadcast) {
  const DevServer server;
  result(server, "publish", keyed("a", 1));
  const json replies =
      result(server, "broadcast", {{"channels", {"a", "b"}}, {"data", 2}, {"idempotency_key", "k"}});
  EXPECT_EQ(replies.at("responses").size(), 2U);
  EXPECT_EQ(result(server, "history", everything("a")).at("publications").size(), 1U);
  EXPECT_EQ(result(server, "history", everything("b")).at("publications").at(0).at("data"), 2);
}

TEST(DevServerStore, ForgetsKeysNoneBeforeVersionFive) {
  DevServerOptions options;
  options.generation = Generation::v4;
  const DevServer server(options);
  result(server, "publish", keyed("c", 1));
  EXPECT_EQ(result(server, "publish", keyed("c", 2)).at("offset"), 2);
}

TEST(DevServerStore, KeepsPublicationsForTheTimeAfterTheLastOne) {
  DevServer server;
  result(server, "publish", {{"channel", "c"}, {"data", 1}});
  server.advance_clock(seconds(299));
  result(server, "publish", {{"channel", "c"}, {"data", 2}});
  server.advance_clock(seconds(299));
  EXPECT_EQ(result(server, "history", everything("c")).at("publications").size(), 2U);
  const json before = result(server, "history", everything("c"));
  server.advance_clock(seconds(1));
  const json after = result(server, "history", everything("c"));
  EXPECT_EQ(after.at("publications").size(), 0U);
  EXPECT_EQ(after.at("offset"), 2);
  EXPECT_EQ(after.at("epoch"), before.at("epoch"));
}

TEST(DevServerStore, KeepsAsManyPublicationsAsTheRulesSay) {
  DevServerOptions options;
  options.without_namespace.history_size = 3;
  const DevServer server(options);
  for (int i = 1; i <= 5; ++i) result(server, "publish", {{"channel", "c"}, {"data", i}});
  const json kept = result(server, "history", everything("c")).at("publications");
  ASSERT_EQ(kept.size(), 3U);
  EXPECT_EQ(kept.at(0).at("offset"), 3);
}

TEST(DevServerStore, DropsMapEntriesThatAreNotRefreshed) {
  DevServer server;
  const auto publish = [&](const char* key) {
    return result(server, "map_publish", {{"channel", "mm:c"}, {"key", key}, {"data", 1}});
  };
  publish("a");
  server.advance_clock(seconds(200));
  publish("b");
  server.advance_clock(seconds(100));
  EXPECT_EQ(result(server, "map_stats", {{"channel", "mm:c"}}).at("num_keys"), 1);
  const json stream = result(server, "map_read_stream", everything("mm:c")).at("entries");
  ASSERT_EQ(stream.size(), 3U);
  EXPECT_EQ(stream.at(2).at("key"), "a");
  EXPECT_EQ(stream.at(2).at("removed"), true);
}

TEST(DevServerStore, NotifiesSubscribersOfAMapEntryThatExpires) {
  DevServer server;
  RawStream stream(server.port(), stream_request(subscriptions("mm:c")));
  ASSERT_TRUE(stream.next());
  result(server, "map_publish", {{"channel", "mm:c"}, {"key", "a"}, {"data", 1}});
  EXPECT_EQ(json::parse(stream.next().value()).at("pub").at("offset"), 1);
  server.advance_clock(seconds(299));
  EXPECT_EQ(result(server, "map_read_stream", everything("mm:c")).at("entries").size(), 1U);
  server.advance_clock(seconds(1));
  // Nobody has to read the map or change it for that.
  EXPECT_EQ(json::parse(stream.next().value()).at("pub").at("offset"), 2);
  EXPECT_EQ(result(server, "map_read_stream", everything("mm:c")).at("entries").at(1).at("removed"), true);
}

TEST(DevServerStore, DropsMapEntriesInTimeByItself) {
  DevServerOptions options;
  options.namespaces.at(2).rules.map_key_ttl = milliseconds(200);
  const DevServer server(options);
  RawStream stream(server.port(), stream_request(subscriptions("mm:c")));
  ASSERT_TRUE(stream.next());
  result(server, "map_publish", {{"channel", "mm:c"}, {"key", "a"}, {"data", 1}});
  EXPECT_EQ(json::parse(stream.next().value()).at("pub").at("offset"), 1);
  EXPECT_EQ(json::parse(stream.next().value()).at("pub").at("offset"), 2);
  EXPECT_FALSE(result(server, "map_stats", {{"channel", "mm:c"}}).contains("num_keys"));
}

TEST(DevServerStore, IsSharedByServersAsByNodesOfACluster) {
  DevServerOptions options;
  options.store = testing::make_store();
  const DevServer a(options);
  DevServer b(options);
  RawStream on_b(b.port(), stream_request(subscriptions("c")));
  ASSERT_TRUE(on_b.next());

  EXPECT_EQ(result(a, "publish", keyed("c", 1)).at("offset"), 1);
  EXPECT_EQ(result(b, "publish", keyed("c", 2)).at("offset"), 1);
  EXPECT_EQ(result(b, "publish", {{"channel", "c"}, {"data", 3}}).at("offset"), 2);
  EXPECT_EQ(result(a, "history", everything("c")), result(b, "history", everything("c")));
  EXPECT_EQ(json::parse(on_b.next().value()).at("pub").at("data"), 1);
  EXPECT_EQ(json::parse(on_b.next().value()).at("pub").at("data"), 3);

  EXPECT_EQ(result(a, "presence_stats", {{"channel", "c"}}).at("num_clients"), 1);
  EXPECT_EQ(result(a, "channels", json::object()).at("channels").size(), 1U);
  const json nodes = result(a, "info", json::object()).at("nodes");
  ASSERT_EQ(nodes.size(), 2U);
  EXPECT_EQ(nodes.at(0).at("num_clients").get<int>() + nodes.at(1).at("num_clients").get<int>(), 1);

  b.stop();
  EXPECT_EQ(result(a, "info", json::object()).at("nodes").size(), 1U);
  EXPECT_EQ(result(a, "presence_stats", {{"channel", "c"}}).at("num_clients"), 0);
  EXPECT_EQ(result(a, "publish", {{"channel", "c"}, {"data", 4}}).at("offset"), 3);
}

TEST(DevServerStore, IsDroppedWithAServerOfItsOwn) {
  DevServerOptions options;
  {
    const DevServer first(options);
    options.port = first.port();
    result(first, "publish", {{"channel", "c"}, {"data", 1}});
  }
  const DevServer second(options);
  EXPECT_EQ(result(second, "history", everything("c")).at("offset"), 0);
}

// Which idempotency keys are remembered, and for what: by the memory engine of real servers.

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

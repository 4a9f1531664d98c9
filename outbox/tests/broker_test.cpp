// The SQL functions of a real server's PostgreSQL broker, called inside transactions of the test's own.
#include <cent/outbox/libpq.hpp>
#include <cent/outbox/pqxx.hpp>
#include <thread>

#include "real_servers.hpp"
#include "support/eventually.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using outbox::PostgresBroker;
using outbox::PostgresPublisher;
using outbox::StreamPublishResult;

class Broker : public RealServersTest {
 protected:
  static json settings(const Database& database, bool binary) {
    return {{"dsn", database.address()}, {"binary_data", binary}, {"use_notify", true}};
  }
  /// A node whose publications and maps are in the database.
  static json node_on(const Database& database, bool binary = false) {
    json node = node_with(
        {{"broker", {{"enabled", true}, {"type", "postgres"}, {"postgres", settings(database, binary)}}},
         {"map_broker", {{"type", "postgres"}, {"postgres", settings(database, binary)}}}});
    json map = node["channel"]["without_namespace"];
    map.update({{"name", "mm"},
                {"subscription_type", "map"},
                {"map",
                 {{"mode", "recoverable"},
                  {"key_ttl", "300s"},
                  {"stream_size", 100},
                  {"stream_ttl", "300s"},
                  {"meta_ttl", "600s"}}}});
    node["channel"]["namespaces"].push_back(map);
    return node;
  }
  static json call(const Nodes& nodes, const std::string& method, const json& request) {
    Nodes& all = const_cast<Nodes&>(nodes);
    return json::parse(exchange(all.at(0).port(), api_request("/api/" + method, request.dump())).body);
  }
  static PublishRequest with_key(const std::string& key, int data = 1) {
    PublishRequest request{"hh:a", Json::of(data)};
    request.idempotency_key = key;
    return request;
  }
};

TEST_F(Broker, PublishesInsideATransactionOfLibpqxx) {
  const Database database{*postgres};
  Nodes nodes{1, node_on(database)};
  Subscriber subscriber{nodes.at(0), {"hh:a", "hh:b"}};
  pqxx::connection connection{database.address()};
  PostgresBroker broker;
  broker.history_size = 100;
  broker.history_ttl = std::chrono::minutes{5};
  outbox::prepare(connection, broker);
  {
    pqxx::work transaction{connection};
    PostgresPublisher publisher{transaction, broker};
    publisher.publish("hh:a", Json::of("rolled back"));
    transaction.abort();
  }
  pqxx::work transaction{connection};
  PostgresPublisher publisher{transaction, broker};
  const StreamPublishResult first = publisher.publish(with_key("k"));
  EXPECT_EQ(first.result.offset, 1U);
  EXPECT_EQ(first.result.epoch.size(), 8U);
  EXPECT_FALSE(first.suppressed);
  const StreamPublishResult again = publisher.publish(with_key("k", 2));
  EXPECT_TRUE(again.suppressed);
  EXPECT_EQ(again.suppress_reason, "idempotency");
  EXPECT_EQ(again.result.offset, 1U);
  EXPECT_EQ(again.result.epoch, first.result.epoch);
  PublishRequest versioned{"hh:a", Json::of(3)};
  versioned.version = 7;
  EXPECT_FALSE(publisher.publish(versioned).suppressed);
  const StreamPublishResult old = publisher.publish(versioned);
  EXPECT_TRUE(old.suppressed);
  EXPECT_EQ(old.suppress_reason, "version");
  EXPECT_EQ(old.result.offset, 2U);
  PublishRequest tagged{"hh:a", Json::raw(R"({"long":1.0e2,"b":2})")};
  tagged.tags = {{"colour", "red"}};
  tagged.delta = true;
  publisher.publish(tagged);
  const auto all = publisher.broadcast({"hh:b", "hh:a"}, Json::of(5));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].result.offset, 1U);
  EXPECT_EQ(all[1].result.offset, 4U);
  EXPECT_TRUE(subscriber.is_silent()) << "before the commit";
  transaction.commit();
  const auto received = subscriber.texts(5);
  EXPECT_EQ(received.at("hh:a"), R"(1 3 {"b": 2, "long": 100} 5)");
  EXPECT_EQ(received.at("hh:b"), "5");
  EXPECT_TRUE(subscriber.is_silent());
  EXPECT_EQ(history_of(nodes.at(0), "hh:a").size(), 4U);
  json newest = call(nodes, "history", {{"channel", "hh:a"}, {"limit", 2}, {"reverse", true}});
  EXPECT_EQ(newest["result"]["publications"][1]["tags"]["colour"], "red") << newest;
  EXPECT_EQ(newest["result"]["epoch"], first.result.epoch);

  pqxx::work removal{connection};
  PostgresPublisher{removal, broker}.history_remove("hh:a");
  removal.commit();
  EXPECT_EQ(history_of(nodes.at(0), "hh:a").size(), 0U);
}

TEST_F(Broker, PublishesInsideATransactionOfLibpqAsBytes) {
  const Database database{*postgres};
  Nodes nodes{1, node_on(database, true)};
  Subscriber subscriber{nodes.at(0), {"hh:a"}};
  PostgresBroker broker;
  broker.binary_data = true;
  outbox::prepare(database.connection(), broker, true);
  PostgresPublisher publisher{database.connection(), broker};
  database.sql("BEGIN");
  publisher.publish("hh:a", Json::of("rolled back"));
  database.sql("ROLLBACK");
  database.sql("BEGIN");
  EXPECT_EQ(publisher.publish("hh:a", Json::raw(R"({"long":1.0e2,"b":"\u0000\\"})")).result.offset, 1U);
  PublishRequest encoded{"hh:a"};
  encoded.b64data = "WzEgXQ==";  // [1 ]
  EXPECT_EQ(publisher.publish(encoded).result.offset, 2U);
  EXPECT_TRUE(publisher.publish(with_key("k")).result.offset == 3U &&
              publisher.publish(with_key("k")).suppressed);
  EXPECT_FALSE(publisher.map_publish(MapPublishRequest{"mm:seats", "1A", Json::raw("1.0")}).suppressed);
  database.sql("COMMIT");
  EXPECT_EQ(subscriber.texts(3)["hh:a"], R"({"long":1.0e2,"b":"\u0000\\"} [1 ] 1)");
  // A payload that PostgreSQL rejects aborts the transaction, and the error has its message.
  database.sql("BEGIN");
  encoded.b64data = "*";
  try {
    publisher.publish(encoded);
    FAIL();
  } catch (const RequestException& error) {
    EXPECT_NE(std::string(error.what()).find("base64"), std::string::npos) << error.what();
    EXPECT_EQ(error.delivery(), Delivery::refused);
  }
  database.sql("ROLLBACK");
  EXPECT_TRUE(subscriber.is_silent());
}

TEST_F(Broker, ChangesMapsInsideATransaction) {
  const Database database{*postgres};
  Nodes nodes{1, node_on(database)};
  PostgresBroker broker;
  broker.key_ttl = std::chrono::minutes{5};
  outbox::prepare(database.connection(), broker, true);
  PostgresPublisher publisher{database.connection(), broker};
  database.sql("BEGIN");
  MapPublishRequest request{"mm:seats", "1A", Json::raw(R"({"by":"Ada"})")};
  request.key_mode = "if_new";
  request.tags = {{"row", "1"}};
  const MapPublishResult first = publisher.map_publish(request);
  EXPECT_EQ(first.offset, 1U);
  EXPECT_FALSE(first.suppressed);
  const MapPublishResult second = publisher.map_publish(request);
  EXPECT_TRUE(second.suppressed);
  EXPECT_EQ(second.suppress_reason, "key_exists");
  publisher.map_publish(MapPublishRequest{"mm:seats", "1B", Json::of(2)});
  const MapRemoveResult removed = publisher.map_remove(MapRemoveRequest{"mm:seats", "1B"});
  EXPECT_EQ(removed.offset, 3U);
  EXPECT_EQ(publisher.map_remove(MapRemoveRequest{"mm:seats", "1C"}).suppress_reason, "key_not_found");
  json before = call(nodes, "map_read_state", {{"channel", "mm:seats"}, {"limit", -1}});
  EXPECT_TRUE(before["result"]["entries"].empty()) << before;
  database.sql("COMMIT");
  json after = call(nodes, "map_read_state", {{"channel", "mm:seats"}, {"limit", -1}});
  ASSERT_EQ(after["result"]["entries"].size(), 1U) << after;
  EXPECT_EQ(after["result"]["entries"][0]["key"], "1A");
  EXPECT_EQ(after["result"]["entries"][0]["data"]["by"], "Ada");
  EXPECT_EQ(after["result"]["entries"][0]["tags"]["row"], "1");
}

// Shards are locked until the commit. In another order than each other, such transactions would deadlock.
TEST_F(Broker, BroadcastsInAnyOrderOfChannelsDoNotDeadlock) {
  const Database database{*postgres};
  Nodes nodes{1, node_on(database)};
  const PostgresBroker broker;
  std::vector<std::string> channels;
  for (int i = 0; i < 16; ++i) channels.push_back("hh:" + std::to_string(i));
  constexpr int kRounds = 40;
  const auto work = [&](std::vector<std::string> order) {
    pqxx::connection connection{database.address()};
    outbox::prepare(connection, broker);
    for (int i = 0; i < kRounds; ++i) {
      pqxx::work transaction{connection};
      const auto results = PostgresPublisher{transaction, broker}.broadcast(order, Json::of(i));
      if (results.size() != order.size()) std::abort();
      transaction.commit();
    }
  };
  std::thread other{work, channels};
  EXPECT_NO_THROW(work({channels.rbegin(), channels.rend()}));
  other.join();
  EXPECT_EQ(history_of(nodes.at(0), "hh:3").size(), 2U * kRounds);
}

}  // namespace
}  // namespace cent::test

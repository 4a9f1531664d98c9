// Rows of an outbox through a real PostgreSQL and the consumer of a real Centrifugo to subscribers.
#include <algorithm>
#include <cent/outbox/libpq.hpp>
#include <cent/outbox/pqxx.hpp>

#include "real_servers.hpp"
#include "support/eventually.hpp"

namespace cent::test {
namespace {

using nlohmann::json;

class Consumer : public RealServersTest {
 protected:
  /// Waits longer than eventually().
  static bool in_the_end(const std::function<bool()>& holds) {
    for (int tries = 9; tries > 0; --tries) {
      if (eventually(holds)) return true;
    }
    return false;
  }
  static Json number(int value) { return Json::of(value); }
  /// `0 1 2 …`
  static std::string count_to(int end, int step = 1, int begin = 0) {
    std::string text;
    for (int i = begin; i < end; i += step) text += (text.empty() ? "" : " ") + std::to_string(i);
    return text;
  }
};

TEST_F(Consumer, ACommitArrivesOnceAndInOrderAndARollbackNever) {
  const Database database{*postgres};
  const outbox::Table table{4};
  database.sql(outbox::schema(table));
  database.sql(outbox::schema(table));  // can be repeated
  database.sql("CREATE TABLE orders (id int)");
  Nodes nodes{1, node_with({{"consumers", {postgresql_consumer(database, 4)}}})};
  std::vector<std::string> channels;
  for (int i = 0; i < 12; ++i) channels.push_back("orders" + std::to_string(i));
  Subscriber subscriber{nodes.at(0), channels};

  pqxx::connection connection{database.address()};
  constexpr int kTransactions = 30;
  for (int i = 0; i < kTransactions; ++i) {
    pqxx::work transaction{connection};
    transaction.exec("INSERT INTO orders VALUES (" + std::to_string(i) + ")");
    Outbox outbox{table};
    for (const std::string& channel : channels) outbox.publish(channel, number(i));
    outbox::insert(transaction, outbox);
    if (i % 3 == 2) {
      transaction.abort();
    } else {
      transaction.commit();
    }
  }
  std::string expected;
  for (int i = 0; i < kTransactions; ++i) {
    if (i % 3 != 2) expected += (expected.empty() ? "" : " ") + std::to_string(i);
  }
  const auto received = subscriber.texts(channels.size() * 20);
  EXPECT_EQ(received.size(), channels.size());
  for (const auto& [channel, text] : received) EXPECT_EQ(text, expected) << channel;
  EXPECT_TRUE(subscriber.is_silent());
  EXPECT_EQ(database.sql("SELECT count(*) FROM orders").front(), "20");
  EXPECT_TRUE(in_the_end([&] { return database.rows() == 0; }));
}

TEST_F(Consumer, TenThousandRowsByLibpqInOneTransaction) {
  const Database database{*postgres};
  outbox::Table table{8};
  table.notification_channel = "centrifugo_outbox_rows";
  database.sql(outbox::schema(table));
  database.sql(outbox::schema(table));
  json consumer = postgresql_consumer(database, 8);
  consumer["postgresql"]["partition_notification_channel"] = table.notification_channel;
  consumer["postgresql"]["partition_poll_interval"] = "300s";  // only notifications wake it up
  Nodes nodes{1, node_with({{"consumers", {consumer}}})};
  ASSERT_TRUE(in_the_end([&] {
    return database.sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'").front() == "1";
  }));
  std::vector<std::string> channels;
  for (int i = 0; i < 10; ++i) channels.push_back("feed" + std::to_string(i));
  Subscriber subscriber{nodes.at(0), channels};

  constexpr int kRows = 10'000;
  Outbox outbox{table};
  for (int i = 0; i < kRows; ++i) outbox.publish(channels[static_cast<std::size_t>(i % 10)], number(i));
  EXPECT_THROW(outbox::insert(database.connection(), outbox), UsageError) << "no transaction is open";
  database.sql("BEGIN");
  outbox::insert(database.connection(), outbox);
  EXPECT_EQ(database.rows(), kRows);
  EXPECT_TRUE(subscriber.is_silent()) << "before the commit";
  database.sql("COMMIT");
  const auto received = subscriber.texts(kRows);
  EXPECT_EQ(received.size(), channels.size());
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(received.at("feed" + std::to_string(i)), count_to(kRows, 10, i));
  }
  EXPECT_TRUE(subscriber.is_silent());
  EXPECT_TRUE(in_the_end([&] { return database.rows() == 0; }));
}

// Redis keeps keys and history, so what was published twice would be there twice.
TEST_F(Consumer, KilledServersLoseAndDoubleNothingThatHasAKey) {
  CENT_NEEDS_PROGRAM("redis-server");
  const Database database{*postgres};
  const outbox::Table table{4};
  database.sql(outbox::schema(table));
  const auto redis = make_redis();
  redis->start();
  Nodes nodes{1, node_with({{"consumers", {postgresql_consumer(database, 4)}}}, redis_node(redis->port()))};

  nodes.at(0).kill();
  constexpr int kRows = 6'000;
  constexpr int kChannels = 12;
  Outbox outbox{table};
  for (int i = 0; i < kRows; ++i) {
    PublishRequest request{"hh:" + std::to_string(i % kChannels), number(i)};
    request.idempotency_key = idempotency_key(request.channel, std::to_string(i));
    outbox.publish(request);
  }
  database.sql("BEGIN");
  outbox::insert(database.connection(), outbox);
  database.sql("COMMIT");
  int kills = 1;
  for (int left = kRows * 3 / 4; left > 0; left -= kRows / 4) {
    nodes.at(0).start();
    EXPECT_TRUE(in_the_end([&] { return database.rows() <= left; }));
    nodes.at(0).kill();
    ++kills;
  }
  nodes.at(0).start();
  EXPECT_TRUE(in_the_end([&] { return database.rows() == 0; }));
  for (int i = 0; i < kChannels; ++i) {
    std::string text;
    for (const std::string& one : history_of(nodes.at(0), "hh:" + std::to_string(i))) {
      text += (text.empty() ? "" : " ") + one;
    }
    EXPECT_EQ(text, count_to(kRows, kChannels, i)) << "channel " << i;
  }
  if (HasFailure()) return;
  summarize("outbox: " + std::to_string(kRows) + " rows with keys, Centrifugo killed " +
            std::to_string(kills) + " times: none lost, none doubled, in order");
}

TEST_F(Consumer, ABadRowStopsNobody) {
  const Database database{*postgres};
  const outbox::Table table{1};
  database.sql(outbox::schema(table));
  Nodes nodes{1, node_with({{"consumers", {postgresql_consumer(database, 1)}}})};
  Subscriber subscriber{nodes.at(0), {"a"}};
  Outbox outbox{table};
  outbox.publish("a", number(1));
  outbox.publish("unknown:a", number(2));  // error 102
  database.sql("BEGIN");
  outbox::insert(database.connection(), outbox);
  database.sql(
      "INSERT INTO centrifugo_outbox (method, payload) VALUES ('PUBLISH', '{\"channel\":\"a\",\"data\":3}'),"
      "('publish', 'no JSON'), ('publish', '{}'), ('publish', '[]'), ('publish', '{\"channel\":\"a\"}')");
  outbox.clear();
  outbox.publish("a", number(4));
  outbox::insert(database.connection(), outbox);
  database.sql("COMMIT");
  EXPECT_EQ(subscriber.texts(2)["a"], "1 4");
  EXPECT_TRUE(subscriber.is_silent());
  EXPECT_TRUE(in_the_end([&] { return database.rows() == 0; }));
}

// A NATS broker answers 100 for good to a channel with a blank.
TEST_F(Consumer, ARowWithError100KeepsTheRestOfItsPartitionWaitingUntilItIsDeleted) {
  CENT_NEEDS_PROGRAM("nats-server");
  const Database database{*postgres};
  const outbox::Table table{2};
  database.sql(outbox::schema(table));
  const auto nats = make_nats();
  nats->start();
  Nodes nodes{1, node_with({{"consumers", {postgresql_consumer(database, 2)}}}, nats_node(nats->port()))};
  // Channels of the partition of "a b", and of the other one.
  const std::uint32_t blocked = outbox::partition_of("a b", 2);
  std::string behind = "x";
  while (outbox::partition_of(behind, 2) != blocked) behind += 'x';
  std::string beside = "y";
  while (outbox::partition_of(beside, 2) == blocked) beside += 'y';
  Subscriber subscriber{nodes.at(0), {behind, beside}};
  Outbox outbox{table};
  outbox.publish(behind, number(1));
  outbox.publish("a b", number(2));
  outbox.publish(behind, number(3));
  outbox.publish(beside, number(4));
  database.sql("BEGIN");
  outbox::insert(database.connection(), outbox);
  database.sql("COMMIT");
  auto received = subscriber.receive(2);
  std::sort(received.begin(), received.end());
  EXPECT_EQ(received, (std::vector<std::pair<std::string, std::string>>{{behind, "1"}, {beside, "4"}}));
  EXPECT_TRUE(subscriber.is_silent());
  EXPECT_EQ(database.rows(), 2);
  // As the guide says.
  database.sql(
      "DELETE FROM centrifugo_outbox WHERE id = (SELECT min(id) FROM centrifugo_outbox WHERE partition = " +
      std::to_string(blocked) + ")");
  EXPECT_EQ(subscriber.texts(1)[behind], "3");
  EXPECT_TRUE(in_the_end([&] { return database.rows() == 0; }));
}

TEST_F(Consumer, AllMethodsAreExecuted) {
  const Database database{*postgres};
  const outbox::Table table{1};
  database.sql(outbox::schema(table));
  json node = node_with({{"consumers", {postgresql_consumer(database, 1)}}});
  node["client"]["token"] = {{"hmac_secret_key", "secret"}};
  Nodes nodes{1, node};
  RawStream user{nodes.at(0).port(), stream_request({{"token", make_token({{"sub", "42"}})}})};
  ASSERT_TRUE(user.next());
  const auto commit = [&](const auto& fill) {
    Outbox outbox{table};
    fill(outbox);
    database.sql("BEGIN");
    outbox::insert(database.connection(), outbox);
    database.sql("COMMIT");
  };
  const auto next = [&] { return user.next(std::chrono::seconds{30}).value_or(""); };
  commit([](Outbox& outbox) {
    outbox.subscribe(SubscribeRequest{"42", "hh:news"});
    outbox.publish("hh:news", number(1));
    outbox.broadcast({"hh:news", "hh:other"}, number(2));
    outbox.unsubscribe("42", "hh:news");
    outbox.publish("hh:news", number(3));
  });
  EXPECT_EQ(next(), R"({"channel":"hh:news","subscribe":{}})");
  EXPECT_NE(next().find(R"("data":1)"), std::string::npos);
  EXPECT_NE(next().find(R"("data":2)"), std::string::npos);
  EXPECT_NE(next().find("unsubscribe"), std::string::npos);
  EXPECT_TRUE(in_the_end([&] { return history_of(nodes.at(0), "hh:news").size() == 3; }));
  commit([](Outbox& outbox) {
    outbox.history_remove("hh:news");
    outbox.refresh(RefreshRequest{"42"});
    outbox.disconnect("42");
  });
  std::string last;
  while (const auto line = user.next(std::chrono::seconds{30})) last = *line;
  EXPECT_NE(last.find("disconnect"), std::string::npos) << last;
  EXPECT_TRUE(in_the_end([&] { return database.rows() == 0; }));
  EXPECT_EQ(history_of(nodes.at(0), "hh:news").size(), 0U);
  EXPECT_EQ(history_of(nodes.at(0), "hh:other").size(), 1U);
}

/// Data, and how subscribers get it through each type of column.
struct Spelling {
  const char* sent;
  const char* by_jsonb;
};

TEST_F(Consumer, TextKeepsTheDataAndJsonbSpellsItAnew) {
  const std::vector<Spelling> spellings = {
      {"1.0e2", "100"},
      {"1.50", "1.50"},
      {"12345678901234567890", "12345678901234567890"},
      {R"({"long":1,"b":2,"a":3})", R"({"a": 3, "b": 2, "long": 1})"},
      {R"({"a":1,"a":2})", R"({"a": 2})"},
      {R"("\u0041\u00e9")", R"("Aé")"},
  };
  for (const bool jsonb : {false, true}) {
    const Database database{*postgres};
    outbox::Table table{1};
    if (jsonb) table.payload = outbox::PayloadType::jsonb;
    database.sql(outbox::schema(table));
    Nodes nodes{1, node_with({{"consumers", {postgresql_consumer(database, 1)}}})};
    Subscriber subscriber{nodes.at(0), {"a"}};
    Outbox outbox{table};
    for (const Spelling& one : spellings) outbox.publish("a", Json::raw(one.sent));
    const Json with_nul = Json::raw(R"("\u0000")");
    const Json without = Json::raw(R"("\\u0000")");
    if (jsonb) {
      EXPECT_THROW(outbox.publish("a", with_nul), UsageError);
    } else {
      outbox.publish("a", with_nul);
    }
    outbox.publish("a", without);
    database.sql("BEGIN");
    outbox::insert(database.connection(), outbox);
    database.sql("COMMIT");
    const auto received = subscriber.receive(spellings.size() + (jsonb ? 1 : 2));
    for (std::size_t i = 0; i < spellings.size(); ++i) {
      EXPECT_EQ(received.at(i).second, jsonb ? spellings[i].by_jsonb : spellings[i].sent);
    }
    EXPECT_EQ(received.back().second, without.text());
  }
}

}  // namespace
}  // namespace cent::test

// Calls of the PostgreSQL broker's functions, without a database.
#include <gtest/gtest.h>

#include <cent/errors.hpp>
#include <cent/outbox/postgres_broker.hpp>
#include <limits>

namespace cent::test {
namespace {

using outbox::broker_statement;
using outbox::PostgresBroker;
using outbox::Statement;
using outbox::TextRows;

using Parameters = std::vector<std::optional<std::string>>;
constexpr std::nullopt_t null = std::nullopt;

TEST(OutboxStatement, CarriesAllFields) {
  PublishRequest request{"orders", Json::raw("[1]")};
  const PostgresBroker broker;
  EXPECT_EQ(broker_statement(request, broker).parameters,
            (Parameters{"orders", "[1]", "false", null, null, null, "86400 seconds", null, null, null, null,
                        "false"}));
  request.tags = {{"colour", "red"}};
  request.idempotency_key = "k";
  request.delta = true;
  request.version = 9'223'372'036'854'775'807U;
  request.version_epoch = "e";
  PostgresBroker settings;
  settings.history_size = 10;
  settings.history_ttl = std::chrono::minutes{5};
  const Statement statement = broker_statement(request, settings);
  EXPECT_EQ(statement.parameters,
            (Parameters{"orders", "[1]", "false", R"({"colour":"red"})", "300 seconds", "10", "86400 seconds",
                        "9223372036854775807", "e", "k", "300 seconds", "true"}));
  EXPECT_NE(statement.sql.find("FROM cf_stream_publish($1::text, $2::jsonb, "), std::string::npos)
      << statement.sql;
}

TEST(OutboxStatement, OfABroadcastHasItsChannelsAsArray) {
  const Statement statement = broker_statement(BroadcastRequest{{"a", "b\"\\{},"}, Json::of(1)}, {});
  EXPECT_EQ(statement.parameters.front(), R"({"a","b\"\\{},"})");
}

TEST(OutboxStatement, NamesFunctionsByPrefixAndKind) {
  PostgresBroker broker;
  broker.table_prefix = "my";
  broker.binary_data = true;
  std::vector<std::string> names;
  for (const Statement& one : outbox::broker_statements(broker, true)) names.push_back(one.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"cent_my_binary_stream_publish", "cent_my_binary_stream_publish_all",
                                      "cent_my_binary_stream_remove_history", "cent_my_binary_map_publish",
                                      "cent_my_binary_map_remove"}));
  EXPECT_EQ(outbox::broker_statements({}).size(), 3U);
  PublishRequest request{"a"};
  request.b64data = "AAE=";
  EXPECT_EQ(broker_statement(request, broker).parameters[1], "AAE=");
  EXPECT_EQ(broker_statement(request, broker).parameters[2], "true");
  broker.table_prefix = "my-";
  EXPECT_THROW(static_cast<void>(broker_statement(request, broker)), UsageError);
}

TEST(OutboxStatement, RefusesWhatTheFunctionsCannotCarry) {
  const auto refused = [](const auto& good, const auto& change) {
    EXPECT_NO_THROW(static_cast<void>(broker_statement(good, {})));
    auto bad = good;
    change(bad);
    EXPECT_THROW(static_cast<void>(broker_statement(bad, {})), UsageError);
  };
  const PublishRequest publish{"a", Json::of(1)};
  refused(publish, [](auto& bad) { bad.channel.clear(); });
  refused(publish, [](auto& bad) { bad.channel = std::string("a\0b", 3); });
  refused(publish, [](auto& bad) { bad.skip_history = true; });
  refused(publish, [](auto& bad) { bad.b64data = "AA=="; });
  refused(publish, [](auto& bad) { bad.data = Json::raw(R"("\u0000")"); });
  refused(publish, [](auto& bad) { bad.tags = {{"a", std::string(1, '\0')}}; });
  refused(publish, [](auto& bad) { bad.version = 9'223'372'036'854'775'808U; });
  refused(publish, [](auto& bad) { bad.idempotency_key = std::string(1, '\0'); });
  refused(BroadcastRequest{{"a"}, Json::of(1)}, [](auto& bad) { bad.skip_history = true; });
  refused(HistoryRemoveRequest{"a"}, [](auto& bad) { bad.channel.clear(); });
  const MapPublishRequest map{"a", "k", Json::of(1)};
  refused(map, [](auto& bad) { bad.key.clear(); });
  refused(map, [](auto& bad) { bad.score = 1; });
  refused(map, [](auto& bad) { bad.stream_data = Json::of(1); });
  refused(map, [](auto& bad) { bad.b64stream_data = "AA=="; });
  refused(MapRemoveRequest{"a", "k"}, [](auto& bad) { bad.key = std::string("a\0b", 3); });
}

TEST(OutboxStatement, ReadsItsRows) {
  const auto result = outbox::read_rows<outbox::StreamPublishResult>({{"3", "abc", "t", "version"}});
  EXPECT_EQ(result.result.offset, 3U);
  EXPECT_EQ(result.result.epoch, "abc");
  EXPECT_TRUE(result.suppressed);
  EXPECT_EQ(result.suppress_reason, "version");
  const auto map = outbox::read_rows<MapPublishResult>({{"4", "", "f", null}});
  EXPECT_EQ(map.offset, 4U);
  EXPECT_FALSE(map.suppressed);
  const TextRows bad[] = {
      {}, {{}}, {{"x", "e", "f", null}}, {{null, "e", "f", null}}, {{"1", "e", "f"}}, {{"", "e", "f", null}}};
  for (const TextRows& rows : bad)
    EXPECT_THROW(static_cast<void>(outbox::read_rows<MapRemoveResult>(rows)), RequestException);
}

}  // namespace
}  // namespace cent::test

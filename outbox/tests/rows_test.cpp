// Rows: what becomes one, and in which partition.
#include <gtest/gtest.h>

#include <cent/outbox.hpp>
#include <limits>
#include <set>

#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using outbox::partition_of;
using outbox::Row;
using outbox::Table;

std::vector<std::string> texts(const Outbox& outbox) {
  std::vector<std::string> all;
  for (const Row& row : outbox.rows()) {
    all.push_back(std::to_string(row.partition) + " " + row.method + " " + row.payload);
  }
  return all;
}

// Whoever writes rows in another language must come to the same numbers, and a new release, too.
TEST(OutboxPartition, IsTheSameEverywhereAndForEver) {
  constexpr std::uint32_t kMany = 4'294'967'295U;
  struct Vector {
    const char* channel;
    std::uint64_t fnv1a;
  };
  for (const Vector& one : {Vector{"", 0xcbf29ce484222325U}, Vector{"a", 0xaf63dc4c8601ec8cU},
                            Vector{"foobar", 0x85944171f73967e8U}, Vector{"orders", 0x00125d9250be8b4cU},
                            Vector{"user:42", 0x6c151ea4dcd221c2U}, Vector{"\xC3\xA9", 0xac21707b7181e01U}}) {
    const std::uint64_t folded = one.fnv1a ^ (one.fnv1a >> 32U);
    EXPECT_EQ(partition_of(one.channel, kMany), folded % kMany) << one.channel;
    EXPECT_EQ(partition_of(one.channel, 8), folded % 8) << one.channel;
  }
  EXPECT_EQ(partition_of("", 1000), 945U);
  EXPECT_EQ(partition_of("a", 1000), 824U);
  EXPECT_EQ(partition_of("orders", 1000), 670U);
  EXPECT_EQ(partition_of("user:42", 1000), 598U);
  EXPECT_EQ(partition_of("anything", 1), 0U);
}

TEST(OutboxPartition, SpreadsChannelsWithNumbersEvenly) {
  for (const char* prefix : {"user:", "x", ""}) {
    std::vector<int> counts(8);
    for (int i = 0; i < 8000; ++i) ++counts[partition_of(prefix + std::to_string(i) + "x", 8)];
    for (const int count : counts) EXPECT_NEAR(count, 1000, 150);
  }
}

TEST(OutboxPartition, NeedsANumberAndAText) {
  EXPECT_THROW(static_cast<void>(partition_of("a", 0)), UsageError);
  const char* const none = nullptr;
  EXPECT_THROW(static_cast<void>(partition_of(none, 8)), UsageError);
}

TEST(OutboxRows, HaveMethodPayloadAndThePartitionOfTheirChannel) {
  Outbox outbox{Table{1000}};
  outbox.publish("orders", Json::raw(R"({"id": 17})"));
  outbox.subscribe(SubscribeRequest{"42", "orders"});
  outbox.unsubscribe("42", "orders");
  outbox.history_remove("orders");
  outbox.disconnect("user:42");  // of the user
  outbox.refresh(RefreshRequest{"user:42"});
  EXPECT_EQ(texts(outbox), (std::vector<std::string>{
                               R"(670 publish {"channel":"orders","data":{"id": 17}})",
                               R"(670 subscribe {"user":"42","channel":"orders"})",
                               R"(670 unsubscribe {"user":"42","channel":"orders"})",
                               R"(670 history_remove {"channel":"orders"})",
                               R"(598 disconnect {"user":"user:42"})",
                               R"(598 refresh {"user":"user:42"})",
                           }));
  outbox.clear();
  EXPECT_TRUE(outbox.rows().empty());
}

TEST(OutboxRows, ABroadcastIsOneRowForEachPartitionOfItsChannels) {
  Outbox outbox{Table{8}};  // a 0, foobar 1, orders and user:42 6
  BroadcastRequest request{{"orders", "foobar", "a", "user:42"}, Json::of(1)};
  request.idempotency_key = "k";
  outbox.broadcast(request);
  EXPECT_EQ(texts(outbox),
            (std::vector<std::string>{
                R"(0 broadcast {"channels":["a"],"data":1,"idempotency_key":"k"})",
                R"(1 broadcast {"channels":["foobar"],"data":1,"idempotency_key":"k"})",
                R"(6 broadcast {"channels":["orders","user:42"],"data":1,"idempotency_key":"k"})",
            }));
  outbox.clear();
  outbox.broadcast({"user:42", "orders"}, Json::of(1));
  EXPECT_EQ(texts(outbox),
            (std::vector<std::string>{R"(6 broadcast {"channels":["user:42","orders"],"data":1})"}));
}

TEST(OutboxRows, AnInvalidRequestAddsNone) {
  Outbox outbox{Table{8}};
  EXPECT_THROW(outbox.publish(PublishRequest{}), UsageError);
  EXPECT_THROW(outbox.broadcast(BroadcastRequest{}), UsageError);
  EXPECT_THROW(outbox.broadcast({"a", ""}, Json::of(1)), UsageError);
  EXPECT_THROW(outbox.disconnect(""), UsageError);
  EXPECT_TRUE(outbox.rows().empty());
}

TEST(OutboxRows, ACommandByItsNameIsRefused) {
  Outbox outbox{Table{8}};
  for (const char* method : {"publish", "map_publish"}) {
    try {
      outbox.call(Command{method, Json::raw("{}")});
      FAIL() << method;
    } catch (const UsageError& error) {
      EXPECT_EQ(error.what(), std::string("cent: ") + method + ": an outbox takes only typed requests");
    }
  }
  EXPECT_TRUE(outbox.rows().empty());
}

TEST(OutboxRows, JsonbRejectsNulOnlyWhereItIsAnEscape) {
  Table table{8};
  table.payload = outbox::PayloadType::jsonb;
  Outbox outbox{table};
  for (const char* json : {R"("\u0000")", R"({"a\u0000":1})", R"("\\\u0000")"}) {
    EXPECT_THROW(outbox.publish("a", Json::raw(json)), UsageError) << json;
  }
  EXPECT_THROW(outbox.publish(std::string("a\0b", 3), Json::of(1)), UsageError);
  EXPECT_THROW(
      outbox.broadcast({std::string("a\0b", 3), std::string("orders"), std::string("user:42")}, Json::of(1)),
      UsageError);
  EXPECT_TRUE(outbox.rows().empty());
  for (const char* json : {R"("\\u0000")", R"("\u0001")", R"("\"")"}) outbox.publish("a", Json::raw(json));
  EXPECT_EQ(outbox.rows().size(), 3U);
}

TEST(OutboxTable, IsChecked) {
  EXPECT_THROW(Outbox{Table{}}, UsageError);
  for (const char* name : {"", "Outbox", "out box", "a;b", "1a", "a.b.c", ".a", "a.", "\xC3\xA9"}) {
    Table table{1};
    table.name = name;
    EXPECT_THROW(Outbox{table}, UsageError) << name;
    EXPECT_THROW(static_cast<void>(outbox::schema(table)), UsageError) << name;
  }
  Table table{1};
  table.name = std::string(64, 'a');
  EXPECT_THROW(Outbox{table}, UsageError);
  table.name = "app.outbox_2";
  table.notification_channel = "it's";
  EXPECT_THROW(Outbox{table}, UsageError);
  table.notification_channel = "outbox_rows";
  EXPECT_EQ(Outbox{table}.table().name, "app.outbox_2");
}

TEST(OutboxTable, HasASchemaOfItsPayloadType) {
  Table table{1};
  table.name = "app.rows";
  EXPECT_EQ(outbox::schema(table), R"(CREATE TABLE IF NOT EXISTS app.rows (
  id bigserial PRIMARY KEY,
  method text NOT NULL,
  payload text NOT NULL,
  partition bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS rows_partition_id ON app.rows (partition, id);
)");
  table.payload = outbox::PayloadType::jsonb;
  EXPECT_NE(outbox::schema(table).find("payload jsonb"), std::string::npos);
  table.notification_channel = "changed";
  EXPECT_NE(outbox::schema(table).find("pg_notify('changed', partition::text)"), std::string::npos);
}

TEST(OutboxCopyLine, EscapesWhatCopyReads) {
  std::string text;
  outbox::append_copy_line(text, Row{"publish", "{\"a\": \"\\n\\\\\",\t\"b\":1}", 7});
  outbox::append_copy_line(text, Row{"refresh", "\r\n", 0});
  EXPECT_EQ(text, "publish\t{\"a\": \"\\\\n\\\\\\\\\",\\t\"b\":1}\t7\nrefresh\t\\r\\n\t0\n");
}

}  // namespace
}  // namespace cent::test

// The headers for database libraries against real databases, without a server.
#include <cent/outbox/hiredis.hpp>
#include <cent/outbox/libpq.hpp>
#include <cent/outbox/pqxx.hpp>

#include "real_servers.hpp"

namespace cent::test {
namespace {

using outbox::PostgresBroker;
using outbox::PostgresPublisher;

class Adapters : public PostgresTest {
 protected:
  static Outbox difficult_rows() {
    Outbox rows{outbox::Table{4}};
    for (const char* json :
         {"{\"a\":\t1}", R"("\\ \n \t \" \u0000")", "\"\xC3\xA9 \xF0\x9F\x8E\x89 '\"", R"("\\.")"}) {
      rows.publish("a", Json::raw(json));
    }
    rows.disconnect("user\\42");
    return rows;
  }
  static std::vector<std::string> texts(const Outbox& rows) {
    std::vector<std::string> all;
    for (const outbox::Row& row : rows.rows()) {
      all.push_back(row.method + " " + row.payload + " " + std::to_string(row.partition));
    }
    return all;
  }
  static constexpr const char* kSelect =
      "SELECT method || ' ' || payload || ' ' || partition FROM centrifugo_outbox ORDER BY id";

  /// Answers as the broker's function does, with what it was given in the epoch.
  static void make_functions(const Database& database) {
    database.sql(
        "CREATE TABLE cf_stream_shard_lock (shard_id smallint); INSERT INTO cf_stream_shard_lock VALUES (0);"
        "CREATE FUNCTION cf_stream_publish(p_channel text, p_data jsonb, p_tags jsonb DEFAULT NULL,"
        " p_history_ttl interval DEFAULT NULL, p_history_size integer DEFAULT NULL, p_meta_ttl interval "
        "DEFAULT NULL,"
        " p_version bigint DEFAULT NULL, p_version_epoch text DEFAULT NULL, p_idempotency_key text DEFAULT "
        "NULL,"
        " p_idempotency_ttl interval DEFAULT NULL, p_use_delta boolean DEFAULT false)"
        " RETURNS TABLE(out_result_id bigint, out_channel_offset bigint, out_epoch text, out_suppressed "
        "boolean,"
        " out_suppress_reason text) LANGUAGE sql AS $$ SELECT 1::bigint, 7::bigint, concat_ws(' ', "
        "p_channel, p_data,"
        " p_tags, p_history_ttl, p_history_size, p_meta_ttl, p_version, p_version_epoch, p_idempotency_key,"
        " p_idempotency_ttl, p_use_delta), p_version IS NOT NULL, CASE WHEN p_version > 0 THEN 'version' END "
        "$$;"
        "CREATE FUNCTION cf_stream_remove_history(text) RETURNS void LANGUAGE sql AS $$ $$");
  }
  template <class Publisher>
  static void expect_calls(Publisher publisher) {
    PublishRequest request{"a", Json::of(1)};
    const auto plain = publisher.publish(request);
    EXPECT_EQ(plain.result.offset, 7U);
    EXPECT_EQ(plain.result.epoch, "a 1 24:00:00 f");
    EXPECT_FALSE(plain.suppressed);
    request.tags = {{"b", "c"}};
    request.version = 3;
    request.version_epoch = "e";
    request.idempotency_key = "k";
    request.delta = true;
    const auto full = publisher.publish(request);
    EXPECT_EQ(full.result.epoch, R"(a 1 {"b": "c"} 24:00:00 3 e k 00:05:00 t)");
    EXPECT_TRUE(full.suppressed);
    EXPECT_EQ(full.suppress_reason, "version");
    const auto all = publisher.broadcast({"b\"\\", "a", "{},"}, Json::of(2));
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].result.epoch, "b\"\\ 2 24:00:00 f");
    EXPECT_EQ(all[1].result.epoch, "a 2 24:00:00 f");
    EXPECT_EQ(all[2].result.epoch, "{}, 2 24:00:00 f");
    publisher.history_remove("a");
  }
};

TEST_F(Adapters, InsertRowsAsTheyAre) {
  const Database database{*postgres};
  const Outbox rows = difficult_rows();
  database.sql(outbox::schema(rows.table()));
  pqxx::connection connection{database.address()};
  {
    pqxx::work transaction{connection};
    outbox::insert(transaction, Outbox{rows.table()});  // nothing
    outbox::insert(transaction, rows);
    transaction.commit();
  }
  EXPECT_EQ(database.sql(kSelect), texts(rows));
  database.sql("TRUNCATE centrifugo_outbox");
  database.sql("BEGIN");
  outbox::insert(database.connection(), Outbox{rows.table()});
  outbox::insert(database.connection(), rows);
  database.sql("COMMIT");
  EXPECT_EQ(database.sql(kSelect), texts(rows));
}

TEST_F(Adapters, ReportWhatTheDatabaseRejects) {
  const Database database{*postgres};
  const Outbox rows = difficult_rows();
  pqxx::connection connection{database.address()};
  pqxx::work transaction{connection};
  EXPECT_THROW(outbox::insert(transaction, rows), pqxx::sql_error) << "there is no table";
  EXPECT_THROW(outbox::insert(database.connection(), rows), UsageError) << "no transaction is open";
  for (const char* table :
       {"SELECT 1", "CREATE TABLE centrifugo_outbox (method text, payload jsonb, partition int)"}) {
    database.sql(table);
    database.sql("BEGIN");
    try {
      outbox::insert(database.connection(), rows);
      FAIL() << table;
    } catch (const RequestException& error) {
      EXPECT_EQ(error.delivery(), Delivery::refused);
      EXPECT_NE(std::string(error.what()).find("ERROR"), std::string::npos) << error.what();
    }
    EXPECT_EQ(PQtransactionStatus(&database.connection()), PQTRANS_INERROR);
    database.sql("ROLLBACK");
  }
}

TEST_F(Adapters, CallFunctionsWithTheirParameters) {
  const Database database{*postgres};
  make_functions(database);
  const PostgresBroker broker;
  pqxx::connection connection{database.address()};
  outbox::prepare(connection, broker);
  pqxx::work transaction{connection};
  expect_calls(PostgresPublisher{transaction, broker});
  outbox::prepare(database.connection(), broker);
  expect_calls(PostgresPublisher{database.connection(), broker});
}

TEST_F(Adapters, AddAllRowsToARedisStreamOrNone) {
  CENT_NEEDS_PROGRAM("redis-server");
  const auto server = make_redis();
  server->start();
  const std::unique_ptr<redisContext, void (*)(redisContext*)> redis{
      redisConnect("127.0.0.1", server->port()), redisFree};
  ASSERT_TRUE(redis && redis->err == 0);
  const auto ask = [&](const char* command) {
    return std::unique_ptr<redisReply, outbox::detail::RedisReplyDeleter>{
        static_cast<redisReply*>(redisCommand(redis.get(), command))};
  };
  const Outbox rows = difficult_rows();
  outbox::add(*redis, "commands", Outbox{rows.table()});
  outbox::add(*redis, "commands", rows);
  const auto entries = ask("XRANGE commands - +");
  ASSERT_EQ(entries->elements, rows.rows().size());
  for (std::size_t i = 0; i < rows.rows().size(); ++i) {
    redisReply** const fields = entries->element[i]->element[1]->element;
    EXPECT_EQ(std::string(fields[1]->str, fields[1]->len), rows.rows()[i].method);
    EXPECT_EQ(std::string(fields[3]->str, fields[3]->len), rows.rows()[i].payload);
  }
  ask("WATCH commands");
  const std::unique_ptr<redisContext, void (*)(redisContext*)> other{
      redisConnect("127.0.0.1", server->port()), redisFree};
  outbox::add(*other, "commands", rows);
  EXPECT_THROW(outbox::add(*redis, "commands", rows), RequestException) << "another has changed it";
  ask("SET text x");
  EXPECT_THROW(outbox::add(*redis, "text", rows), RequestException);
  server->kill();
  try {
    outbox::add(*redis, "commands", rows);
    FAIL();
  } catch (const RequestException& error) {
    EXPECT_EQ(error.delivery(), Delivery::unknown);
  }
}

}  // namespace
}  // namespace cent::test

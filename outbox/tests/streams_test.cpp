// Records in a real Redis and a real NATS JetStream, through the consumers of a real Centrifugo to
// subscribers.
#include <algorithm>
#include <cent/outbox/hiredis.hpp>

#include "real_servers.hpp"
#include "support/eventually.hpp"
#include "support/loopback.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using outbox::Record;

class Streams : public RealServersTest {
 protected:
  struct RedisCloser {
    void operator()(redisContext* redis) const noexcept { redisFree(redis); }
  };
  using Redis = std::unique_ptr<redisContext, RedisCloser>;

  static json redis_consumer(const Restartable& redis, const std::string& stream, bool of_publications) {
    return {{"enabled", true},
            {"name", stream},
            {"type", "redis_stream"},
            {"redis_stream",
             {{"address", "redis://127.0.0.1:" + std::to_string(redis.port())},
              {"streams", {stream}},
              {"consumer_group", "centrifugo"},
              {"publication_data_mode", {{"enabled", of_publications}}}}}};
  }
  static json jetstream_consumer(const Restartable& nats, const std::string& subject, bool of_publications) {
    return {{"enabled", true},
            {"name", subject},
            {"type", "nats_jetstream"},
            {"nats_jetstream",
             {{"url", "nats://127.0.0.1:" + std::to_string(nats.port())},
              {"stream_name", "records"},
              {"durable_consumer_name", subject},
              {"use_existing_consumer", true},
              {"publication_data_mode", {{"enabled", of_publications}}}}}};
  }
  static void read_replies(redisContext& redis, int count) {
    for (; count > 0; --count) static_cast<void>(outbox::detail::next_reply(redis));
  }
  static PublishRequest publication(int data) {
    PublishRequest request{"hh:a", Json::of(data)};
    request.idempotency_key = "k" + std::to_string(data);
    request.tags = {{"colour", "red"}};
    return request;
  }
};

TEST_F(Streams, OfRedisByHiredis) {
  CENT_NEEDS_PROGRAM("redis-server");
  const auto server = make_redis();
  server->start();
  Nodes nodes{1, node_with({{"consumers",
                             {redis_consumer(*server, "commands", false),
                              redis_consumer(*server, "publications", true)}}})};
  Subscriber subscriber{nodes.at(0), {"hh:a", "b"}};
  const Redis redis{redisConnect("127.0.0.1", server->port())};
  ASSERT_TRUE(redis && redis->err == 0);
  Outbox outbox{outbox::Table{1}};
  constexpr int kRows = 500;
  for (int i = 0; i < kRows; ++i) outbox.publish("b", Json::of(i));
  outbox::add(*redis, "commands", outbox);
  std::string expected;
  for (int i = 0; i < kRows; ++i) expected += (i == 0 ? "" : " ") + std::to_string(i);
  EXPECT_EQ(subscriber.texts(kRows)["b"], expected);

  // In a transaction of the caller's own: discarded, then executed.
  for (const char* end : {"DISCARD", "EXEC"}) {
    redisAppendCommand(redis.get(), "MULTI");
    redisAppendCommand(redis.get(), "SET order %s", end);
    outbox::append_entry(*redis, "publications",
                         outbox::redis_entry(outbox::publication_record(publication(1))));
    outbox::append_entry(*redis, "publications",
                         outbox::redis_entry(outbox::publication_record(publication(1))));
    outbox::append_entry(
        *redis, "publications",
        outbox::redis_entry(outbox::publication_record(BroadcastRequest{{"hh:a", "b"}, Json::of(2)})));
    redisAppendCommand(redis.get(), end);
    read_replies(*redis, 6);
  }
  const auto received = subscriber.texts(3);
  EXPECT_EQ(received.at("hh:a"), "1 2") << "the second has the key of the first";
  EXPECT_EQ(received.at("b"), "2");
  const json request = {{"channel", "hh:a"}, {"limit", 1}};
  const std::string first = exchange(nodes.at(0).port(), api_request("/api/history", request.dump())).body;
  EXPECT_NE(first.find(R"("tags":{"colour":"red"})"), std::string::npos) << first;
  EXPECT_TRUE(subscriber.is_silent());

  read_replies(*redis, (redisAppendCommand(redis.get(), "SET text x"), 1));
  try {
    outbox::add(*redis, "text", outbox);
    FAIL() << "a key of another type";
  } catch (const RequestException& error) {
    EXPECT_EQ(error.delivery(), Delivery::refused);
    EXPECT_NE(std::string(error.what()).find("WRONGTYPE"), std::string::npos) << error.what();
  }
  server->kill();
  EXPECT_THROW(outbox::add(*redis, "commands", outbox), RequestException);
}

/// Speaks the text protocol of NATS.
class Nats {
 public:
  explicit Nats(const Restartable& server) : client_(server.port()) {
    client_.receive("\r\n");  // INFO
    client_.send("CONNECT {\"verbose\":false,\"headers\":true}\r\nSUB inbox 1\r\n");
  }
  /// Publishes and waits for what the stream answers.
  std::string publish(const std::string& subject, const outbox::Record& record) {
    std::string head = "NATS/1.0\r\n";
    for (const auto& [name, value] : record.fields)
      head.append(name).append(": ").append(value).append("\r\n");
    head += "\r\n";
    const std::string sizes =
        std::to_string(head.size()) + " " + std::to_string(head.size() + record.value.size());
    client_.send("HPUB " + subject + " inbox " + sizes + "\r\n" + head + record.value + "\r\n");
    return client_.receive("}\r\n", std::chrono::seconds{20});
  }

 private:
  RawClient client_;
};

TEST_F(Streams, OfNatsJetStream) {
  CENT_NEEDS_PROGRAM("nats-server");
  const TestFolder folder;
  const unsigned short port = free_port();
  Restartable server{{find_program("nats-server"), "-a", "127.0.0.1", "-p", std::to_string(port), "-js",
                      "-sd", folder.path()},
                     port};
  server.start();
  Nats nats{server};
  const std::string made =
      nats.publish("$JS.API.STREAM.CREATE.records", {{}, R"({"name":"records","subjects":["records.*"]})"});
  ASSERT_EQ(made.find("\"error\""), std::string::npos) << made;
  // By hand, since the server would make one with several filters, which nats-server before 2.10 rejects.
  for (const std::string name : {"commands", "publications"}) {
    const json settings = {
        {"durable_name", name}, {"ack_policy", "explicit"}, {"filter_subject", "records." + name}};
    const json request = {{"stream_name", "records"}, {"config", settings}};
    const std::string answer =
        nats.publish("$JS.API.CONSUMER.DURABLE.CREATE.records." + name, {{}, request.dump()});
    ASSERT_EQ(answer.find("\"error\""), std::string::npos) << answer;
  }
  Nodes nodes{1, node_with({{"consumers",
                             {jetstream_consumer(server, "commands", false),
                              jetstream_consumer(server, "publications", true)}}})};
  Subscriber subscriber{nodes.at(0), {"hh:a", "b"}};
  Outbox outbox{outbox::Table{1}};
  for (int i = 0; i < 4; ++i) outbox.publish("b", Json::of(i));
  for (std::size_t i = 0; i < 4; ++i) {
    const outbox::Row& row = outbox.rows()[i];
    const std::string answer = nats.publish(
        "records.commands", i % 2 == 0 ? outbox::record(row) : Record{{}, outbox::record_text(row)});
    EXPECT_NE(answer.find("\"seq\""), std::string::npos) << answer;
  }
  EXPECT_EQ(subscriber.texts(4)["b"], "0 1 2 3");
  nats.publish("records.publications", outbox::publication_record(publication(1)));
  nats.publish("records.publications", outbox::publication_record(publication(1)));
  nats.publish("records.publications", outbox::publication_record(publication(2)));
  EXPECT_EQ(subscriber.texts(2)["hh:a"], "1 2") << "the second has the key of the first";
  EXPECT_TRUE(subscriber.is_silent());
}

}  // namespace
}  // namespace cent::test

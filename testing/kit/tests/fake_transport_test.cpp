#include <gtest/gtest.h>

#include <cent/cent.hpp>
#include <cent/testing/fake_transport.hpp>
#include <nlohmann/json.hpp>
#include <thread>

namespace cent::testing {
namespace {

using nlohmann::json;

struct Fixture {
  explicit Fixture(Order order = Order::strict, ClientOptions options = {})
      : fake(std::make_shared<FakeTransport>(order)), client("http://fake", with(fake, std::move(options))) {}

  static ClientOptions with(std::shared_ptr<Transport> transport, ClientOptions options) {
    options.transport = std::move(transport);
    options.retry.base_wait = std::chrono::milliseconds(1);
    return options;
  }

  std::shared_ptr<FakeTransport> fake;
  Client client;
};

ClientOptions legacy() {
  ClientOptions options;
  options.protocol = Protocol::legacy;
  return options;
}

ClientOptions with_key(Protocol protocol) {
  ClientOptions options;
  options.api_key = "very-secret";
  options.protocol = protocol;
  return options;
}

TEST(FakeTransport, AnswersWithATypedResult) {
  Fixture it;
  it.fake->expect("publish").answer(PublishResult{7, "xyz"});
  const PublishResult result = it.client.publish("news", Json::raw("1"));
  EXPECT_EQ(result.offset, 7U);
  EXPECT_EQ(result.epoch, "xyz");
  it.fake->verify();
}

TEST(FakeTransport, AnswersWithRawJson) {
  Fixture it;
  it.fake->expect("presence_stats", json{{"channel", "news"}})
      .answer(json{{"num_clients", 3}, {"num_users", 2}});
  EXPECT_EQ(it.client.presence_stats("news").num_clients, 3U);
  it.fake->verify();
}

TEST(FakeTransport, HasAnEmptyResultForATypedRequest) {
  Fixture it;
  it.fake->expect(HistoryRequest{"news", 10});
  it.fake->expect(PresenceRequest{"news"});
  it.fake->expect(InfoRequest{});
  EXPECT_TRUE(it.client.history({"news", 10}).publications.empty());
  EXPECT_TRUE(it.client.presence("news").presence.empty());
  EXPECT_TRUE(it.client.info().nodes.empty());
  it.fake->verify();
}

TEST(FakeTransport, AnswersWithAnErrorOfTheServer) {
  Fixture it;
  it.fake->expect("history").error(ErrorCode::kNotAvailable, "not available");
  try {
    (void)it.client.history("news");
    FAIL() << "no error";
  } catch (const ResponseError& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotAvailable);
    EXPECT_EQ(error.message(), "not available");
    EXPECT_EQ(error.delivery(), Delivery::refused);
  }
}

TEST(FakeTransport, FailsAsConfigured) {
  Fixture it;
  it.fake->expect("publish").fail(FailureKind::timeout);
  it.fake->expect("publish").fail(FailureKind::cut, Delivery::unknown);
  for (const FailureKind kind : {FailureKind::timeout, FailureKind::cut}) {
    try {
      it.client.publish("news", Json::raw("1"));
      FAIL() << "no error";
    } catch (const RequestException& error) {
      EXPECT_EQ(error.kind(), kind);
      EXPECT_EQ(error.delivery(), Delivery::unknown);
      EXPECT_EQ(error.attempts(), 1);
    }
  }
  it.fake->verify();
}

TEST(FakeTransport, SeesEachAttemptOfTheClient) {
  Fixture it;
  it.fake->expect("publish").fail(FailureKind::connect).times(2);
  it.fake->expect("publish").answer(PublishResult{1});
  EXPECT_EQ(it.client.publish("news", Json::raw("1")).offset, 1U);
  EXPECT_EQ(it.fake->requests().size(), 3U);
  it.fake->verify();
}

TEST(FakeTransport, AnswersWithAnHttpStatus) {
  Fixture it;
  it.fake->expect("publish").status(429, "slow down", "7");
  CallOptions once;
  once.retry = Retry::never;
  try {
    it.client.publish("news", Json::raw("1"), once);
    FAIL() << "no error";
  } catch (const RequestException& error) {
    EXPECT_EQ(error.status(), 429);
    EXPECT_EQ(error.body(), "slow down");
    EXPECT_EQ(error.retry_after(), std::chrono::seconds(7));
  }
}

TEST(FakeTransport, UnderstandsABatch) {
  Fixture it;
  it.fake->expect("publish", json{{"channel", "news"}, {"data", 1}}).answer(PublishResult{1});
  it.fake->expect("history").error(102, "unknown channel");
  it.fake->expect("unsubscribe", json{{"user", "42"}, {"channel", "news"}});
  Batch batch;
  const auto first = batch.publish("news", Json::raw("1"));
  const auto second = batch.history("nope:x");
  const auto third = batch.unsubscribe("42", "news");
  const Replies replies = it.client.send(batch);
  EXPECT_EQ(replies[first].value().offset, 1U);
  EXPECT_EQ(replies[second].error_as<ResponseError>()->code(), 102U);
  EXPECT_TRUE(replies[third].ok());
  ASSERT_EQ(it.fake->requests().size(), 1U);
  EXPECT_EQ(it.fake->requests()[0].url, "http://fake/api/batch");
  EXPECT_EQ(it.fake->commands().size(), 3U);
  it.fake->verify();
}

TEST(FakeTransport, FailsAWholeBatchForOneOfItsCommands) {
  Fixture it;
  it.fake->expect("publish");
  it.fake->expect("publish").fail(FailureKind::timeout);
  it.fake->expect("publish");
  Batch batch;
  const auto first = batch.publish("a", Json::raw("1"));
  batch.publish("b", Json::raw("1"));
  const auto third = batch.publish("c", Json::raw("1"));
  const Replies replies = it.client.send(batch);
  EXPECT_EQ(replies[first].delivery(), Delivery::unknown);
  EXPECT_EQ(replies[third].delivery(), Delivery::unknown);
  it.fake->verify();
}

TEST(FakeTransport, UnderstandsTheLegacyProtocol) {
  Fixture it(Order::strict, legacy());
  it.fake->expect("publish", json{{"channel", "a"}, {"data", "x"}}).answer(PublishResult{4});
  it.fake->expect("publish");
  it.fake->expect("history").error(108, "not available");
  EXPECT_EQ(it.client.publish("a", Json::of("x")).offset, 4U);
  Batch batch;
  const auto first = batch.publish("b", Json::raw("1"));
  const auto second = batch.history("b");
  const Replies replies = it.client.send(batch);
  EXPECT_TRUE(replies[first].ok());
  EXPECT_EQ(replies[second].error_as<ResponseError>()->code(), 108U);
  EXPECT_EQ(it.fake->requests()[1].url, "http://fake/api");
  it.fake->verify();
}

TEST(FakeTransport, UnderstandsRawCommands) {
  Fixture it;
  it.fake->expect("new_method", json{{"a", 1}}).answer(json{{"b", 2}});
  it.fake->expect("publish");
  it.fake->expect("info");
  EXPECT_EQ(it.client.call(Command{"new_method", json{{"a", 1}}}).text(), R"({"b":2})");
  it.client.add("publish", json{{"channel", "a"}});
  it.client.add("info", json::object());
  EXPECT_EQ(it.client.send().size(), 2U);
  it.fake->verify();
}

TEST(FakeTransport, ComparesValuesNotSpelling) {
  Fixture it;
  it.fake->expect("publish", Json::raw(R"({"data":{"b":[1,2.0],"a":"\u00e9"},"channel":"news"})"));
  it.client.publish("news", Json::raw("{ \"a\": \"\xC3\xA9\", \"b\": [1.0, 2e0] }"));
  it.fake->verify();
}

TEST(FakeTransport, LooksAtAnIdempotencyKeyOnlyIfOneIsExpected) {
  ClientOptions options;
  options.generate_key = true;
  Fixture it(Order::strict, options);
  it.fake->expect(PublishRequest{"news", Json::raw("1")});
  it.client.publish("news", Json::raw("1"));
  it.fake->verify();

  PublishRequest request{"news", Json::raw("1")};
  request.idempotency_key = "order-17";
  it.fake->expect(request);
  it.client.publish(request);
  it.fake->expect(request);
  EXPECT_THROW(it.client.publish("news", Json::raw("1")), RequestException);
}

TEST(FakeTransport, AsksAFunctionAboutParams) {
  Fixture it;
  it.fake->expect("publish", [](const Json& params) { return params.as<json>().at("data").at("id") > 10; });
  it.client.publish("news", json{{"id", 11}});
  it.fake->verify();
}

TEST(FakeTransport, MayTakeCommandsInAnyOrder) {
  Fixture it(Order::any);
  it.fake->expect("publish", json{{"channel", "a"}, {"data", 1}}).answer(PublishResult{1});
  it.fake->expect("publish", json{{"channel", "b"}, {"data", 1}}).answer(PublishResult{2});
  EXPECT_EQ(it.client.publish("b", Json::raw("1")).offset, 2U);
  EXPECT_EQ(it.client.publish("a", Json::raw("1")).offset, 1U);
  it.fake->verify();
}

TEST(FakeTransport, GivesTheSameToWhatAlwaysComes) {
  Fixture it;
  it.fake->always("presence_stats").answer(PresenceStatsResult{5, 4});
  it.fake->always("info");
  it.fake->expect("publish");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(it.client.presence_stats("news").num_users, 4U);
  it.client.publish("news", Json::raw("1"));
  it.fake->verify();
}

TEST(FakeTransport, RecordsWhatCame) {
  Fixture it(Order::strict, with_key(Protocol::modern));
  it.fake->always("publish");
  CallOptions patient;
  patient.timeout = std::chrono::seconds(30);
  it.client.publish("news", json{{"a", 1}}, patient);
  ASSERT_EQ(it.fake->commands().size(), 1U);
  EXPECT_EQ(it.fake->commands()[0].method, "publish");
  EXPECT_EQ(it.fake->commands()[0].params.as<json>(), (json{{"channel", "news"}, {"data", {{"a", 1}}}}));
  const SeenRequest request = it.fake->requests().at(0);
  EXPECT_EQ(request.url, "http://fake/api/publish");
  EXPECT_GT(request.timeout, std::chrono::seconds(20));
  EXPECT_LE(request.timeout, std::chrono::seconds(30));
  bool key_seen = false;
  for (const HttpHeader& header : request.headers) {
    if (header.name == "X-API-Key") key_seen = header.value == "***";
  }
  EXPECT_TRUE(key_seen);
}

TEST(FakeTransport, MayBeUsedByManyThreads) {
  Fixture it(Order::any);
  for (int i = 0; i < 100; ++i)
    it.fake->expect("publish", json{{"channel", "c" + std::to_string(i)}, {"data", i}})
        .answer(PublishResult{static_cast<std::uint64_t>(i + 1)});
  std::vector<std::thread> threads;
  std::array<int, 4> good{};
  for (std::size_t t = 0; t < good.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = static_cast<int>(t); i < 100; i += 4) {
        const auto result = it.client.publish("c" + std::to_string(i), json(i));
        if (result.offset == static_cast<std::uint64_t>(i + 1)) ++good[t];
        (void)it.fake->unmet();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int count : good) EXPECT_EQ(count, 25);
  EXPECT_EQ(it.fake->commands().size(), 100U);
  it.fake->verify();
}

}  // namespace
}  // namespace cent::testing

#include <gtest/gtest.h>

#include <cent/cent.hpp>
#include <cent/testing/fake_transport.hpp>
#include <nlohmann/json.hpp>

namespace cent::testing {
namespace {

using nlohmann::json;

// Texts for a test's author when something is wrong.
class FakeTransportReport : public ::testing::Test {
 protected:
  Client client(Protocol protocol = Protocol::automatic, std::string key = "very-secret") {
    ClientOptions options;
    options.api_key = std::move(key);
    options.protocol = protocol;
    options.transport = fake;
    return Client{"http://fake", options};
  }

  template <class Call>
  std::string complaint(const Call& call) {
    try {
      call();
    } catch (const RequestException& error) {
      EXPECT_EQ(error.attempts(), 1);
      EXPECT_EQ(error.delivery(), Delivery::refused);
      EXPECT_FALSE(error.retryable());
      return error.what();
    }
    return "none";
  }

  std::shared_ptr<FakeTransport> fake = std::make_shared<FakeTransport>();
};

TEST_F(FakeTransportReport, SaysWhatCameWhatWasExpectedAndWhereTheyDiffer) {
  fake->expect("publish", json{{"channel", "orders"}, {"data", {{"id", 17}, {"tags", {"a", "b"}}}}});
  EXPECT_EQ(complaint([&] {
              client().publish("orders", json{{"id", 17}, {"tags", {"a", "c"}}});
            }),
            "cent: publish to \"orders\": FakeTransport did not expect this command\n"
            "  came:     publish {\"channel\":\"orders\",\"data\":{\"id\":17,\"tags\":[\"a\",\"c\"]}}\n"
            "  expected: publish {\"channel\":\"orders\",\"data\":{\"id\":17,\"tags\":[\"a\",\"b\"]}}\n"
            "  differs:  data.tags[1] is \"c\", not \"b\"");
}

TEST_F(FakeTransportReport, IsKeptForCodeThatSwallowsErrors) {
  fake->expect("history");
  try {
    client().publish("orders", Json::raw("1"));
  } catch (const CentException&) {
  }
  EXPECT_EQ(fake->report(),
            "FakeTransport did not expect this command\n"
            "  came:     publish {\"channel\":\"orders\",\"data\":1}\n"
            "  expected: history with any params\n"
            "FakeTransport never saw this command\n"
            "  expected: history with any params\n");
  EXPECT_THROW(fake->verify(), FailedExpectation);
  ASSERT_EQ(fake->unexpected().size(), 1U);
  ASSERT_EQ(fake->unmet().size(), 1U);
  EXPECT_EQ(fake->commands().size(), 1U);
}

TEST_F(FakeTransportReport, SaysThatNothingMoreWasExpected) {
  EXPECT_EQ(
      complaint([&] { client().info(); }),
      "cent: info: FakeTransport did not expect this command\n  came:     info {}\n  expected: nothing more");
}

TEST_F(FakeTransportReport, CountsWhatMustComeSeveralTimes) {
  fake->expect("info").times(3);
  fake->expect("publish", [](const Json&) { return false; });
  client().info();
  EXPECT_EQ(fake->unmet(), (std::vector<std::string>{"info with any params (came 1 of 3 times)",
                                                     "publish with params that a function accepts"}));
}

TEST_F(FakeTransportReport, KeepsTheOrder) {
  fake->expect("publish", json{{"channel", "a"}, {"data", 1}});
  fake->expect("publish", json{{"channel", "b"}, {"data", 1}});
  const std::string text = complaint([&] { client().publish("b", Json::raw("1")); });
  EXPECT_NE(text.find("channel is \"b\", not \"a\""), std::string::npos) << text;
  EXPECT_EQ(fake->unmet().size(), 2U);
}

TEST_F(FakeTransportReport, ListsAllThatMayComeInAnyOrder) {
  fake = std::make_shared<FakeTransport>(Order::any);
  for (int i = 0; i < 7; ++i) fake->expect("info");
  fake->expect("history");
  const std::string text = complaint([&] { client().publish("b", Json::raw("1")); });
  EXPECT_NE(text.find("\n  expected: info with any params\n  or:       info with any params"),
            std::string::npos);
  EXPECT_NE(text.find("\n  and others"), std::string::npos) << text;
}

TEST_F(FakeTransportReport, SaysWhichCommandOfABatchItWas) {
  fake->expect("publish");
  fake->expect("history");
  Batch batch;
  batch.publish("a", Json::raw("1"));
  const auto wrong = batch.presence("a");
  Client sender = client();
  const Replies replies = sender.send(batch);
  EXPECT_EQ(replies[wrong].error().what(),
            std::string("cent: presence of \"a\": FakeTransport did not expect this command\n"
                        "  came:     presence {\"channel\":\"a\"}\n  expected: history with any params"
                        " (in a request of 2 commands)"));
}

TEST_F(FakeTransportReport, NeverShowsTheKey) {
  for (const Protocol protocol : {Protocol::modern, Protocol::legacy}) {
    fake = std::make_shared<FakeTransport>();
    fake->expect("publish", json{{"channel", "very-secret"}, {"data", 1}});
    const std::string text = complaint([&] { client(protocol).publish("a", json{{"key", "very-secret"}}); });
    EXPECT_NE(text.find("***"), std::string::npos);
    for (const std::string& part : {text, fake->report(), fake->unmet().at(0), fake->unexpected().at(0)})
      EXPECT_EQ(part.find("very-secret"), std::string::npos) << part;
    const SeenRequest request = fake->requests().at(0);
    for (const HttpHeader& header : request.headers)
      EXPECT_EQ(header.value.find("very-secret"), std::string::npos) << header.name;
  }
}

TEST_F(FakeTransportReport, SaysTheSameOnceAndHowOften) {
  fake->expect("history").times(2);
  fake->expect("history").times(2);
  fake->expect("presence");
  for (int i = 0; i < 3; ++i) {
    EXPECT_THROW(client().publish("orders", Json::raw("1")), RequestException);
  }
  EXPECT_THROW(client().publish("orders", Json::raw("2")), RequestException);
  EXPECT_THROW(client().publish("orders", Json::raw("1")), RequestException);
  EXPECT_EQ(fake->report(),
            "FakeTransport did not expect this command (4 times)\n"
            "  came:     publish {\"channel\":\"orders\",\"data\":1}\n"
            "  expected: history with any params (came 0 of 2 times)\n"
            "FakeTransport did not expect this command\n"
            "  came:     publish {\"channel\":\"orders\",\"data\":2}\n"
            "  expected: history with any params (came 0 of 2 times)\n"
            "FakeTransport never saw this command (2 times)\n"
            "  expected: history with any params (came 0 of 2 times)\n"
            "FakeTransport never saw this command\n"
            "  expected: presence with any params\n");
  EXPECT_EQ(fake->unexpected().size(), 5U);
  EXPECT_EQ(fake->unmet().size(), 3U);
}

TEST_F(FakeTransportReport, CutsLongParams) {
  fake->expect("info");
  const std::string text = complaint([&] { client().publish("a", Json::of(std::string(100000, 'x'))); });
  EXPECT_LT(text.size(), 2000U);
}

TEST_F(FakeTransportReport, IsEmptyIfAllIsWell) {
  fake->always("info");
  EXPECT_EQ(fake->report(), "");
  EXPECT_NO_THROW(fake->verify());
}

TEST_F(FakeTransportReport, RefusesWrongUse) {
  EXPECT_THROW(fake->expect("info").answer(Json::raw("[1]")), UsageError);
  EXPECT_THROW(fake->expect("info").answer(Json{}), UsageError);
  EXPECT_THROW(fake->expect("info").error(0), UsageError);
  EXPECT_THROW(fake->expect(PublishRequest{"", Json::raw("1")}), UsageError);
}

TEST_F(FakeTransportReport, SaysWhatIsNoRequestOfCent) {
  const auto send = [&](std::string_view url, std::string_view body) {
    HttpRequest request;
    request.url = url;
    request.body = body;
    try {
      (void)fake->send(request);
    } catch (const RequestException& error) {
      return std::string(error.what());
    }
    return std::string("none");
  };
  const std::string begin = "cent: FakeTransport got an invalid request: ";
  EXPECT_EQ(send("http://fake/publish", "{}"), begin + "the address does not contain /api");
  EXPECT_EQ(send("http://fake/apis", "{}"), begin + "unknown path after /api");
  EXPECT_EQ(send("http://fake/api/batch", "{").find(begin), 0U);
  EXPECT_EQ(send("http://fake/api/publish", "}").find(begin), 0U);
  EXPECT_EQ(send("http://fake/api", "[]").find(begin), 0U);
}

TEST_F(FakeTransportReport, NeverShowsAKeyInTheQuery) {
  fake->always("publish");
  ClientOptions options;
  options.transport = fake;
  options.api_key = "CANARY";
  options.protocol = Protocol::legacy;
  options.legacy_key_in_query = true;
  Client client{"http://fake", options};
  client.publish("c", Json::of(1));
  EXPECT_EQ(fake->requests().at(0).url, "http://fake/api?***");
}

}  // namespace
}  // namespace cent::testing

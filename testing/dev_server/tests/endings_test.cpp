// How and when connections end.
#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <string>
#include <vector>

#include "subscribing.hpp"
#include "support/eventually.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using std::chrono::seconds;
using testing::DevServer;
using testing::Generation;

constexpr Generation kWithSubscribers[] = {Generation::v3, Generation::v4, Generation::v5, Generation::v6};

json subscribe(const std::string& channel) { return {{"user", "u"}, {"channel", channel}}; }

TEST(DevServerEndings, AnExpiredSubscriptionEndsTheConnectionLate) {
  for (const Generation generation : kWithSubscribers) {
    DevServer server(of(generation));
    RawStream stream = user(server, "u");
    json request = subscribe("c");
    request["expire_at"] = std::time(nullptr) + 5;
    command(server.port(), "subscribe", request);
    EXPECT_TRUE(next(stream).contains("subscribe"));
    server.advance_clock(seconds(26));
    command(server.port(), "publish", {{"channel", "c"}, {"data", 1}});
    EXPECT_EQ(next(stream).at("pub").at("data"), 1);
    server.advance_clock(seconds(26));
    EXPECT_EQ(next(stream).at("disconnect"), json({{"code", 3006}, {"reason", "subscription expired"}}));
    EXPECT_EQ(stream.next(), std::nullopt);
  }
}

TEST(DevServerEndings, AnExpiredConnectionEndsTwentyFiveSecondsLate) {
  for (const Generation generation : kWithSubscribers) {
    DevServer server(of(generation));
    RawStream stream =
        with_claims(server, {{"sub", "u"}, {"channels", {"c"}}, {"exp", std::time(nullptr) + 10}});
    EXPECT_TRUE(next(stream).at("connect").contains("ttl"));
    server.advance_clock(seconds(30));
    command(server.port(), "publish", {{"channel", "c"}, {"data", 1}});
    EXPECT_EQ(next(stream).at("pub").at("data"), 1);
    server.advance_clock(seconds(6));
    EXPECT_EQ(code_of(next(stream)), 3005);
    EXPECT_EQ(stream.next(), std::nullopt);
  }
}

TEST(DevServerEndings, ARefreshMovesTheEnd) {
  DevServer server;
  RawStream stream = with_claims(server, {{"sub", "u"}, {"exp", std::time(nullptr) + 10}});
  next(stream);
  command(server.port(), "refresh", {{"user", "u"}, {"expire_at", std::time(nullptr) + 100}});
  EXPECT_TRUE(next(stream).contains("refresh"));
  server.advance_clock(seconds(100));
  command(server.port(), "refresh", {{"user", "u"}});
  EXPECT_EQ(next(stream), json::parse(R"({"refresh":{}})"));
  server.advance_clock(seconds(1000));
  command(server.port(), "refresh", {{"user", "u"}, {"expire_at", std::time(nullptr) + 1200}});
  EXPECT_GT(next(stream).at("refresh").at("ttl"), 50) << "by the store's clock";
  server.advance_clock(seconds(200));
  EXPECT_EQ(code_of(next(stream)), 3005);
}

TEST(DevServerEndings, TokensExpireByTheStoresClock) {
  DevServer server;
  const json claims = {{"sub", "u"}, {"exp", std::time(nullptr) + 100}};
  RawStream before = with_claims(server, claims);
  EXPECT_TRUE(next(before).contains("connect"));
  server.advance_clock(seconds(110));
  RawStream after = with_claims(server, claims);
  EXPECT_EQ(code_of(next(after)), 3005);
}

TEST(DevServerEndings, TheHundredAndTwentyNinthChannelIsOneTooMany) {
  for (const Generation generation : {Generation::v3, Generation::v6}) {
    const DevServer server(of(generation));
    std::vector<std::string> channels;
    for (int i = 0; i < 128; ++i) channels.push_back("c" + std::to_string(i));
    RawStream stream = user(server, "u", channels);
    EXPECT_EQ(error_of(server, "subscribe", subscribe("c0")), 0) << "one that it has counts too";
    EXPECT_EQ(next(stream).at("disconnect"), json({{"code", 3505}, {"reason", "channel limit"}}));
    EXPECT_EQ(stream.next(), std::nullopt);
    channels.emplace_back("one more");
    RawStream refused = with_claims(server, {{"sub", "u"}, {"channels", channels}});
    EXPECT_EQ(code_of(next(refused)), 3505);
  }
}

TEST(DevServerEndings, TheCodeOfAClosedConnectionIsNotSent) {
  for (const Generation generation : kWithSubscribers) {
    const DevServer server(of(generation));
    RawStream stream = user(server, "u");
    EXPECT_EQ(error_of(server, "disconnect", {{"user", "u"}, {"disconnect", {{"code", 3000}}}}), 0);
    EXPECT_EQ(stream.next(), std::nullopt);
  }
}

TEST(DevServerEndings, TheCodeOfASlowConnectionIsNotSentSinceVersionSix) {
  struct Case {
    Generation generation;
    const char* reason;
    bool notified;
  };
  for (const Case& one : {Case{Generation::v3, "slow", true}, Case{Generation::v5, "slow", false},
                          Case{Generation::v5, "another", true}, Case{Generation::v6, "another", false}}) {
    const DevServer server(of(one.generation));
    RawStream stream = user(server, "u");
    const json how = {{"code", 3008}, {"reason", one.reason}};
    EXPECT_EQ(error_of(server, "disconnect", {{"user", "u"}, {"disconnect", how}}), 0);
    if (one.notified) {
      EXPECT_EQ(code_of(next(stream)), 3008);
    }
    EXPECT_EQ(stream.next(), std::nullopt);
  }
}

TEST(DevServerEndings, ComeAfterTheWholeRequest) {
  const DevServer server;
  for (const char* how : {R"({"disconnect":{"user":"u"}})", R"({"refresh":{"user":"u","expired":true}})"}) {
    RawStream stream = user(server, "u", {"c"});
    const std::string commands =
        std::string("{\"commands\":[") + how +
        R"(,{"presence_stats":{"channel":"c"}},{"publish":{"channel":"c","data":1}}]})";
    const RawResponse answer = exchange(server.port(), api_request("/api/batch", commands));
    EXPECT_EQ(json::parse(answer.body).at("replies").at(1).at("presence_stats").at("num_clients"), 1);
    EXPECT_EQ(next(stream).at("pub").at("data"), 1);
    EXPECT_GT(code_of(next(stream)), 3000);
    EXPECT_EQ(command(server.port(), "presence_stats", {{"channel", "c"}}).at("result").at("num_clients"), 0);
  }
}

TEST(DevServerEndings, TheFirstReasonCounts) {
  const DevServer server;
  RawStream stream = user(server, "u");
  exchange(server.port(),
           api_request("/api/batch", R"({"commands":[{"disconnect":{"user":"u"}},)"
                                     R"({"disconnect":{"user":"u","disconnect":{"code":4000}}}]})"));
  EXPECT_EQ(code_of(next(stream)), 3503);
  EXPECT_EQ(stream.next(), std::nullopt);
}

TEST(DevServerEndings, AFailedSubscriptionTakesTheOldOne) {
  const DevServer server;
  RawStream stream = user(server, "u", {"c"});
  RawStream other = user(server, "u", {"d"});
  json request = subscribe("c");
  request["expire_at"] = 1;
  EXPECT_EQ(error_of(server, "subscribe", request), 100);
  command(server.port(), "publish", {{"channel", "c"}, {"data", 1}});
  command(server.port(), "subscribe", subscribe("e"));
  EXPECT_TRUE(next(stream).contains("subscribe")) << "it gets nothing of c, and no word";
  EXPECT_TRUE(next(other).contains("subscribe"));
  EXPECT_FALSE(command(server.port(), "channels", {}).at("result").at("channels").contains("c"));
  const auto present = [&] {
    return command(server.port(), "presence_stats", {{"channel", "c"}}).at("result").at("num_clients") == 1;
  };
  EXPECT_TRUE(present());
  command(server.port(), "disconnect", {{"user", "u"}});
  EXPECT_TRUE(eventually([&] { return server.stats().streams_open == 0; }));
  EXPECT_TRUE(present()) << "the entry outlives the client";
}

TEST(DevServerEndings, APositionedSubscriptionToAMapDoesNotSurviveItsNextChange) {
  const DevServer server;
  for (const char* forced : {"force_recovery", "force_positioning"}) {
    RawStream stream = user(server, "u");
    json request = subscribe("mm:c");
    request["override"] = {{forced, {{"value", true}}}};
    command(server.port(), "subscribe", request);
    EXPECT_EQ(next(stream).at("subscribe").at("positioned"), true);
    command(server.port(), "map_publish", {{"channel", "mm:c"}, {"key", "k"}, {"data", 1}});
    EXPECT_EQ(next(stream).at("disconnect"), json({{"code", 3010}, {"reason", "insufficient state"}}));
    EXPECT_EQ(stream.next(), std::nullopt);
  }
}

TEST(DevServerEndings, APositionedSubscriptionToAStreamGoesOn) {
  const DevServer server;
  RawStream stream = user(server, "u");
  command(server.port(), "publish", {{"channel", "c"}, {"data", 1}});
  json request = subscribe("c");
  request["override"] = {{"force_positioning", {{"value", true}}}};
  command(server.port(), "subscribe", request);
  EXPECT_EQ(next(stream).at("subscribe").at("offset"), 1);
  command(server.port(), "history_remove", {{"channel", "c"}});
  for (int offset = 2; offset <= 4; ++offset) {
    command(server.port(), "publish", {{"channel", "c"}, {"data", 1}});
    EXPECT_EQ(next(stream).at("pub").at("offset"), offset);
  }
}

}  // namespace
}  // namespace cent::test

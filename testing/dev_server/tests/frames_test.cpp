// Contents of subscribers' frames, and publications that no frame can hold.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "subscribing.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using testing::DevServer;
using testing::Generation;

constexpr Generation kWithSubscribers[] = {Generation::v3, Generation::v4, Generation::v5, Generation::v6};
constexpr const char* kBinary = "AAEC/w==";

TEST(DevServerFrames, AreOneLineWhateverTheDataHolds) {
  for (const Generation generation : kWithSubscribers) {
    const DevServer server(of(generation));
    RawStream stream = user(server, "u", {"c"});
    exchange(server.port(), api_request("/api",
                                        "{\"method\":\"publish\",\"params\":{\"channel\":\"c\","
                                        "\"data\":{\n \"n\" :\n1\r\n}}}"));
    const std::string line = stream.next().value();
    EXPECT_NE(line.find("\"data\":{ \"n\" :1\r}"), std::string::npos) << line;
    command(server.port(), "subscribe", {{"user", "u"}, {"channel", "d"}});
    EXPECT_TRUE(next(stream).contains("subscribe"));
  }
}

TEST(DevServerFrames, AreOneLineWithDataAndInfoOfMany) {
  const DevServer server;
  RawStream stream = user(server, "u");
  exchange(server.port(), api_request("/api/subscribe",
                                      "{\"user\":\"u\",\"channel\":\"c\",\"data\":[\n1],\"info\":{\"i\":\n1},"
                                      "\"override\":{\"join_leave\":{\"value\":true},"
                                      "\"force_push_join_leave\":{\"value\":true}}}"));
  EXPECT_EQ(next(stream).at("subscribe").at("data"), json({1}));
  EXPECT_EQ(next(stream).at("join").at("info").at("chan_info"), json({{"i", 1}}));
}

TEST(DevServerFrames, EventsAreWholeToo) {
  const DevServer server;
  RawStream events(server.port(), event_request(subscriptions("c")));
  ASSERT_TRUE(events.next());
  exchange(server.port(), api_request("/api/publish", "{\"channel\":\"c\",\"data\":{\"n\":\n1}}"));
  const std::string line = events.next().value();
  EXPECT_EQ(json::parse(line.substr(6)).at("pub").at("data").at("n"), 1);
}

TEST(DevServerFrames, SayWhatChangedInAMap) {
  const DevServer server;
  RawStream stream = user(server, "u", {"mm:c"});
  command(server.port(), "map_publish", {{"channel", "mm:c"}, {"key", "k"}, {"data", 1}});
  json pub = next(stream).at("pub");
  EXPECT_EQ(pub.erase("epoch"), 1U);
  EXPECT_EQ(pub, json({{"data", 1}, {"offset", 1}, {"key", "k"}}));
  command(server.port(), "map_remove", {{"channel", "mm:c"}, {"key", "k"}});
  EXPECT_EQ(next(stream).at("pub"), json({{"offset", 2}, {"key", "k"}, {"removed", true}}));
}

TEST(DevServerFrames, SayTheVersionOfAPublication) {
  const DevServer server;
  RawStream stream = user(server, "u", {"c", "bare:c"});
  for (const char* channel : {"c", "bare:c"}) {
    command(server.port(), "publish", {{"channel", channel}, {"data", 1}, {"version", 5}});
    EXPECT_EQ(next(stream).at("pub").at("version"), 5) << channel;
  }
  command(server.port(), "publish", {{"channel", "c"}, {"data", 1}});
  EXPECT_FALSE(next(stream).at("pub").contains("version"));
  const json kept = command(server.port(), "history", {{"channel", "c"}, {"limit", -1}});
  EXPECT_FALSE(kept.at("result").at("publications").at(0).contains("version"));
}

TEST(DevServerFrames, SayTheSubscriptionsBeforeTheExpiry) {
  for (const Generation generation : kWithSubscribers) {
    const DevServer server(of(generation));
    RawStream stream = with_claims(server, {{"sub", "u"}, {"exp", 4e9}, {"channels", {"c"}}});
    const std::string line = stream.next().value();
    EXPECT_LT(line.find("\"subs\""), line.find("\"expires\"")) << line;
  }
}

TEST(DevServerFrames, BinaryDataEndsTheSubscribersSinceVersionFour) {
  for (const Generation generation : {Generation::v4, Generation::v5, Generation::v6}) {
    const DevServer server(of(generation));
    RawStream first = user(server, "u", {"c"});
    RawStream second = user(server, "v", {"c"});
    RawStream other = user(server, "w", {"d"});
    EXPECT_EQ(error_of(server, "publish", {{"channel", "c"}, {"b64data", kBinary}}), 0);
    for (RawStream* one : {&first, &second}) {
      EXPECT_EQ(next(*one).at("disconnect"), json({{"code", 3506}, {"reason", "inappropriate protocol"}}));
      EXPECT_EQ(one->next(), std::nullopt);
    }
    command(server.port(), "publish", {{"channel", "d"}, {"b64data", "MQ=="}});
    EXPECT_EQ(next(other).at("pub").at("data"), 1) << "base64 of JSON is JSON";
  }
}

TEST(DevServerFrames, BinaryDataIsTheBroadcastersErrorInVersionThree) {
  const DevServer server(of(Generation::v3));
  RawStream stream = user(server, "u", {"c"});
  const json sent = {{"channels", {"c", "d"}}, {"b64data", kBinary}};
  const json responses = command(server.port(), "broadcast", sent).at("result").at("responses");
  EXPECT_EQ(responses.at(0).at("error").at("code"), 100);
  EXPECT_EQ(responses.at(1).at("result").at("offset"), 1) << "nobody is subscribed";
  command(server.port(), "publish", {{"channel", "c"}, {"data", 1}});
  EXPECT_EQ(next(stream).at("pub").at("offset"), 2) << "the first one is kept, and was not sent";
}

TEST(DevServerFrames, BinaryDataOfASubscriptionFailsItsCallAndNotTheSubscription) {
  const DevServer server;
  RawStream stream = user(server, "u");
  EXPECT_EQ(error_of(server, "subscribe", {{"user", "u"}, {"channel", "c"}, {"b64data", kBinary}}), 100);
  command(server.port(), "publish", {{"channel", "c"}, {"data", 1}});
  EXPECT_EQ(next(stream).at("pub").at("data"), 1);
}

TEST(DevServerFrames, BinaryDataInATokenRefusesIt) {
  const json claims = {{"sub", "u"}, {"subs", {{"c", {{"b64data", kBinary}}}}}};
  for (const Generation generation : {Generation::v5, Generation::v6}) {
    const DevServer server(of(generation));
    RawStream stream = with_claims(server, claims);
    EXPECT_EQ(code_of(next(stream)), 3506);
    EXPECT_EQ(stream.next(), std::nullopt);
  }
  const DevServer v3(of(Generation::v3));
  RawStream stream(v3.port(), stream_request({{"token", make_token(claims)}}));
  EXPECT_EQ(next(stream).at("data").at("code"), 3004);
}

TEST(DevServerFrames, AboveAMebibyteEndTheSubscribers) {
  const std::string large(1200000, 'x');
  for (const Generation generation : kWithSubscribers) {
    const DevServer server(of(generation));
    RawStream stream = user(server, "u", {"c"});
    EXPECT_EQ(error_of(server, "publish", {{"channel", "c"}, {"data", std::string(1000000, 'x')}}), 0);
    EXPECT_EQ(next(stream).at("pub").at("data").get<std::string>().size(), 1000000U);
    EXPECT_EQ(error_of(server, "publish", {{"channel", "c"}, {"data", large}}), 0);
    const bool delivered = generation == Generation::v3 || generation == Generation::v6;
    if (delivered) {
      EXPECT_EQ(next(stream).at("pub").at("data"), large);
    }
    if (generation == Generation::v3) {
      EXPECT_EQ(next(stream).at("disconnect"), json({{"code", 3008}, {"reason", "slow"}}));
    }
    EXPECT_EQ(stream.next(), std::nullopt);
  }
}

}  // namespace
}  // namespace cent::test

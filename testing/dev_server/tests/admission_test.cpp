// Who is let in, and how a connection is asked for.
#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <string>

#include "subscribing.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using testing::DevServer;
using testing::Generation;

/// The code that a subscriber with these claims is refused with; 0: it is let in.
int refused(const DevServer& server, const json& claims) {
  RawStream stream = with_claims(server, claims);
  const json first = next(stream);
  return first.contains("connect") ? 0 : code_of(first);
}

TEST(DevServerAdmission, ChecksTheTimesOfATokenAsTheirDecoderReadsThem) {
  const DevServer server;
  const auto now = std::time(nullptr);
  const auto exp = [&](const json& value) { return refused(server, {{"sub", "u"}, {"exp", value}}); };
  EXPECT_EQ(exp(0), 3005);
  EXPECT_EQ(exp(-1), 3005);
  EXPECT_EQ(exp(nullptr), 0);
  EXPECT_EQ(exp(static_cast<double>(now) + 100.5), 0);
  EXPECT_EQ(exp(std::to_string(now + 100)), 0);
  EXPECT_EQ(exp(1e16), 0);
  EXPECT_EQ(exp(INT64_MAX), 3005);
  EXPECT_EQ(exp(1e20), 3005);
  EXPECT_EQ(exp("soon"), 3500);
  EXPECT_EQ(exp("0x7fffffff"), 3500);
  EXPECT_EQ(exp(true), 3500);
}

TEST(DevServerAdmission, ChecksTheEndOfAConnection) {
  const DevServer server;
  const auto expire_at = [&](const json& value) {
    return refused(server, {{"sub", "u"}, {"expire_at", value}});
  };
  EXPECT_EQ(expire_at("1893456000"), 3500);
  EXPECT_EQ(expire_at(1893456000.5), 3500);
  EXPECT_EQ(expire_at(1), 3005) << "alone, before a connect frame";
  EXPECT_EQ(expire_at(0), 0);
  EXPECT_EQ(expire_at(-1), 0);
  EXPECT_EQ(expire_at(INT64_MAX), 0);
  EXPECT_EQ(expire_at(nullptr), 0);
}

TEST(DevServerAdmission, ChecksTheTypesOfClaimsThatItDoesNotUse) {
  const DevServer server;
  for (const char* claim : {"jti", "iss", "aud", "iat"}) {
    EXPECT_EQ(refused(server, {{"sub", "u"}, {claim, true}}), 3500) << claim;
  }
  EXPECT_EQ(refused(server, {{"sub", "u"}, {"aud", {"a", 1}}}), 3500);
  EXPECT_EQ(refused(server, {{"sub", "u"}, {"aud", {"a", "b"}}, {"iss", "i"}, {"jti", "j"}, {"iat", 1}}), 0);
  EXPECT_EQ(refused(server, {{"sub", "u"}, {"aud", "a"}}), 0);
}

TEST(DevServerAdmission, DistinguishesBrokenBase64ByItsPlace) {
  const DevServer server;
  EXPECT_EQ(refused(server, {{"sub", "u"}, {"b64info", "%"}}), 3004);
  EXPECT_EQ(refused(server, {{"sub", "u"}, {"subs", {{"c", {{"b64info", "%"}}}}}}), 3500);
  EXPECT_EQ(refused(server, {{"sub", "u"}, {"subs", {{"c", {{"b64data", "%"}}}}}}), 3500);
}

TEST(DevServerAdmission, LooksAtTheExpiryBeforeTheChannels) {
  const DevServer server;
  EXPECT_EQ(refused(server, {{"sub", "u"}, {"exp", 1}, {"channels", {"nope:c"}}}), 3005);
  EXPECT_EQ(refused(server, {{"sub", "u"}, {"channels", {"nope:c"}}}), 3004);
}

TEST(DevServerAdmission, TakesTheLastOfADoubledChannel) {
  const DevServer server;
  const std::string claims = R"({"sub":"u","subs":{"c":{"data":1,"info":1},"c":{"data":2}}})";
  RawStream stream = with_claims(server, json::parse(R"({"sub":"u"})"));
  ASSERT_TRUE(stream.next());
  RawStream doubled = connect(server, {{"token", make_token_of(claims)}});
  const json connected = next(doubled).at("connect");
  EXPECT_EQ(connected.at("subs").at("c").at("data"), 2);
  const json present = command(server.port(), "presence", {{"channel", "c"}}).at("result").at("presence");
  EXPECT_FALSE(present.begin()->contains("chan_info"));
}

TEST(DevServerAdmission, LeavesOutChannelsThatSubscribersMayNotName) {
  for (const Generation generation : {Generation::v5, Generation::v6}) {
    const DevServer server(of(generation));
    RawStream stream = connect(
        server, {{"subs", {{"$p", json::object()}, {"\xC3\xA9", json::object()}, {"c", json::object()}}}});
    const json subs = next(stream).at("connect").at("subs");
    EXPECT_EQ(subs.size(), 1U) << subs;
    EXPECT_TRUE(subs.contains("c"));
    RawStream named = with_claims(server, {{"sub", "u"}, {"channels", {"$p", "\xC3\xA9"}}});
    EXPECT_EQ(next(named).at("connect").at("subs").size(), 2U) << "a token may";
  }
}

TEST(DevServerAdmission, RefusesARequestForTheWrongTypeOfAnyMember) {
  const DevServer server;
  for (const char* body : {R"({"name":1})", R"({"version":1})", R"({"headers":{"a":1}})", R"({"flag":"1"})",
                           R"({"subs":{"c":{"recover":1}}})", R"({"subs":{"c":{"offset":"1"}}})",
                           R"({"subs":{"c":{"epoch":1}}})", R"({"subs":{"c":{"tf":{"op":1}}}})",
                           R"({"subs":{"c":{"limit":1.5}}})"}) {
    EXPECT_EQ(exchange(server.port(), {"POST", "/connection/uni_http_stream", {}, body}).status, 400) << body;
  }
  for (const char* body :
       {R"({"name":"n","data":[1]})", R"({"subs":{"c":{"recover":true,"flag":1}}})", "null", " {} x"}) {
    RawStream stream(server.port(), {"POST", "/connection/uni_http_stream", {}, body});
    EXPECT_TRUE(next(stream).contains("connect")) << body;
  }
}

TEST(DevServerAdmission, RefusesARequestAboveSixtyFourKibibytes) {
  for (const Generation generation : {Generation::v3, Generation::v5, Generation::v6}) {
    const DevServer server(of(generation));
    const json request = {{"name", std::string(65536, 'x')}};
    EXPECT_EQ(exchange(server.port(), stream_request(request)).status, 413);
  }
}

TEST(DevServerAdmission, SaysThatASubscriberWasRecovering) {
  const DevServer server;
  for (int i = 0; i < 3; ++i) command(server.port(), "publish", {{"channel", "c"}, {"data", i}});
  const json since = {{"recover", true}, {"offset", 1}};
  RawStream plain = connect(server, {{"subs", {{"c", since}}}});
  EXPECT_EQ(next(plain).at("connect").at("subs").at("c"), json({{"was_recovering", true}}));
  const json recovery = {{"override", {{"force_recovery", {{"value", true}}}}}};
  RawStream stream = connect(
      server, {{"token", make_token({{"sub", "u"}, {"subs", {{"c", recovery}}}})}, {"subs", {{"c", since}}}});
  const json sub = next(stream).at("connect").at("subs").at("c");
  EXPECT_EQ(sub.at("recovered"), true);
  EXPECT_EQ(sub.at("offset"), 1);
  EXPECT_EQ(sub.at("publications").size(), 2U);
  RawStream all = connect(server, {{"token", make_token({{"sub", "u"}, {"subs", {{"c", recovery}}}})},
                                   {"subs", {{"c", {{"recover", true}}}}}});
  const json from_start = next(all).at("connect").at("subs").at("c");
  EXPECT_EQ(from_start.at("publications").at(0).at("epoch"), from_start.at("epoch")) << "as the first push";
  EXPECT_FALSE(from_start.at("publications").at(1).contains("epoch"));
}

TEST(DevServerAdmission, LetsPagesOfOtherOriginsIn) {
  for (const Generation generation : {Generation::v5, Generation::v6}) {
    const DevServer server(of(generation));
    RawRequest request = event_request(subscriptions("c"));
    request.headers.emplace_back("Origin", "http://localhost:3000");
    RawStream events(server.port(), request);
    EXPECT_EQ(events.head().header("access-control-allow-origin"), "http://localhost:3000");
    EXPECT_EQ(events.head().header("access-control-allow-credentials"), "true");
    const RawResponse asked = exchange(server.port(), {"OPTIONS",
                                                       "/connection/uni_http_stream",
                                                       {{"Origin", "http://localhost:3000"},
                                                        {"Access-Control-Request-Method", "POST"},
                                                        {"Access-Control-Request-Headers", "content-type"}},
                                                       {}});
    EXPECT_EQ(asked.status, generation == Generation::v6 ? 204 : 200);
    EXPECT_EQ(asked.header("access-control-allow-origin"), "http://localhost:3000");
    EXPECT_EQ(asked.header("access-control-allow-headers"), "content-type");
    EXPECT_FALSE(
        exchange(server.port(), api_request("/api/info", "{}")).header("access-control-allow-origin"));
  }
}

TEST(DevServerAdmission, PingsAreThoseOfTheGeneration) {
  struct Case {
    Generation generation;
    bool events;
    const char* ping;
  };
  for (const Case& one :
       {Case{Generation::v3, false, "null\n"}, Case{Generation::v3, true, "event: ping\ndata: null\n\n"},
        Case{Generation::v6, false, "{}\n"}, Case{Generation::v6, true, "data: {}\n\n"}}) {
    DevServer server(of(one.generation));
    const json request = {{"token", make_token({{"sub", "u"}})}};
    RawConnection stream(server.port());
    stream.send(to_bytes(one.events ? event_request(request) : stream_request(request)));
    stream.read_head();
    std::string text;
    while (text.find("client") == std::string::npos) text += stream.read_piece().value();
    server.advance_clock(std::chrono::seconds(26));
    const std::string ping = one.ping;
    while (text.size() < ping.size() || text.find(ping, text.find("client")) == std::string::npos) {
      text += stream.read_piece().value();
    }
    EXPECT_EQ(text.substr(text.size() - ping.size()), ping);
  }
}

}  // namespace
}  // namespace cent::test

// Which subscribers are let in, and how they ask for it.
#include <cstdint>
#include <ctime>
#include <string>

#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

constexpr const char* kNoSubscriber = "v2 has no subscriber over plain HTTP";

/// The code that a connection is refused with; 0: it is let in.
int refused(RawStream stream) {
  const json first = next_frame(stream);
  return first.contains("connect") ? 0 : first.at("disconnect").at("code").get<int>();
}

TEST_P(Conformance, TheTimesOfATokenAreRead) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  const auto now = std::time(nullptr);
  const auto exp = [&](const json& value) { return refused(connect({{"sub", "u"}, {"exp", value}})); };
  EXPECT_EQ(exp(0), 3005);
  EXPECT_EQ(exp(-1), 3005);
  EXPECT_EQ(exp(nullptr), 0);
  EXPECT_EQ(exp(static_cast<double>(now) + 100.5), 0);
  EXPECT_EQ(exp(std::to_string(now + 100)), 0);
  EXPECT_EQ(exp(INT64_MAX), 3005);
  EXPECT_EQ(exp(1e20), 3005);
  EXPECT_EQ(exp("soon"), 3500);
  EXPECT_EQ(exp(true), 3500);
  const auto expire_at = [&](const json& value) {
    return refused(connect({{"sub", "u"}, {"expire_at", value}}));
  };
  EXPECT_EQ(expire_at(std::to_string(now + 100)), 3500);
  EXPECT_EQ(expire_at(static_cast<double>(now) + 100.5), 3500);
  EXPECT_EQ(expire_at(1), 3005);
  EXPECT_EQ(expire_at(0), 0);
  EXPECT_EQ(expire_at(-1), 0);
  EXPECT_EQ(expire_at(nullptr), 0);
  EXPECT_EQ(refused(connect({{"sub", "u"}, {"exp", 1}, {"channels", {"nope:c"}}})), 3005);
}

TEST_P(Conformance, TheTypesOfClaimsAreChecked) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  for (const char* claim : {"jti", "iss", "aud", "iat"}) {
    EXPECT_EQ(refused(connect({{"sub", "u"}, {claim, true}})), 3500) << claim;
  }
  EXPECT_EQ(refused(connect({{"sub", "u"}, {"aud", {"a", 1}}})), 3500);
  EXPECT_EQ(refused(connect({{"sub", "u"}, {"aud", nullptr}})), 3500);
  EXPECT_EQ(refused(connect({{"sub", "u"}, {"aud", {"a", "b"}}, {"iss", "i"}, {"jti", "j"}, {"iat", 1}})), 0);
  EXPECT_EQ(refused(connect({{"sub", "u"}, {"b64info", "%"}})), 3004);
  EXPECT_EQ(refused(connect({{"sub", "u"}, {"subs", {{fresh("c"), {{"b64info", "%"}}}}}})), 3500);
}

TEST_P(Conformance, BinaryDataInATokenRefusesItSinceVersionFour) {
  if (!since(4)) GTEST_SKIP() << "v3 keeps a connection without a request";
  EXPECT_EQ(refused(connect({{"sub", "u"}, {"subs", {{fresh("c"), {{"b64data", "AAEC/w=="}}}}}})), 3506);
}

TEST_P(Conformance, TheLastOfADoubledChannelCounts) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  const std::string channel = fresh("c");
  const std::string claims =
      R"({"sub":"u","subs":{")" + channel + R"(":{"data":1,"info":1},")" + channel + R"(":{"data":2}}})";
  RawRequest request = stream_request({{"token", make_token_of(claims)}});
  request.target += "?cf_protocol_version=v2";
  RawStream stream(server().port(), request);
  EXPECT_EQ(next_frame(stream).at("connect").at("subs").at(channel), json({{"data", 2}}));
  const json present =
      command(server().port(), "presence", {{"channel", channel}}).at("result").at("presence");
  ASSERT_EQ(present.size(), 1U);
  EXPECT_FALSE(present.begin()->contains("chan_info"));
}

TEST_P(Conformance, SubscribersMayNotNameEveryChannel) {
  if (!since(5)) GTEST_SKIP() << "older servers differ";
  const std::string channel = fresh("c");
  const json none = json::object();
  RawStream stream(
      server().port(),
      stream_request({{"subs", {{"$" + channel, none}, {channel + "\xC3\xA9", none}, {channel, none}}}}));
  const json subs = next_frame(stream).at("connect").at("subs");
  EXPECT_EQ(subs, json({{channel, json::object()}}));
  RawStream named = connect({{"sub", "u"}, {"channels", {"$" + channel, channel + "\xC3\xA9"}}});
  EXPECT_EQ(next_frame(named).at("connect").at("subs").size(), 2U);
}

TEST_P(Conformance, AConnectRequestIsCheckedForItsTypes) {
  if (!since(5)) GTEST_SKIP() << "older servers differ";
  for (const char* body : {R"({"name":1})", R"({"version":1})", R"({"subs":{"c":{"recover":1}}})",
                           R"({"subs":{"c":{"offset":"1"}}})", R"({"subs":{"c":{"epoch":1}}})"}) {
    const RawResponse answer = exchange(server().port(), {"POST", "/connection/uni_http_stream", {}, body});
    EXPECT_EQ(answer.status, since(6) ? 400 : 200) << body;
    EXPECT_EQ(answer.body, "") << body;
  }
  if (!since(6)) return;
  for (const char* body : {R"({"headers":{"a":1}})", R"({"flag":"1"})", R"({"subs":{"c":{"tf":{"op":1}}}})",
                           R"({"subs":{"c":{"limit":1.5}}})"}) {
    EXPECT_EQ(exchange(server().port(), {"POST", "/connection/uni_http_stream", {}, body}).status, 400)
        << body;
  }
  for (const char* body : {R"({"name":"n","data":[1],"unknown":1})", "null", " {} x"}) {
    RawStream stream(server().port(), {"POST", "/connection/uni_http_stream", {}, body});
    EXPECT_TRUE(next_frame(stream).contains("connect")) << body;
  }
}

TEST_P(Conformance, AConnectRequestHasAtMostSixtyFourKibibytes) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  EXPECT_EQ(exchange(server().port(), stream_request({{"name", std::string(65536, 'x')}})).status, 413);
}

TEST_P(Conformance, AConnectFrameSaysThatASubscriberWasRecovering) {
  if (!since(5)) GTEST_SKIP() << "older servers differ";
  const std::string channel = fresh("c");
  Client cent = client();
  for (int i = 0; i < 3; ++i) cent.publish(channel, json(i));
  const json own = {{channel, {{"recover", true}, {"offset", 1}}}};
  RawStream plain(server().port(), stream_request({{"subs", own}}));
  EXPECT_EQ(next_frame(plain).at("connect").at("subs").at(channel), json({{"was_recovering", true}}));
  const json recovery = {{"override", {{"force_recovery", {{"value", true}}}}}};
  const std::string token = make_token({{"sub", "u"}, {"subs", {{channel, recovery}}}});
  RawStream stream(server().port(), stream_request({{"token", token}, {"subs", own}}));
  const json sub = next_frame(stream).at("connect").at("subs").at(channel);
  EXPECT_EQ(sub.at("recovered"), true);
  EXPECT_EQ(sub.at("offset"), 1);
  EXPECT_EQ(sub.at("publications").size(), 2U);
}

TEST_P(Conformance, PagesOfOtherOriginsMayReadStreams) {
  if (!since(5)) GTEST_SKIP() << "older servers differ";
  const std::string origin = "http://localhost:3000";
  RawRequest request = event_request(subscriptions(fresh("c")));
  request.headers.emplace_back("Origin", origin);
  RawStream events(server().port(), request);
  EXPECT_EQ(events.head().header("access-control-allow-origin"), origin);
  EXPECT_EQ(events.head().header("access-control-allow-credentials"), "true");
  const RawHeaders asks = {{"Origin", origin},
                           {"Access-Control-Request-Method", "POST"},
                           {"Access-Control-Request-Headers", "content-type"}};
  const RawResponse asked = exchange(server().port(), {"OPTIONS", "/connection/uni_http_stream", asks, {}});
  EXPECT_EQ(asked.status, since(6) ? 204 : 200);
  EXPECT_EQ(asked.header("access-control-allow-origin"), origin);
  EXPECT_EQ(asked.header("access-control-allow-headers"), "content-type");
  EXPECT_EQ(exchange(server().port(), {"OPTIONS", "/connection/uni_sse", asks, {}}).status, 405);
}

}  // namespace
}  // namespace cent::test

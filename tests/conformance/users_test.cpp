// Calls about users, as their connections see them.
#include <ctime>

#include "conformance/fixture.hpp"
#include "support/eventually.hpp"

namespace cent::test {
namespace {

constexpr const char* kNoSubscriber = "v2 has no subscriber over plain HTTP";

TEST_P(Conformance, CallsAboutNobodySucceed) {
  Client cent = client();
  const std::string nobody = fresh("nobody");
  cent.unsubscribe(nobody, fresh("c"));
  cent.disconnect(nobody);
  // v2 knows neither of these names.
  EXPECT_EQ(status_of([&] { cent.subscribe({nobody, fresh("c")}); }), since(3) ? 0 : 400);
  EXPECT_EQ(status_of([&] { cent.refresh({nobody}); }), since(3) ? 0 : 400);
}

TEST_P(Conformance, CallsAboutUsersNeedOne) {
  Client cent = client();
  EXPECT_THROW(cent.disconnect(""), UsageError);
  EXPECT_THROW(cent.unsubscribe("", "c"), UsageError);
  EXPECT_THROW(cent.subscribe({"", "c"}), UsageError);
  EXPECT_THROW(cent.refresh({""}), UsageError);
  EXPECT_THROW(cent.unsubscribe("u", ""), UsageError);
}

TEST_P(Conformance, SubscribersSeePublicationsInOrder) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string channel = fresh("seen");
  RawStream stream = subscriber("u", {channel});
  for (int i = 1; i <= 20; ++i) cent.publish(channel, json{{"n", i}});
  cent.broadcast({channel, fresh("other")}, json{{"n", 21}});
  PublishRequest tagged{channel, Json::raw(R"({"n" : 22})")};
  tagged.tags = {{"a", "b"}};
  tagged.skip_history = true;
  cent.publish(tagged);
  for (int i = 1; i <= 22; ++i) {
    const json frame = next_frame(stream);
    EXPECT_EQ(frame.at("channel"), channel);
    EXPECT_EQ(frame.at("pub").at("data").at("n"), i);
    EXPECT_EQ(frame.at("pub").value("offset", 0), i < 22 ? i : 0);
    if (i == 22) {
      EXPECT_EQ(frame.at("pub").at("tags"), json({{"a", "b"}}));
    }
  }
}

TEST_P(Conformance, SubscribersSeeEventsInABrowser) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string channel = fresh("events");
  const std::string token = make_token({{"sub", "u"}, {"channels", {channel}}});
  RawRequest request = event_request({{"token", token}});
  request.target += "&cf_protocol_version=v2";
  RawStream events(server().port(), request);
  EXPECT_EQ(events.head().status, 200);
  EXPECT_EQ(events.head().header("content-type").value_or("").rfind("text/event-stream", 0), 0U);
  const auto next = [&] {
    const std::string line = events.next().value_or("");
    EXPECT_EQ(line.rfind("data: ", 0), 0U) << line;
    return json::parse(line.substr(6));
  };
  EXPECT_EQ(next().at("connect").at("subs").size(), 1U);
  cent.publish(channel, json{{"text", "h\xC3\xA9"}});
  EXPECT_EQ(next().at("pub").at("data").at("text"), "h\xC3\xA9");
}

TEST_P(Conformance, SubscribersByNameNeedNoTokenSinceVersionFour) {
  if (!since(4)) GTEST_SKIP() << "older servers ask for a token";
  const std::string channel = fresh("anonymous");
  RawStream stream(server().port(), stream_request(subscriptions(channel)));
  EXPECT_EQ(next_frame(stream).at("connect").at("subs").count(channel), 1U);
  client().publish(channel, json(1));
  EXPECT_EQ(next_frame(stream).at("pub").at("data"), 1);
}

TEST_P(Conformance, ASubscriptionComesAndGoes) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string user = fresh("user");
  const std::string channel = fresh("c");
  RawStream stream = subscriber(user);
  SubscribeRequest request{user, channel};
  request.info = json{{"chan", 1}};
  request.data = json{{"hello", 1}};
  cent.subscribe(request);
  json frame = next_frame(stream);
  EXPECT_EQ(frame.at("channel"), channel);
  EXPECT_EQ(frame.at("subscribe").at("data"), json({{"hello", 1}}));
  const PresenceResult there = cent.presence(channel);
  ASSERT_EQ(there.presence.size(), 1U);
  EXPECT_EQ(there.presence.begin()->second.chan_info.as<json>(), json({{"chan", 1}}));
  cent.publish(channel, json(1));
  EXPECT_EQ(next_frame(stream).at("pub").at("data"), 1);
  cent.unsubscribe(user, channel);
  frame = next_frame(stream);
  EXPECT_EQ(frame.at("channel"), channel);
  EXPECT_EQ(frame.at("unsubscribe").at("code"), 2000);
  EXPECT_TRUE(cent.presence(channel).presence.empty());
  cent.publish(channel, json(2));
  cent.subscribe({user, channel});
  EXPECT_TRUE(next_frame(stream).contains("subscribe"));
}

TEST_P(Conformance, ASubscriptionMayOverrideTheChannel) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string user = fresh("user");
  const std::string channel = fresh("c");
  const std::string epoch = cent.publish(channel, json(1)).epoch;
  RawStream stream = subscriber(user);
  SubscribeRequest request{user, channel};
  request.override = SubscribeOptionOverride{};
  request.override->presence = false;
  request.override->recover = true;
  request.override->force_recovery = true;
  cent.subscribe(request);
  const json frame = next_frame(stream).at("subscribe");
  EXPECT_EQ(frame.at("recoverable"), true);
  EXPECT_EQ(frame.at("offset"), 1);
  EXPECT_EQ(frame.at("epoch"), epoch);
  EXPECT_TRUE(cent.presence(channel).presence.empty());
}

TEST_P(Conformance, ASubscriptionThatIsOverFails) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string user = fresh("user");
  RawStream stream = subscriber(user);
  SubscribeRequest request{user, fresh("c")};
  request.expire_at = 1;
  EXPECT_EQ(code_of([&] { cent.subscribe(request); }), ErrorCode::kInternal);
}

TEST_P(Conformance, ADisconnectEndsTheConnection) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string user = fresh("user");
  RawStream stream = subscriber(user);
  RawStream other = subscriber(fresh("other"));
  cent.disconnect(user);
  EXPECT_EQ(next_frame(stream).at("disconnect"), json({{"code", 3503}, {"reason", "force disconnect"}}));
  EXPECT_EQ(stream.next(), std::nullopt);
  EXPECT_TRUE(other.is_silent(std::chrono::milliseconds(20)));
}

TEST_P(Conformance, ADisconnectSaysItsCodeAndSparesWhomItNames) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string user = fresh("user");
  const auto open = [&] { return connect({{"sub", user}}); };
  RawStream first = open();
  RawStream second = open();
  const std::string kept = next_frame(first).at("connect").at("client");
  const std::string session = next_frame(second).at("connect").at("session");
  DisconnectRequest request{user};
  request.disconnect = Disconnect{4000, "out", false};
  request.whitelist = {kept};
  request.session = session;
  cent.disconnect(request);
  EXPECT_EQ(next_frame(second).at("disconnect"), json({{"code", 4000}, {"reason", "out"}}));
  request.whitelist.clear();
  request.session.clear();
  request.client = kept;
  cent.disconnect(request);
  EXPECT_EQ(next_frame(first).at("disconnect").at("code"), 4000);
}

TEST_P(Conformance, ARefreshChangesTheExpiry) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string user = fresh("user");
  const auto now = std::time(nullptr);
  RawStream stream = connect({{"sub", user}, {"exp", now + 1000}});
  const json first = next_frame(stream).at("connect");
  EXPECT_EQ(first.at("expires"), true);
  EXPECT_GE(first.at("ttl"), 900);
  RefreshRequest request{user};
  request.expire_at = now + 2000;
  cent.refresh(request);
  const json second = next_frame(stream).at("refresh");
  EXPECT_EQ(second.at("expires"), true);
  EXPECT_GE(second.at("ttl"), 1900);
  request.expire_at = 0;
  cent.refresh(request);
  EXPECT_EQ(next_frame(stream).at("refresh"), json::object());
  request.expired = true;
  cent.refresh(request);
  EXPECT_EQ(next_frame(stream).at("disconnect").at("code"), 3005);
}

TEST_P(Conformance, TokensAreChecked) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  const auto now = std::time(nullptr);
  const auto code = [&](const json& claims, const std::string& secret = "secret") {
    RawRequest request = stream_request({{"token", make_token(claims, secret)}});
    request.target += "?cf_protocol_version=v2";
    RawStream stream(server().port(), request);
    const json frame = next_frame(stream);
    return frame.contains("connect") ? 0 : frame.at("disconnect").at("code").get<int>();
  };
  EXPECT_EQ(code({{"sub", "u"}}), 0);
  EXPECT_EQ(code({{"sub", "u"}, {"exp", now + 100}, {"nbf", now - 100}}), 0);
  EXPECT_EQ(code({{"sub", "u"}}, "another secret"), 3500);
  EXPECT_EQ(code({{"sub", 42}}), 3500);
  EXPECT_EQ(code({{"sub", "u"}, {"exp", now - 100}}), 3005);
  EXPECT_EQ(code({{"sub", "u"}, {"nbf", now + 100}}), 3005);
  EXPECT_EQ(code({{"sub", "u"}, {"channel", "c"}}), since(4) ? 3500 : 0);
  EXPECT_EQ(code({{"sub", "u"}, {"channels", {"nope:c"}}}), 3004);
}

}  // namespace
}  // namespace cent::test

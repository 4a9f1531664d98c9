// Frames that subscribers receive, and calls that disconnect them.
#include <string>
#include <vector>

#include "conformance/fixture.hpp"
#include "support/eventually.hpp"

namespace cent::test {
namespace {

constexpr const char* kNoSubscriber = "v2 has no subscriber over plain HTTP";
constexpr const char* kBinary = "AAEC/w==";

json on(bool value) { return {{"value", value}}; }

/// The error code of a command, sent as it is; 0: it succeeded.
int error_of(const Server& server, const std::string& method, const json& params) {
  return command(server.port(), method, params).value("error", json::object()).value("code", 0);
}

/// The code of the disconnect frame that comes next, 0 for another one.
int end_of(RawStream& stream) {
  const json frame = next_frame(stream);
  return frame.is_object() && frame.contains("disconnect") ? frame.at("disconnect").at("code").get<int>() : 0;
}

TEST_P(Conformance, ASubscribersFramesAreOneLine) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  const std::string channel = fresh("lines");
  RawStream stream = subscriber("u", {channel});
  client().publish(channel, Json::raw("{\n  \"n\" :\n  [1,\n  \"<\\u00e9>\"]\n}"));
  const std::string line = stream.next().value_or("");
  EXPECT_NE(line.find(R"({  "n" :  [1,  "<\u00e9>"]})"), std::string::npos) << line;
  EXPECT_EQ(json::parse(line).at("pub").at("offset"), 1);
}

TEST_P(Conformance, TheFirstPublicationOfAChannelNamesTheEpochSinceVersionSix) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  const std::string channel = fresh("first");
  RawStream stream = subscriber("u", {channel});
  const std::string epoch = client().publish(channel, json(1)).epoch;
  EXPECT_EQ(next_frame(stream).at("pub").value("epoch", ""), since(6) ? epoch : "");
  client().publish(channel, json(2));
  EXPECT_FALSE(next_frame(stream).at("pub").contains("epoch"));
}

TEST_P(Conformance, AVersionIsPushedAndNotKept) {
  if (!since(6)) GTEST_SKIP() << "older servers know no versions";
  Client cent = client();
  const std::string channel = fresh("version");
  RawStream stream = subscriber("u", {channel, "bare:" + channel});
  for (const std::string& to : {channel, "bare:" + channel}) {
    PublishRequest request{to, json(1)};
    request.version = 5;
    cent.publish(request);
    EXPECT_EQ(next_frame(stream).at("pub").at("version"), 5) << to;
  }
  const json kept = command(server().port(), "history", {{"channel", channel}, {"limit", -1}});
  EXPECT_FALSE(kept.at("result").at("publications").at(0).contains("version"));
}

TEST_P(Conformance, ASubscriberOfAMapSeesWhatChanged) {
  if (!since(6)) GTEST_SKIP() << "older servers have no maps";
  Client cent = client();
  const std::string channel = "mm:" + fresh("seen");
  RawStream stream = subscriber("u", {channel});
  cent.map_publish({channel, "k", json(1)});
  json pub = next_frame(stream).at("pub");
  EXPECT_EQ(pub.erase("epoch"), 1U);
  EXPECT_EQ(pub, json({{"data", 1}, {"offset", 1}, {"key", "k"}}));
  cent.map_remove({channel, "k"});
  EXPECT_EQ(next_frame(stream).at("pub"), json({{"offset", 2}, {"key", "k"}, {"removed", true}}));
}

TEST_P(Conformance, BinaryDataEndsTheSubscribersSinceVersionFour) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  const std::string channel = fresh("binary");
  RawStream stream = subscriber("u", {channel});
  const json sent = {{"channels", {channel}}, {"b64data", kBinary}};
  const json response = command(server().port(), "broadcast", sent).at("result").at("responses").at(0);
  if (since(4)) {
    EXPECT_TRUE(response.contains("result")) << response;
    EXPECT_EQ(next_frame(stream).at("disconnect"),
              json({{"code", 3506}, {"reason", "inappropriate protocol"}}));
    EXPECT_EQ(stream.next(), std::nullopt);
    return;
  }
  EXPECT_EQ(response.at("error").at("code"), 100);
  client().publish(channel, json(1));
  EXPECT_EQ(next_frame(stream).at("pub").at("offset"), 2) << "it was kept all the same";
}

TEST_P(Conformance, BinaryDataOfASubscriptionFailsItsCallOnly) {
  if (!since(6)) GTEST_SKIP() << "older servers do not look at the base64 fields";
  const std::string user = fresh("user");
  const std::string channel = fresh("binary");
  RawStream stream = subscriber(user);
  const json params = {{"user", user}, {"channel", channel}, {"b64data", kBinary}};
  EXPECT_EQ(error_of(server(), "subscribe", params), 100);
  client().publish(channel, json(1));
  EXPECT_EQ(next_frame(stream).at("pub").at("data"), 1) << "it is subscribed";
}

TEST_P(Conformance, BinaryInfoFailsPresence) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  const std::string by_channel = fresh("binary");
  const std::string by_user = fresh("binary");
  RawStream first = connect({{"sub", "u"}, {"subs", {{by_channel, {{"b64info", kBinary}}}}}});
  RawStream second = connect({{"sub", "u"}, {"b64info", kBinary}, {"channels", {by_user}}});
  for (const std::string& channel : {by_channel, by_user}) {
    const RawStream& stream = channel == by_user ? second : first;
    EXPECT_EQ(stream.head().status, 200);
    EXPECT_TRUE(eventually([&] {
      return command(server().port(), "presence_stats", {{"channel", channel}})
                 .at("result")
                 .at("num_clients") == 1;
    }));
    const json call = {{"method", "presence"}, {"params", {{"channel", channel}}}};
    EXPECT_EQ(exchange(server().port(), api_request("/api", call.dump())).status, 500);
  }
}

TEST_P(Conformance, APublicationAboveAMebibyteEndsTheSubscribers) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string channel = fresh("large");
  RawStream stream = subscriber("u", {channel});
  cent.publish(channel, json(std::string(1000000, 'x')));
  EXPECT_EQ(next_frame(stream).at("pub").at("offset"), 1);
  EXPECT_EQ(cent.publish(channel, json(std::string(1200000, 'x'))).offset, 2U);
  // Whether it still comes, and whether a frame says why, is a matter of the version and of luck.
  std::optional<std::string> line = stream.next();
  while (line) line = stream.next();
}

TEST_P(Conformance, JoinsAndLeavesAreShownOnDemand) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  const std::string channel = fresh("joins");
  const std::string first = fresh("user");
  const std::string second = fresh("user");
  RawStream watching = subscriber(first);
  RawStream coming = subscriber(second);
  const auto join = [&](const std::string& user) {
    json override = {{"join_leave", on(true)}};
    if (since(4)) override["force_push_join_leave"] = on(true);
    command(server().port(), "subscribe",
            {{"user", user}, {"channel", channel}, {"info", {{"seat", 1}}}, {"override", override}});
  };
  join(first);
  EXPECT_TRUE(next_frame(watching).contains("subscribe"));
  const json own = next_frame(watching);
  EXPECT_EQ(own.at("channel"), channel);
  EXPECT_EQ(own.at("join").at("info").at("user"), first);
  EXPECT_EQ(own.at("join").at("info").at("conn_info"), json({{"of", first}}));
  EXPECT_EQ(own.at("join").at("info").at("chan_info"), json({{"seat", 1}}));
  join(second);
  EXPECT_EQ(next_frame(watching).at("join").at("info").at("user"), second);
  command(server().port(), "unsubscribe", {{"user", second}, {"channel", channel}});
  EXPECT_EQ(next_frame(watching).at("leave").at("info").at("user"), second);
}

TEST_P(Conformance, AConnectionHasAtMostOneHundredAndTwentyEightChannels) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  const std::string user = fresh("user");
  std::vector<std::string> channels;
  for (int i = 0; i < 128; ++i) channels.push_back(fresh("many"));
  RawStream stream = subscriber(user, channels);
  client().subscribe({user, fresh("one more")});
  EXPECT_EQ(end_of(stream), 3505);
  EXPECT_EQ(stream.next(), std::nullopt);
  channels.push_back(fresh("many"));
  RawStream refused = connect({{"sub", user}, {"channels", channels}});
  EXPECT_EQ(end_of(refused), 3505);
}

TEST_P(Conformance, ADisconnectWithTheCodeOfAClosedConnectionIsNotSent) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  const std::string user = fresh("user");
  RawStream stream = subscriber(user);
  const json closed = {{"user", user}, {"disconnect", {{"code", 3000}, {"reason", "r"}}}};
  EXPECT_EQ(error_of(server(), "disconnect", closed), 0);
  EXPECT_EQ(stream.next(), std::nullopt);
}

// The server does not flush its queue for this code. Its writer may have sent the frame before: 6 of 240
// times on v6.9.1.
TEST_P(Conformance, ADisconnectWithTheCodeOfASlowConnectionIsRarelySentSinceVersionSix) {
  if (!since(6)) GTEST_SKIP() << "older servers differ";
  const std::string user = fresh("user");
  RawStream stream = subscriber(user);
  const json slow = {{"user", user}, {"disconnect", {{"code", 3008}, {"reason", "r"}}}};
  EXPECT_EQ(error_of(server(), "disconnect", slow), 0);
  if (const auto frame = stream.next()) {
    EXPECT_EQ(json::parse(*frame), json({{"disconnect", slow["disconnect"]}}));
    EXPECT_EQ(stream.next(), std::nullopt);
  }
}

TEST_P(Conformance, AFailedSubscriptionTakesTheOldOneAndLeavesItsPresence) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string user = fresh("user");
  const std::string channel = fresh("c");
  const std::string other = fresh("c");
  {
    RawStream stream = subscriber(user, {channel});
    SubscribeRequest request{user, channel};
    request.expire_at = 1;
    EXPECT_EQ(code_of([&] { cent.subscribe(request); }), ErrorCode::kInternal);
    cent.publish(channel, json(1));
    cent.subscribe({user, other});
    EXPECT_EQ(next_frame(stream).at("channel"), other) << "nothing of the lost channel";
    cent.disconnect(user);
    EXPECT_EQ(end_of(stream), 3503);
  }
  EXPECT_TRUE(eventually([&] { return cent.presence_stats(other).num_clients == 0; }));
  EXPECT_EQ(cent.presence_stats(channel).num_clients, 1);
}

TEST_P(Conformance, PresenceStaysWhenASubscriptionIsChangedToHaveNone) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string user = fresh("user");
  const std::string channel = fresh("c");
  RawStream stream = subscriber(user, {channel});
  SubscribeRequest request{user, channel};
  request.override = SubscribeOptionOverride{};
  request.override->presence = false;
  cent.subscribe(request);
  cent.unsubscribe(user, channel);
  EXPECT_EQ(cent.presence_stats(channel).num_clients, 1);
}

TEST_P(Conformance, APositionedSubscriptionToAMapEndsAtTheNextChange) {
  if (!since(6)) GTEST_SKIP() << "older servers have no maps";
  const std::string user = fresh("user");
  const std::string channel = "mm:" + fresh("c");
  RawStream stream = subscriber(user);
  SubscribeRequest request{user, channel};
  request.override = SubscribeOptionOverride{};
  request.override->force_positioning = true;
  client().subscribe(request);
  EXPECT_EQ(next_frame(stream).at("subscribe").at("positioned"), true);
  client().map_publish({channel, "k", json(1)});
  EXPECT_EQ(end_of(stream), 3010);
}

TEST_P(Conformance, ARecoveringSubscriptionSaysTheOffsetThatWasAskedFor) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  Client cent = client();
  const std::string user = fresh("user");
  const std::string channel = fresh("c");
  for (int i = 0; i < 3; ++i) cent.publish(channel, json(i));
  RawStream stream = subscriber(user);
  const auto subscribed_since = [&](const json& position) {
    const json override = {{since(4) ? "force_recovery" : "recover", on(true)}};
    command(server().port(), "subscribe",
            {{"user", user}, {"channel", channel}, {"recover_since", position}, {"override", override}});
    return next_frame(stream).at("subscribe").value("offset", 0);
  };
  EXPECT_EQ(subscribed_since({{"offset", 1}}), 1);
  EXPECT_EQ(subscribed_since({{"offset", 1}, {"epoch", "another"}}), 3);
  EXPECT_EQ(subscribed_since({{"offset", 7}}), 3);
  cent.publish(channel, json(3));
  EXPECT_EQ(next_frame(stream).at("pub").at("offset"), 4) << "what was missed does not come";
}

TEST_P(Conformance, AnEndComesAfterTheAnswer) {
  if (!since(3)) GTEST_SKIP() << kNoSubscriber;
  const std::string user = fresh("user");
  const std::string channel = fresh("c");
  RawStream stream = subscriber(user, {channel});
  client().disconnect(user);
  EXPECT_EQ(end_of(stream), 3503);
  EXPECT_TRUE(eventually([&] { return client().presence_stats(channel).num_clients == 0; }));
}

}  // namespace
}  // namespace cent::test

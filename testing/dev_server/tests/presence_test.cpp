// Who is shown in a channel: presence, joins and leaves, and positions of subscriptions.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "subscribing.hpp"
#include "support/eventually.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using testing::DevServer;
using testing::Generation;

constexpr const char* kBinary = "AAEC/w==";

json on(bool value) { return {{"value", value}}; }

json joining(const std::string& user) {
  return {{"user", user},
          {"channel", "c"},
          {"info", {{"seat", 1}}},
          {"override", {{"join_leave", on(true)}, {"force_push_join_leave", on(true)}}}};
}

TEST(DevServerPresence, JoinsAndLeavesAreShown) {
  for (const Generation generation : {Generation::v4, Generation::v5, Generation::v6}) {
    const DevServer server(of(generation));
    RawStream first = user(server, "u");
    RawStream quiet = user(server, "q", {"c"});
    RawStream second = user(server, "v");
    command(server.port(), "subscribe", joining("u"));
    EXPECT_TRUE(next(first).contains("subscribe"));
    json join = next(first);
    EXPECT_EQ(join.at("channel"), "c");
    EXPECT_EQ(join.at("join").at("info").at("user"), "u") << "its own";
    EXPECT_EQ(join.at("join").at("info").at("chan_info"), json({{"seat", 1}}));
    command(server.port(), "subscribe", joining("v"));
    EXPECT_EQ(next(first).at("join").at("info").at("user"), "v");
    command(server.port(), "unsubscribe", {{"user", "v"}, {"channel", "c"}});
    const json leave = next(first);
    EXPECT_EQ(leave.at("leave").at("info").at("user"), "v");
    EXPECT_FALSE(leave.at("leave").at("info").at("client").get<std::string>().empty());
    command(server.port(), "publish", {{"channel", "c"}, {"data", 1}});
    EXPECT_TRUE(next(quiet).contains("pub")) << "not asked for";
  }
}

TEST(DevServerPresence, OneSwitchShowsAndIsShownInVersionThree) {
  const DevServer server(of(Generation::v3));
  RawStream stream(server.port(), stream_request({{"token", make_token({{"sub", "u"}})}}));
  next(stream);
  json request = joining("u");
  request["override"].erase("force_push_join_leave");
  command(server.port(), "subscribe", request);
  EXPECT_EQ(next(stream).at("type"), 5);
  const json join = next(stream);
  EXPECT_EQ(join.at("type"), 1);
  EXPECT_EQ(join.at("data").at("info").at("user"), "u");
}

TEST(DevServerPresence, WhoEndsLeaves) {
  const DevServer server;
  RawStream first = user(server, "u");
  command(server.port(), "subscribe", joining("u"));
  next(first);
  next(first);
  const json override = {{"join_leave", on(true)}, {"force_push_join_leave", on(true)}};
  {
    RawStream second = with_claims(server, {{"sub", "v"}, {"subs", {{"c", {{"override", override}}}}}});
    EXPECT_TRUE(next(second).contains("connect"));
    EXPECT_EQ(next(second).at("join").at("info").at("user"), "v") << "behind the connect frame";
    EXPECT_EQ(next(first).at("join").at("info").at("user"), "v");
  }
  EXPECT_EQ(next(first).at("leave").at("info").at("user"), "v");
}

TEST(DevServerPresence, BinaryInfoFailsTheWholeAnswer) {
  const json claims[] = {{{"sub", "u"}, {"subs", {{"c", {{"b64info", kBinary}}}}}},
                         {{"sub", "u"}, {"b64info", kBinary}, {"channels", {"c"}}}};
  for (const Generation generation : {Generation::v3, Generation::v5, Generation::v6}) {
    for (const json& one : claims) {
      const DevServer server(of(generation));
      RawStream stream = with_claims(server, one);
      EXPECT_TRUE(next(stream).contains("connect"));
      const RawRequest request = api_request("/api", R"({"method":"presence","params":{"channel":"c"}})");
      EXPECT_EQ(exchange(server.port(), request).status, 500);
    }
  }
  const DevServer server;
  RawStream stream = user(server, "u");
  EXPECT_EQ(error_of(server, "subscribe", {{"user", "u"}, {"channel", "c"}, {"b64info", kBinary}}), 0);
  EXPECT_EQ(exchange(server.port(), api_request("/api/presence", R"({"channel":"c"})")).status, 500);
}

TEST(DevServerPresence, StaysWhenASubscriptionIsChangedToHaveNone) {
  const DevServer server;
  RawStream stream = user(server, "u", {"c"});
  command(server.port(), "subscribe",
          {{"user", "u"}, {"channel", "c"}, {"override", {{"presence", on(false)}}}});
  const auto there = [&] {
    return command(server.port(), "presence", {{"channel", "c"}}).at("result").at("presence").size();
  };
  EXPECT_EQ(there(), 1U);
  command(server.port(), "unsubscribe", {{"user", "u"}, {"channel", "c"}});
  EXPECT_EQ(there(), 1U);
}

TEST(DevServerPresence, ShowsNewInfoAfterTheNextCheck) {
  DevServer server;
  RawStream stream = user(server, "u", {"c"});
  command(server.port(), "refresh", {{"user", "u"}, {"expire_at", 99999999999}, {"info", {{"n", 2}}}});
  const auto shown = [&] {
    return command(server.port(), "presence", {{"channel", "c"}})
        .at("result")
        .at("presence")
        .begin()
        ->count("conn_info");
  };
  EXPECT_EQ(shown(), 0U);
  server.advance_clock(std::chrono::seconds(26));
  EXPECT_EQ(shown(), 1U);
}

TEST(DevServerPresence, ARecoveredSubscriptionSaysTheOffsetThatWasAskedFor) {
  for (const Generation generation : {Generation::v3, Generation::v5, Generation::v6}) {
    const DevServer server(of(generation));
    const bool early = generation == Generation::v3;
    for (int i = 0; i < 3; ++i) command(server.port(), "publish", {{"channel", "c"}, {"data", i}});
    RawStream stream = user(server, "u");
    const auto subscribed_since = [&](const json& since) {
      command(server.port(), "subscribe",
              {{"user", "u"},
               {"channel", "c"},
               {"recover_since", since},
               {"override", {{early ? "recover" : "force_recovery", on(true)}}}});
      return next(stream).at("subscribe").value("offset", 0);
    };
    EXPECT_EQ(subscribed_since({{"offset", 1}}), 1);
    EXPECT_EQ(subscribed_since({{"offset", 1}, {"epoch", "another"}}), 3);
    EXPECT_EQ(subscribed_since({{"offset", 7}}), 3);
    command(server.port(), "publish", {{"channel", "c"}, {"data", 3}});
    EXPECT_EQ(next(stream).at("pub").at("offset"), 4) << "what was missed does not come";
  }
}

}  // namespace
}  // namespace cent::test

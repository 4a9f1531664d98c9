#include <gtest/gtest.h>

#include <cent/testing/dev_server.hpp>
#include <chrono>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include "support/eventually.hpp"
#include "support/plain_http.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using testing::DevServer;
using testing::DevServerOptions;
using testing::Generation;

DevServerOptions of(Generation generation) {
  DevServerOptions options;
  options.generation = generation;
  return options;
}

json next(RawStream& stream) { return json::parse(stream.next().value()); }

/// The frame that a subscriber with these claims is met with.
json met_with(const DevServer& server, const json& claims, const std::string& secret = "secret") {
  RawStream stream(server.port(), stream_request({{"token", make_token(claims, secret)}}));
  return next(stream);
}

TEST(DevServerSubscriber, GetsTheLivePageAndTheEventsThatItAsksFor) {
  const DevServer server;
  const RawResponse page = exchange(server.port(), {"GET", "/?channel=news", {}, {}});
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("<script src=\"/page/page.js\" defer>"), std::string::npos);

  RawStream events(server.port(), event_request({{"subs", {{"news", json::object()}}}, {"token", ""}}));
  EXPECT_EQ(events.head().header("content-type"), "text/event-stream; charset=utf-8");
  const std::string connected = events.next().value();
  EXPECT_EQ(connected.rfind("data: {\"connect\":", 0), 0U) << connected;
  command(server.port(), "publish", {{"channel", "news"}, {"data", {{"text", "h\xC3\xA9"}}}});
  const std::string line = events.next().value();
  ASSERT_EQ(line.rfind("data: ", 0), 0U) << line;
  EXPECT_EQ(json::parse(line.substr(6)).at("pub").at("data").at("text"), "h\xC3\xA9");
}

TEST(DevServerSubscriber, GetsDataByteForByte) {
  const DevServer server;
  RawStream stream(server.port(), stream_request(subscriptions("c")));
  ASSERT_TRUE(stream.next());
  exchange(server.port(),
           api_request("/api/publish", R"({"channel":"c","data": {"b" : 1.0, "a":"<\u00e9>"} })"));
  EXPECT_NE(stream.next().value().find(R"({"b" : 1.0, "a":"<\u00e9>"})"), std::string::npos);
}

TEST(DevServerSubscriber, NeedsAConnectThatIsJson) {
  const DevServer v6;
  const DevServer v5(of(Generation::v5));
  for (const char* body : {"", "{", "[]", R"({"token":5})", R"({"subs":["a"]})"}) {
    const RawRequest request{"POST", "/connection/uni_http_stream", {}, body};
    EXPECT_EQ(exchange(v6.port(), request).status, 400) << body;
    const RawResponse older = exchange(v5.port(), request);
    EXPECT_EQ(older.status, 200) << body;
    EXPECT_EQ(older.body, "") << body;
  }
  RawStream events(v6.port(), {"GET", "/connection/uni_sse", {}, {}});
  EXPECT_NE(events.next().value().find("connect"), std::string::npos);
}

TEST(DevServerSubscriber, IsNotThereBeforeVersionThree) {
  const DevServer server(of(Generation::v2));
  EXPECT_EQ(exchange(server.port(), stream_request(subscriptions("c"))).status, 404);
}

TEST(DevServerSubscriber, NeedsATokenInVersionThree) {
  const DevServer server(of(Generation::v3));
  RawStream without(server.port(), stream_request(subscriptions("c")));
  EXPECT_EQ(next(without).at("data").at("code"), 3501);
  EXPECT_EQ(met_with(server, {{"sub", "u"}, {"channels", {"c"}}}).at("data").at("subs").size(), 1U);
}

TEST(DevServerSubscriber, IsLetInByGoodTokensOnly) {
  const DevServer server;
  const auto code = [](const json& frame) {
    return frame.value("disconnect", json::object()).value("code", 0);
  };
  const auto now = std::time(nullptr);
  EXPECT_EQ(code(met_with(server, {{"sub", "u"}})), 0);
  EXPECT_EQ(code(met_with(server, {{"sub", "u"}}, "other secret")), 3500);
  EXPECT_EQ(code(met_with(server, {{"sub", "u"}, {"exp", now - 1}})), 3005);
  EXPECT_EQ(code(met_with(server, {{"sub", "u"}, {"nbf", now + 1000}})), 3005);
  EXPECT_EQ(code(met_with(server, {{"sub", 42}})), 3500);
  EXPECT_EQ(code(met_with(server, {{"sub", "u"}, {"channel", "c"}})), 3500);
  EXPECT_EQ(code(met_with(server, {{"sub", "u"}, {"channels", {"nope:c"}}})), 3004);
  RawStream forged(server.port(), stream_request({{"token", "eyJhbGciOiJub25lIn0.e30."}}));
  EXPECT_EQ(code(next(forged)), 3500);

  DevServerOptions options;
  options.token_hmac_secret.clear();
  const DevServer without_secret(options);
  EXPECT_EQ(code(met_with(without_secret, {{"sub", "u"}}, "")), 3500);
}

TEST(DevServerSubscriber, SaysWhenAConnectionExpires) {
  const DevServer server;
  const auto soon = std::time(nullptr) + 1000;
  const int ttl = met_with(server, {{"sub", "u"}, {"exp", soon}}).at("connect").at("ttl");
  EXPECT_LE(ttl, 1000);
  EXPECT_GE(ttl, 900);
  EXPECT_EQ(met_with(server, {{"sub", "u"}, {"exp", 4e14}}).at("connect").at("ttl"), 365 * 24 * 3600);
  EXPECT_FALSE(
      met_with(server, {{"sub", "u"}, {"exp", soon}, {"expire_at", 0}}).at("connect").contains("ttl"));
}

TEST(DevServerSubscriber, HasInfoAndDataFromItsToken) {
  const DevServer server;
  const json subs = {{"a", {{"info", {{"from", "token"}}}, {"data", {{"hello", 1}}}}},
                     {"b", {{"override", {{"presence", {{"value", false}}}}}}}};
  RawStream stream(
      server.port(),
      stream_request({{"token", make_token({{"sub", "u"}, {"b64info", "eyJiIjoxfQ=="}, {"subs", subs}})}}));
  const json connected = next(stream).at("connect");
  EXPECT_EQ(connected.at("subs").at("a").at("data").at("hello"), 1);
  const std::string id = connected.at("client");
  const json present =
      command(server.port(), "presence", {{"channel", "a"}}).at("result").at("presence").at(id);
  EXPECT_EQ(present.at("user"), "u");
  EXPECT_EQ(present.at("conn_info").at("b"), 1);
  EXPECT_EQ(present.at("chan_info").at("from"), "token");
  EXPECT_EQ(command(server.port(), "presence", {{"channel", "b"}}).at("result").at("presence").size(), 0U);
}

TEST(DevServerSubscriber, IsNotifiedOfApiCallsAboutIt) {
  const DevServer server;
  RawStream stream(server.port(), stream_request({{"token", make_token({{"sub", "u"}})}}));
  const std::string id = next(stream).at("connect").at("client");
  const auto call = [&](const char* method, json params) {
    params["user"] = "u";
    return command(server.port(), method, params);
  };
  call("subscribe", {{"channel", "c"}, {"data", {{"d", 1}}}});
  EXPECT_EQ(next(stream), json::parse(R"({"channel":"c","subscribe":{"data":{"d":1}}})"));
  call("subscribe", {{"channel", "c"}});
  EXPECT_EQ(next(stream), json::parse(R"({"channel":"c","subscribe":{}})"));
  EXPECT_EQ(call("subscribe", {{"channel", "d"}, {"expire_at", 1}}).at("error").at("code"), 100);
  call("unsubscribe", {{"channel", "c"}});
  EXPECT_EQ(next(stream).at("unsubscribe").at("code"), 2000);
  call("refresh", {{"expire_at", 99999999999}});
  EXPECT_EQ(next(stream), json::parse(R"({"refresh":{"expires":true,"ttl":31536000}})"));
  call("refresh", {{"expire_at", -5}});
  EXPECT_EQ(next(stream), json::parse(R"({"refresh":{}})"));
  call("disconnect", {{"whitelist", {id}}});
  call("disconnect", {{"client", "another"}});
  call("disconnect", {{"client", id}, {"disconnect", {{"code", 4000}, {"reason", "out"}}}});
  EXPECT_EQ(next(stream), json::parse(R"({"disconnect":{"code":4000,"reason":"out"}})"));
  EXPECT_EQ(stream.next(), std::nullopt);
  EXPECT_TRUE(eventually([&] { return server.stats().streams_open == 0; }));
}

constexpr int kPublishers = 4;
constexpr int kEach = 50;

/// Publications of a stream up to the last one, as `{"data":…,"offset":…}`.
std::vector<json> read_publications(RawStream& stream, std::size_t count) {
  std::vector<json> received;
  while (received.size() < count) {
    const json frame = json::parse(stream.next().value());
    if (frame.contains("pub")) received.push_back(frame.at("pub"));
  }
  return received;
}

TEST(DevServerOrder, AllSubscribersSeeConcurrentPublicationsInOneOrder) {
  DevServerOptions options;
  options.store = testing::make_store();
  options.without_namespace.history_size = kPublishers * kEach;
  const DevServer a(options);
  const DevServer b(options);
  std::vector<RawStream> streams;
  for (const DevServer* server : {&a, &b, &a, &b}) {
    streams.emplace_back(server->port(), stream_request(subscriptions("c")));
    ASSERT_TRUE(streams.back().next());
  }
  std::vector<std::vector<json>> received(streams.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < streams.size(); ++i) {
    threads.emplace_back([&, i] { received[i] = read_publications(streams[i], kPublishers * kEach); });
  }
  for (int publisher = 0; publisher < kPublishers; ++publisher) {
    threads.emplace_back([&, publisher] {
      const DevServer& server = publisher % 2 == 0 ? a : b;
      for (int i = 0; i < kEach; ++i) {
        command(server.port(), "publish", {{"channel", "c"}, {"data", {{"publisher", publisher}, {"n", i}}}});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  const json kept =
      command(a.port(), "history", {{"channel", "c"}, {"limit", -1}}).at("result").at("publications");
  ASSERT_EQ(kept.size(), kPublishers * kEach);
  for (std::vector<json>& one : received) {
    if (!one.empty()) one.front().erase("epoch");
    EXPECT_TRUE(json(one) == kept) << "another order than the history's";
  }
  // Each publisher waited for its answers, so its own publications are in its order.
  std::vector<int> next(kPublishers, 0);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    EXPECT_EQ(kept[i].at("offset"), i + 1);
    EXPECT_EQ(kept[i].at("data").at("n"), next.at(kept[i].at("data").at("publisher").get<std::size_t>())++);
  }
}

TEST(DevServerOrder, SubscribersComeAndGoWhilePublicationsGoOut) {
  const DevServer server;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 30; ++n) {
        RawStream stream(server.port(), stream_request(subscriptions("c")));
        ASSERT_TRUE(stream.next());
      }
    });
  }
  threads.emplace_back([&] {
    for (int n = 0; n < 100; ++n) command(server.port(), "publish", {{"channel", "c"}, {"data", n}});
  });
  threads.emplace_back([&] {
    for (int n = 0; n < 50; ++n) command(server.port(), "presence", {{"channel", "c"}});
  });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(server.stats().commands_by_method.at("publish"), 100U);
}

}  // namespace
}  // namespace cent::test

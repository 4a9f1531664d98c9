// The page at `/` as requests, without a browser.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "subscribing.hpp"
#include "support/eventually.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using testing::DevServer;
using testing::DevServerOptions;

/// The key that the page has from its server.
std::string page_key(const DevServer& server) {
  const std::string body = exchange(server.port(), {"GET", "/", {}, {}}).body;
  const std::size_t at = body.find("data-key=\"") + 10;
  return body.substr(at, body.find('"', at) - at);
}

RawRequest feed_request(const DevServer& server, const std::string& query = {}) {
  return {"GET", "/page/feed?key=" + page_key(server) + query, {}, {}};
}

struct Event {
  std::string name;
  json data;
};

Event next_event(RawStream& stream) {
  const auto name = stream.next(), data = stream.next();
  if (!name || !data) return {"end", nullptr};
  return {name->substr(7), json::parse(data->substr(6))};
}

/// The next event of a name.
json event(RawStream& stream, const std::string& name) {
  for (;;) {
    const Event one = next_event(stream);
    if (one.name == name || one.name == "end") return one.data;
  }
}

TEST(DevServerPageFiles, LoadNothingFromElsewhere) {
  const DevServer server;
  for (const auto& [path, type] : {std::pair{"/", "text/html"}, std::pair{"/page/page.css", "text/css"},
                                   std::pair{"/page/page.js", "text/javascript"}}) {
    const RawResponse file = exchange(server.port(), {"GET", path, {}, {}});
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.header("content-type"), std::string(type) + "; charset=utf-8");
    EXPECT_EQ(file.header("cache-control"), "no-store");
    EXPECT_EQ(file.header("content-security-policy").value().rfind("default-src 'none'; ", 0), 0U);
    EXPECT_EQ(file.body.find("https:"), std::string::npos) << path;
    EXPECT_EQ(exchange(server.port(), {"POST", path, {}, {}}).status, 404);
  }
  EXPECT_EQ(exchange(server.port(), {"GET", "/page/other.js", {}, {}}).status, 404);
}

TEST(DevServerPageFeed, NeedsTheKeyOfThePage) {
  const DevServer server;
  const std::string key = page_key(server);
  EXPECT_EQ(key.size(), 36U);
  EXPECT_NE(key, page_key(DevServer()));
  EXPECT_EQ(exchange(server.port(), {"GET", "/page/feed", {}, {}}).status, 401);
  EXPECT_EQ(exchange(server.port(), {"GET", "/page/feed?key=api_key", {}, {}}).status, 401);
  EXPECT_EQ(exchange(server.port(), {"POST", "/page/feed?key=" + key, {}, {}}).status, 405);
  const RawStream stream(server.port(), feed_request(server));
  EXPECT_EQ(stream.head().status, 200);
  EXPECT_EQ(stream.head().header("access-control-allow-origin"), std::nullopt) << "no other page may read it";
  // It is a key of the API.
  EXPECT_EQ(exchange(server.port(), {"POST", "/api/info", {{"Authorization", "apikey " + key}}, "{}"}).status,
            200);
  EXPECT_EQ(exchange(server.port(), {"POST", "/api/info?api_key=" + key, {}, "{}"}).status, 401);
}

TEST(DevServerPageFeed, IsNoSubscriber) {
  const DevServer server;
  RawStream stream(server.port(), feed_request(server, "&channel=news"));
  EXPECT_EQ(event(stream, "hello").at("api_key"), "api_key");
  EXPECT_EQ(event(stream, "state"), json::parse(R"({"count":0,"channels":[],"presence":[]})"));
  EXPECT_EQ(server.stats().streams_open, 0U);
  EXPECT_EQ(server.stats().connections_open, 1U);
  EXPECT_EQ(command(server.port(), "channels", json::object()).at("result").at("channels"), json::object());
  EXPECT_EQ(error_of(server, "presence_stats", {{"channel", "news"}}), 0);
}

TEST(DevServerPageFeed, LeavesEventsOutIfThereAreTooMany) {
  DevServer server;
  RawStream stream(server.port(), feed_request(server));
  event(stream, "state");
  std::string commands;
  for (int i = 0; i < 3000; ++i) commands += std::string(i == 0 ? "" : ",") + R"({"info":{}})";
  exchange(server.port(), api_request("/api/batch", R"({"commands":[)" + commands + "]}"));
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  command(server.port(), "rpc", {{"method", "last"}});
  std::size_t shown = 0, left_out = 0;
  for (;;) {
    const Event one = next_event(stream);
    if (one.name == "left_out") left_out += one.data.get<std::size_t>();
    if (one.name == "call" && one.data.at("subject") == "last") break;
    if (one.name == "call") ++shown;
  }
  EXPECT_EQ(shown + left_out, 3000U);
  EXPECT_GT(left_out, 0U);
}

TEST(DevServerPageFeed, EndsWithItsServerAndLeavesOthersAlone) {
  DevServerOptions options;
  options.store = testing::make_store();
  const DevServer stays(options);
  {
    const DevServer goes(options);
    RawStream stream(goes.port(), feed_request(goes, "&channel=news"));
    event(stream, "state");
    RawStream gone(stays.port(), feed_request(stays, "&channel=news"));
    event(gone, "state");
    // A publication at one server is shown by the page of another, as by the nodes of a cluster.
    command(stays.port(), "publish", {{"channel", "news"}, {"data", 1}});
    EXPECT_EQ(event(stream, "publication").at("data"), "1");
  }
  EXPECT_TRUE(eventually([&] { return stays.stats().connections_open == 0; }));
  command(stays.port(), "publish", {{"channel", "news"}, {"data", 2}});
  RawStream stream(stays.port(), feed_request(stays, "&channel=news"));
  EXPECT_EQ(event(stream, "publication").at("data"), "1");
  EXPECT_EQ(event(stream, "publication").at("before"), true);
}

}  // namespace
}  // namespace cent::test

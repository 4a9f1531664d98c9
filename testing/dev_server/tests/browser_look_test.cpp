// The page at `/` in a browser: texts of others, other servers, other screens.
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "browser_page.hpp"

namespace cent::test {
namespace {

TEST_F(DevServerPage, ShowsTextsOfOthersAsTexts) {
  const DevServer server;
  const std::string channel = "<img src=x onerror=\"window.hit=1\">\u202Eevil\u0007";
  const std::string data = "\"</script><script>window.hit=1</script><b>\u202E\"";
  publish(server, channel, data);
  command(server.port(), "publish", {{"channel", channel}, {"data", 1}, {"tags", {{"<b>", "<i>"}}}});
  RawStream anybody = user(server, "<b>\u202Euser", {channel});
  open(server);
  EXPECT_TRUE(page().shows("document.querySelector('#channels tbody button')"));
  page().click("#channels tbody button");
  ASSERT_TRUE(has_publications(2));
  page().run("for (const one of document.querySelectorAll('#publications details')) one.open = true");
  EXPECT_TRUE(page().shows("document.querySelectorAll('#publications pre').length === 2"));
  publish(server, "<b>", data);
  ASSERT_TRUE(has_calls(1));
  EXPECT_TRUE(says("channels", "<img src=x onerror=\"window.hit=1\">\\u202eevil\\u0007"));
  EXPECT_TRUE(says("watched", "\\u202eevil"));
  EXPECT_TRUE(says("publications", "</script><script>window.hit=1</script><b>\\u202e"));
  EXPECT_TRUE(says("publications", "tag <b>: <i>"));
  EXPECT_TRUE(says("presence", "<b>\\u202euser"));
  EXPECT_EQ(page().run("return [window.hit === undefined, document.querySelectorAll('img, b, i').length]"),
            json::parse("[true, 0]"));
  // The policy stops what would get in all the same.
  page().run(
      "const s = document.createElement('script'); s.textContent = 'window.hit = 1'; "
      "document.body.append(s)");
  EXPECT_EQ(page().run("return window.hit === undefined"), true);
  EXPECT_NE(page().faults().find("Content Security Policy"), std::string::npos);
}

TEST_F(DevServerPage, ServesEarlierGenerations) {
  for (const Generation generation : {Generation::v2, Generation::v3, Generation::v4, Generation::v5}) {
    const DevServer server(of(generation));
    open(server, "?channel=news");
    page().click("#publish button");
    EXPECT_TRUE(says("publish-state", "Published to news"));
    EXPECT_TRUE(has_publications(1));
  }
}

TEST_F(DevServerPage, ShowsMapsAndBinaryData) {
  const DevServer server;
  command(server.port(), "map_publish", {{"channel", "mm:c"}, {"key", "k1"}, {"data", 5}});
  open(server, "?channel=mm:c");
  ASSERT_TRUE(has_publications(1));
  command(server.port(), "map_remove", {{"channel", "mm:c"}, {"key", "k1"}});
  ASSERT_TRUE(has_publications(2));
  EXPECT_NE(publication("summary").find("key k1removed"), std::string::npos) << publication("summary");
  open(server, "?channel=bytes");
  command(server.port(), "publish", {{"channel", "bytes"}, {"b64data", "/wD+"}});
  ASSERT_TRUE(has_publications(1));
  page().click("#publications summary");
  EXPECT_TRUE(says("publications", "This is not JSON."));
  publish(server, "bytes", '"' + std::string(200 * 1024, 'x') + '"');
  ASSERT_TRUE(has_publications(2));
  page().click("#publications summary");
  EXPECT_TRUE(says("publications", "Only the beginning is shown."));
}

TEST_F(DevServerPage, ComesBackWithItsServer) {
  auto store = testing::make_store();
  DevServerOptions options;
  options.store = store;
  auto server = std::make_unique<DevServer>(options);
  options.port = server->port();
  open(*server, "?channel=news");
  server.reset();
  EXPECT_TRUE(says("connection", "Connection lost, trying again"));
  server = std::make_unique<DevServer>(options);
  EXPECT_TRUE(says("connection", "The server was started again. Reload this page."));
  open(*server, "?channel=news");
}

TEST_F(DevServerPage, FitsAPhoneAndTheKeyboard) {
  const DevServer server;
  const std::string longest(120, 'w');
  publish(server, longest, '"' + std::string(3000, 'm') + '"');
  RawStream subscriber = user(server, longest, {longest});
  page().devtools("Emulation.setDeviceMetricsOverride",
                  {{"width", 400}, {"height", 800}, {"deviceScaleFactor", 1}, {"mobile", true}});
  open(server, "?channel=" + longest);
  ASSERT_TRUE(has_publications(1));
  publish(server, longest, "1");
  ASSERT_TRUE(has_calls(1));
  page().run("for (const one of document.querySelectorAll('#publications details')) one.open = true");
  EXPECT_TRUE(says("presence", longest));
  EXPECT_EQ(page().run("return document.scrollingElement.scrollWidth"), 400) << "it scrolls sideways";
  page().devtools("Emulation.clearDeviceMetricsOverride", json::object());

  EXPECT_EQ(
      page().run(
          "return [...document.querySelectorAll('input, textarea')].filter(e => !e.labels.length).length"),
      0);
  EXPECT_EQ(
      page().run("return [...document.querySelectorAll('button')].filter(e => !e.textContent.trim()).length"),
      0);
  // Tab goes through all controls, each with a visible focus.
  page().run("document.activeElement.blur()");
  std::string visited;
  for (int i = 0; i < 16; ++i) {
    page().press("\uE004");
    const json focus = page().run(
        "const e = document.activeElement;"
        "return [e.id || e.className || e.textContent.trim() || e.tagName, "
        "getComputedStyle(e).outlineStyle]");
    visited += ' ' + focus.at(0).get<std::string>();
    if (focus.at(0) != "skip" && focus.at(0) != "BODY") {
      EXPECT_EQ(focus.at(1), "solid") << focus;
    }
  }
  for (const char* control : {"skip", "watch-channel", "Watch", "name", "publish-channel", "publish-data",
                              "Publish", "cent-line"}) {
    EXPECT_NE(visited.find(control), std::string::npos) << control << " is not among" << visited;
  }
}

// CENT_PAGE_PICTURE=FILE: writes the picture for the README. `pngquant 64` then makes it small.
TEST_F(DevServerPage, LooksLikeTheReadmesPicture) {
  DevServerOptions options;
  options.namespaces.push_back({"chat", testing::default_channel_rules()});
  DevServer server(options);
  RawStream ada = user(server, "ada", {"orders", "chat:lobby"});
  RawStream bob = user(server, "bob", {"orders"});
  RawStream carl = user(server, "carl", {"chat:lobby", "prices"});
  for (int id = 14; id < 17; ++id) {
    publish(server, "orders", R"({"id": )" + std::to_string(id) + R"(, "state": "paid", "total": 99.5})");
  }
  open(server, "?channel=orders");
  publish(server, "prices", "[101.25, 101.5]");
  publish(server, "orders",
          R"({"id": 9007199254740993, "state": "shipped", "items": [{"sku": "A-1", "count": 2}]})");
  command(server.port(), "presence_stats", {{"channel", "orders"}});
  command(server.port(), "publish", {{"channel", "news:today"}, {"data", 1}});
  command(server.port(), "broadcast", {{"channels", {"orders", "chat:lobby"}}, {"data", {{"open", false}}}});
  server.fail_next();
  exchange(server.port(), api_request("/api/publish", R"({"channel":"orders","data":{}})"));
  ASSERT_TRUE(has_publications(5));
  ASSERT_TRUE(has_calls(6));
  EXPECT_TRUE(says("channels", "orders255"));
  page().click("#publications li:nth-child(2) summary");
  page().run("document.activeElement.blur()");
  EXPECT_TRUE(page().shows("document.querySelectorAll('#publications .new').length === 0"));
  if (const char* const file = std::getenv("CENT_PAGE_PICTURE")) page().picture(file);
}

TEST_F(DevServerPage, IsLightAndDark) {
  const DevServer server;
  open(server);
  std::vector<std::string> grounds;
  for (const char* scheme : {"light", "dark"}) {
    page().devtools("Emulation.setEmulatedMedia",
                    {{"features", {{{"name", "prefers-color-scheme"}, {"value", scheme}}}}});
    grounds.push_back(page().run("return getComputedStyle(document.body).backgroundColor"));
  }
  EXPECT_NE(grounds[0], grounds[1]);
  page().devtools("Emulation.setEmulatedMedia", {{"features", json::array()}});
}

}  // namespace
}  // namespace cent::test

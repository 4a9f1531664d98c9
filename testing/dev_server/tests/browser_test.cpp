// The page at `/`, in a browser.
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "browser.hpp"
#include "subscribing.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using testing::DevServer;
using testing::DevServerOptions;
using testing::Generation;

/// One browser for all tests, since it takes a second to start.
class DevServerPage : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { browser_ = std::make_unique<Browser>(); }
  static void TearDownTestSuite() { browser_.reset(); }

  void TearDown() override { EXPECT_EQ(page().faults(), ""); }

  static Browser& page() { return *browser_; }
  static void open(const DevServer& server, const std::string& query = {}) {
    page().open(server.address() + '/' + query);
    ASSERT_TRUE(page().shows("document.getElementById('connection').textContent === 'Connected'"));
  }
  static bool has_publications(int count) {
    return page().shows("document.querySelectorAll('#publications > li').length === " +
                        std::to_string(count));
  }
  static std::string publication(const std::string& part) {
    return page().run("return document.querySelector('#publications > li ' + arguments[0]).textContent",
                      {part});
  }
  static bool says(const std::string& id, const std::string& text) {
    const bool found =
        page().shows("document.getElementById('" + id + "').textContent.includes(" + json(text).dump() + ")");
    if (!found) ADD_FAILURE() << id << " shows: " << page().text(id);
    return found;
  }
  static std::string call_rows() {
    return page().run("return document.querySelector('#calls tbody').innerText");
  }
  static bool has_calls(int count) {
    return page().shows("document.querySelectorAll('#calls tbody tr').length >= " + std::to_string(count));
  }
  static void publish(const DevServer& server, const std::string& channel, const std::string& data) {
    const std::string body = R"({"channel":)" + json(channel).dump() + R"(,"data":)" + data + '}';
    EXPECT_EQ(exchange(server.port(), api_request("/api/publish", body)).status, 200);
  }
  static json history(const DevServer& server, const std::string& channel) {
    return command(server.port(), "history", {{"channel", channel}, {"limit", -1}}).at("result");
  }

 private:
  static std::unique_ptr<Browser> browser_;
};
std::unique_ptr<Browser> DevServerPage::browser_;

TEST_F(DevServerPage, ShowsHistoryAndThenPublicationsAsTheyCome) {
  const DevServer server;
  publish(server, "orders", R"({"id":1})");
  publish(server, "orders", R"({"id":2})");
  publish(server, "others", "3");
  open(server, "?channel=orders");
  ASSERT_TRUE(has_publications(2));
  EXPECT_NE(publication("summary").find("#2"), std::string::npos);
  EXPECT_NE(publication("summary").find("before"), std::string::npos);
  publish(server, "orders", R"({"id": 9007199254740993,"empty":[],"list":[1.0e2,{"a":"b, \"c\""}]})");
  publish(server, "others", "4");
  ASSERT_TRUE(has_publications(3));
  const std::string summary = publication("summary");
  EXPECT_NE(summary.find("#3"), std::string::npos) << summary;
  EXPECT_NE(summary.find("67 B"), std::string::npos) << summary;
  EXPECT_EQ(summary.find("before"), std::string::npos) << summary;
  page().click("#publications summary");
  ASSERT_TRUE(page().shows("document.querySelector('#publications pre')"));
  EXPECT_EQ(publication("pre"),
            "{\n  \"id\": 9007199254740993,\n  \"empty\": [],\n  \"list\": [\n    1.0e2,\n    {\n"
            "      \"a\": \"b, \\\"c\\\"\"\n    }\n  ]\n}")
      << "every number as it was published";
  EXPECT_TRUE(says("watch-state", "Watching. 3 publications, the last one at "));
  // Another channel, from the form.
  page().type("#watch-channel", "others");
  page().click("#watch button");
  ASSERT_TRUE(has_publications(2));
  EXPECT_EQ(publication("code"), "4");
}

TEST_F(DevServerPage, PublishesAndShowsIt) {
  DevServer server;
  RawStream subscriber(server.port(), stream_request(subscriptions("news")));
  next(subscriber);
  open(server, "?channel=news");
  page().type("#publish-data", R"({"n": 12345678901234567890, "t":"it's"})");
  page().click("#publish button");
  EXPECT_TRUE(says("publish-state", "Published to news at offset 1."));
  ASSERT_TRUE(has_publications(1));
  const auto line = subscriber.next();
  ASSERT_TRUE(line);
  EXPECT_NE(line->find(R"({"n": 12345678901234567890, "t":"it's"})"), std::string::npos) << *line;
  // By the keyboard alone.
  page().type("#publish-data", "17");
  page().press("\uE009\uE007");  // Ctrl+Enter
  EXPECT_TRUE(says("publish-state", "Published to news at offset 2."));
  ASSERT_TRUE(has_publications(2));
  server.fail_next(1, {503, false});
  page().click("#publish button");
  EXPECT_TRUE(says("publish-state", "Not published: HTTP 503"));
}

TEST_F(DevServerPage, ChecksBeforeItPublishes) {
  const DevServer server;
  open(server, "?channel=news");
  for (const char* data : {"{\"text\": }", "hello", "{} {}"}) {
    page().type("#publish-data", data);
    page().click("#publish button");
    EXPECT_TRUE(says("data-fault", "Not JSON: "));
    EXPECT_EQ(page().run("return document.getElementById('publish-data').getAttribute('aria-invalid')"),
              "true");
    EXPECT_EQ(page().run("return document.activeElement.id"), "publish-data");
    EXPECT_EQ(page().run("return document.getElementById('lines').hidden"), true);
  }
  page().type("#publish-data", "{}");
  page().type("#publish-channel", "x");
  page().press("\uE003");  // Backspace
  page().click("#publish button");
  EXPECT_TRUE(says("channel-fault", "A channel is needed."));
  EXPECT_EQ(history(server, "news").at("offset"), 0) << "nothing was sent";
  EXPECT_EQ(server.stats().commands_by_method.count("publish"), 0U);
}

TEST_F(DevServerPage, SaysThatANamespaceIsUnknown) {
  const DevServer server;
  open(server);
  page().type("#watch-channel", "nope:x");
  page().click("#watch button");
  EXPECT_TRUE(says("watch-state", "There is no namespace “nope” (error 102)"));
  EXPECT_TRUE(says("watch-state", "--namespace nope"));
  page().click("#publish button");
  EXPECT_TRUE(says("publish-state", "Not published: error 102, unknown channel."));
  EXPECT_TRUE(says("publish-state", "--namespace nope"));
}

TEST_F(DevServerPage, ShowsChannelsPresenceAndCalls) {
  DevServer server;
  RawStream ada = user(server, "ada", {"orders", "chat"});
  RawStream bob = user(server, "bob", {"orders"});
  open(server, "?channel=orders");
  EXPECT_TRUE(page().shows("document.querySelectorAll('#channels tbody tr').length === 2"));
  for (const int id : {14, 15, 16}) {
    publish(server, "orders", R"({"id":)" + std::to_string(id) + R"(,"state":"paid","total":99.5})");
  }
  command(server.port(), "publish", {{"channel", "nope:x"}, {"data", 1}});
  command(server.port(), "broadcast", {{"channels", {"orders", "chat"}}, {"data", {{"closing", true}}}});
  exchange(server.port(), {"POST", "/api/info", {{"X-API-Key", "wrong"}}, "{}"});
  server.fail_next();
  exchange(server.port(), api_request("/api/info", "{}"));
  exchange(server.port(), api_request("/api/info", "{"));
  exchange(server.port(), api_request("/api/batch", R"({"commands":[{"nothing":{}}]})"));
  command(server.port(), "send_push_notification", json::object());
  command(server.port(), "disconnect", {{"user", "carl"}});
  ASSERT_TRUE(has_calls(11));
  const std::string calls = call_rows();
  for (const char* row :
       {"publish\torders\tok {\"offset\":1,", "publish\tnope:x\terror 102: unknown channel",
        "broadcast\torders and 1 more\tok {\"responses\":", "/api/info\t\tHTTP 401", "/api/info\t\tHTTP 503",
        "/api/info\t\tHTTP 400", "(unknown method)\t\terror 104: not found",
        "send_push_notification\t\terror 104", "disconnect\tcarl\tok"}) {
    EXPECT_NE(calls.find(row), std::string::npos) << row << " is not in\n" << calls;
  }
  EXPECT_TRUE(says("channels", "orders244"));
  EXPECT_TRUE(says("channels", "chat111"));
  EXPECT_TRUE(says("presence", "ada"));
  EXPECT_TRUE(says("presence", "bob"));
  EXPECT_TRUE(says("presence-count", "2"));
  // A click on a channel watches it.
  page().click("#channels tbody button");
  EXPECT_TRUE(says("watched", "chat"));
  EXPECT_TRUE(has_publications(1));
  EXPECT_TRUE(says("presence-count", "1"));
  command(server.port(), "disconnect", {{"user", "ada"}});
  EXPECT_TRUE(says("presence-state", "Nobody is subscribed"));
}

/// The arguments that a shell makes of a line. The program of the line is a function that prints them.
std::vector<std::string> arguments_of(const std::string& program, const std::string& line) {
  const std::string script =
      program + "() { printf '%s\\n' \"$CENT_URL\" \"$CENT_API_KEY\" \"$@\"; }; " + line;
  Program shell({"sh", "-c", script});
  std::vector<std::string> all;
  for (std::string text = shell.line(); !text.empty(); text = shell.line()) all.push_back(text);
  EXPECT_EQ(shell.wait(), 0) << line;
  return all;
}

TEST_F(DevServerPage, HasLinesToCopyThatDoTheSame) {
  const std::string channel = "it's $HOME \"x\"", data = R"({"text": "$(date) 'q' \\ \u00e9"})";
  for (const Generation generation : {Generation::v4, Generation::v6}) {
    const DevServer server(of(generation));
    open(server);
    page().type("#publish-channel", channel);
    page().type("#publish-data", data);
    EXPECT_EQ(arguments_of("cent", page().text("cent-line")),
              (std::vector<std::string>{server.address(), "api_key", "publish", channel, data}));
    const std::vector<std::string> curl =
        arguments_of("curl", "CENT_URL=- CENT_API_KEY=- " + page().text("curl-line"));
    ASSERT_EQ(curl.size(), 7U);
    EXPECT_EQ(curl[2], "-H");
    const std::size_t colon = curl[3].find(": ");
    EXPECT_EQ(curl[4], "-d");
    ASSERT_EQ(curl[6].rfind(server.address(), 0), 0U) << curl[6];
    const RawRequest request{"POST",
                             curl[6].substr(server.address().size()),
                             {{curl[3].substr(0, colon), curl[3].substr(colon + 2)}},
                             curl[5]};
    EXPECT_EQ(exchange(server.port(), request).status, 200);
    EXPECT_EQ(history(server, channel).at("publications").at(0).at("data").at("text"),
              json::parse(data).at("text"));
  }
}

TEST_F(DevServerPage, KeepsTheKeyOfItsUserToItself) {
  DevServerOptions options;
  options.api_key = "the-users-own-key";
  const DevServer server(options);
  open(server);
  EXPECT_EQ(page().run("return document.documentElement.outerHTML").get<std::string>().find(options.api_key),
            std::string::npos);
  EXPECT_EQ(page().text("cent-line"),
            "CENT_URL=" + server.address() + " cent publish news '{\"text\": \"hello\"}'");
  EXPECT_NE(page().text("curl-line").find("-H \"X-API-Key: $CENT_API_KEY\""), std::string::npos);
  page().click("#publish button");
  EXPECT_TRUE(says("publish-state", "Published to news at offset 1."));
}

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

// The page at `/`, used in a browser.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "browser_page.hpp"

namespace cent::test {
namespace {

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

}  // namespace
}  // namespace cent::test

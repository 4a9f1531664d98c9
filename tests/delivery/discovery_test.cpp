#include <cent/api.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/canary.hpp"
#include "support/script.hpp"

namespace cent::test {
namespace {

using nlohmann::json;

/// Which routes a server has. v2 to v4 have the old one, v5 and v6 both, unless the old one was taken away.
struct Routes {
  const char* name;
  bool legacy;
  bool modern;
};
constexpr Routes kOld{"old", true, false};
constexpr Routes kBoth{"both", true, true};
constexpr Routes kNew{"new", false, true};

/// A server that counts how often each command is executed, by the text in its params.
class Server {
 public:
  explicit Server(Routes at_first) : routes(at_first) {}

  HttpResponse take(const HttpRequest& request) {
    ++requests;
    const std::string path{request.url.substr(std::string_view{"http://h/api"}.size())};
    if (path.empty()) return routes.legacy ? response(200, stream(request.body)) : response(404);
    if (!routes.modern) return response(404);
    if (path != "/batch") return response(200, execute(json::parse(request.body)).dump());
    json replies = json::array();
    const json batch = json::parse(request.body);
    for (const json& command : batch["commands"]) {
      const auto one = command.begin();
      replies.push_back({{one.key(), execute(one.value())["result"]}});
    }
    return response(200, json{{"replies", replies}}.dump());
  }

  Routes routes;
  int requests = 0;
  std::map<std::string, int> executed;

 private:
  json execute(const json& params) {
    ++executed[params.value("channel", "") + params.value("user", "")];
    return {{"result", {{"presence", json::object()}}}};
  }
  std::string stream(std::string_view body) {
    std::istringstream lines{std::string(body)};
    std::string replies;
    for (std::string line; std::getline(lines, line);) {
      replies += execute(json::parse(line)["params"]).dump() + "\n";
    }
    return replies;
  }
};

struct Call {
  const char* name;
  int most_extra;  ///< Requests to find out the dialect.
  void (*make)(Client&, const std::string&);
};
const Call kCalls[] = {
    {"publish", 1, [](Client& client, const std::string& mark) { client.publish(mark, Json::of(1)); }},
    {"presence", 1, [](Client& client, const std::string& mark) { client.presence(mark); }},
    {"batch", 1,
     [](Client& client, const std::string& mark) {
       Batch batch;
       batch.publish(mark, Json::of(1));
       const auto second = batch.publish(mark + "'", Json::of(2));
       EXPECT_TRUE(client.send(batch)[second].ok());
     }},
    // Not every modern server has this one, so a 404 proves less.
    {"block_user", 2, [](Client& client, const std::string& mark) { client.block_user({mark}); }},
};

TEST(Discovery, ExecutesEachCommandOnceHoweverTheServerChanges) {
  for (const Routes& first : {kOld, kBoth, kNew}) {
    for (const Routes& second : {kOld, kBoth, kNew}) {
      for (const Call& warm : kCalls) {
        for (const Call& call : kCalls) {
          SCOPED_TRACE(std::string(warm.name) + " to " + first.name + ", then " + call.name + " to " +
                       second.name);
          auto server = std::make_shared<Server>(first);
          ClientOptions options;
          options.transport =
              make_transport([server](const HttpRequest& request) { return server->take(request); });
          Client client{"http://h", options};

          warm.make(client, "warm");
          EXPECT_LE(server->requests, 2) << "at most one extra request to find out";
          server->requests = 0;
          warm.make(client, "again");
          EXPECT_EQ(server->requests, 1) << "none once it is known";

          server->routes = second;  // upgraded or rolled back under the living client
          server->requests = 0;
          call.make(client, "changed");
          EXPECT_LE(server->requests, 1 + call.most_extra);
          server->requests = 0;
          call.make(client, "settled");
          EXPECT_EQ(server->requests, 1);

          for (const auto& [mark, times] : server->executed) EXPECT_EQ(times, 1) << mark;
          EXPECT_GE(server->executed.size(), 4U);
        }
      }
    }
  }
}

TEST(Discovery, ABrokenConnectionIsNoReasonToTryTheOtherDialect) {
  for (const int first : {0, 404, 401}) {
    Script script;
    if (first != 0) script.answer(first);
    script.fail(FailureKind::cut, Delivery::unknown);
    Client client{"http://h", scripted(script)};
    const auto error = error_of([&] { client.publish("ch", Json::of(1)); });
    EXPECT_EQ(error.delivery(), Delivery::unknown);
    EXPECT_TRUE(script.used_up());
  }
}

TEST(Discovery, A404ThatIsAnAnswerIsNoSign) {
  Script script;
  script.answer(404, R"({"code":104,"message":"not found"})");
  Client client{"http://h", scripted(script)};
  const auto error = error_of<ResponseError>([&] { client.publish("ch", Json::of(1)); });
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_EQ(error.status(), 404);
  EXPECT_EQ(script.paths(), std::vector<std::string>{"/api/publish"});
}

TEST(Discovery, ShowsTheKeyAsEachDialectDoes) {
  Script script;
  script.answer(404).answer(200, R"({"result":{}})");
  ClientOptions options = scripted(script);
  options.api_key = "k";
  options.headers = {{"X-Own", "1"}};
  Client client{"http://h", options};
  client.publish("ch", Json::of(1));
  const auto sent = script.sent();
  ASSERT_EQ(sent.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    std::map<std::string, std::string> headers;
    for (const HttpHeader& header : sent[i].headers) headers[header.name] = header.value;
    EXPECT_EQ(headers["X-Own"], "1");
    EXPECT_EQ(headers["X-API-Key"], i == 0 ? "k" : "");
    EXPECT_EQ(headers["Authorization"], i == 0 ? "" : "apikey k");
  }
}

TEST(Discovery, AFixedProtocolIsNotQuestioned) {
  for (const auto& [protocol, path] :
       {std::pair{Protocol::modern, "/api/publish"}, std::pair{Protocol::legacy, "/api"}}) {
    Script script;
    script.answer(404);
    ClientOptions options = scripted(script);
    options.protocol = protocol;
    Client client{"http://h", options};
    EXPECT_EQ(error_of([&] { client.publish("ch", Json::of(1)); }).status(), 404);
    EXPECT_EQ(script.paths(), std::vector<std::string>{path});
  }
}

TEST(Discovery, AWrongKeyIsReportedAsSuch) {
  // The server looks for the path first: it has the modern one, and the old one or not.
  for (const int second : {401, 404}) {
    Script script;
    script.answer(401, "unauthorized").answer(second, "another body").answer(401, "unauthorized");
    Client client{"http://h", scripted(script)};
    EXPECT_EQ(error_of([&] { client.publish("ch", Json::of(1)); }).status(), 401);
    EXPECT_EQ(error_of([&] { client.publish("ch", Json::of(1)); }).status(), 401);
    EXPECT_EQ(script.paths(), (std::vector<std::string>{"/api/publish", "/api", "/api/publish"}));
  }
}

std::string header_of(const SentRequest& request, const std::string& name) {
  for (const HttpHeader& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

/// A proxy's own Authorization beside the server's key.
ClientOptions with_basic_authorization(Script& script) {
  ClientOptions options = scripted(script);
  options.headers = {{"authorization", "Basic dXNlcjpwYXNzd29yZA=="}};
  return options;
}

TEST(Discovery, AnAuthorizationOfOnesOwnGoesBesideTheKeyToModernServers) {
  for (const Protocol protocol : {Protocol::automatic, Protocol::modern}) {
    Script script;
    script.answer(200, R"({"result":{}})");
    ClientOptions options = with_basic_authorization(script);
    options.protocol = protocol;
    Client client{"http://h", options};
    client.publish("ch", Json::of(1));
    EXPECT_EQ(header_of(script.sent().at(0), "X-API-Key"), kCanary);
    EXPECT_EQ(header_of(script.sent().at(0), "authorization"), "Basic dXNlcjpwYXNzd29yZA==");
  }
}

TEST(Discovery, WithAnAuthorizationOfOnesOwnTheLegacyDialectIsNotTriedAndTheErrorSaysWhy) {
  for (const int status : {404, 401}) {
    Script script;
    script.answer(status);
    Client client{"http://h", with_basic_authorization(script)};
    const auto error = error_of([&] { client.publish("ch", Json::of(1)); });
    EXPECT_EQ(error.status(), status);
    EXPECT_TRUE(has(error.what(), "legacy protocol")) << error.what();
    EXPECT_TRUE(has(error.what(), "Authorization")) << error.what();
    EXPECT_FALSE(has(error.what(), "dXNl")) << error.what();
    EXPECT_EQ(script.paths(), std::vector<std::string>{"/api/publish"});
  }
  Script script;
  ClientOptions options = with_basic_authorization(script);
  options.protocol = Protocol::legacy;
  EXPECT_TRUE(has(error_of<UsageError>([&] { Client("http://h", options); }).what(), "Authorization"));
  options.api_key.clear();
  EXPECT_NO_THROW(Client("http://h", options));
}

TEST(Discovery, TheLegacyKeyMayStandInTheQuery) {
  Script script;
  script.answer(404).answer(200, R"({"result":{}})");
  ClientOptions options = with_basic_authorization(script);
  options.api_key = "key&of=CANARY";
  options.legacy_key_in_query = true;
  Client client{"http://h", options};
  client.publish("ch", Json::of(1));
  EXPECT_EQ(script.paths(), (std::vector<std::string>{"/api/publish", "/api?api_key=key%26of%3DCANARY"}));
  EXPECT_EQ(header_of(script.sent().at(1), "Authorization"), "");
  EXPECT_EQ(header_of(script.sent().at(1), "authorization"), "Basic dXNlcjpwYXNzd29yZA==");

  // And in no error, whoever repeats the address.
  for (const std::string text : {"/api?api_key=key%26of%3DCANARY", "key&of=CANARY"}) {
    script.answer(500, "POST " + text);
    script.then([text](const HttpRequest&) -> HttpResponse {
      throw failure(FailureKind::connect, Delivery::not_sent, "POST " + text);
    });
    for (int i = 0; i < 2; ++i) {
      CallOptions once;
      once.retry = Retry::never;
      const auto error = error_of([&] { client.publish("ch", Json::of(1), once); });
      EXPECT_FALSE(has(std::string(error.what()) + error.body(), "CANARY")) << error.what();
    }
  }
  options.api_key.clear();  // nothing to show
  script.answer(404).answer(200, R"({"result":{}})");
  Client{"http://h", options}.publish("ch", Json::of(1));
  EXPECT_EQ(script.paths().back(), "/api");
}

TEST(Discovery, AnswersOfAProxyInFrontOfALegacyServerLeadToTheRightOption) {
  HttpResponse redirect = response(302);
  redirect.location = "http://h/login";
  HttpResponse page = response(200, "<html>hello</html>");
  const std::pair<const char*, Script::Answer> answers[] = {
      {"403", [](const HttpRequest&) { return response(403); }},
      {"405", [](const HttpRequest&) { return response(405); }},
      {"302", [redirect](const HttpRequest&) { return redirect; }},
      {"a page", [page](const HttpRequest&) { return page; }},
      {"closed",
       [](const HttpRequest&) -> HttpResponse { throw failure(FailureKind::cut, Delivery::unknown); }},
  };
  constexpr const char* kHint = "Protocol::legacy";
  for (const auto& [name, answer] : answers) {
    Script script;
    script.always(answer);
    ClientOptions options = scripted(script);
    options.retry.max_attempts = 1;
    Client client{"http://h", options};
    EXPECT_TRUE(has(error_of([&] { client.publish("ch", Json::of(1)); }).what(), kHint)) << name;
    Batch batch;
    const auto ticket = batch.publish("ch", Json::of(1));
    EXPECT_TRUE(has(client.send(batch)[ticket].error().what(), kHint)) << name;

    options.protocol = Protocol::modern;  // nobody asked
    Client modern{"http://h", options};
    EXPECT_FALSE(has(error_of([&] { modern.publish("ch", Json::of(1)); }).what(), kHint)) << name;
    options.protocol = Protocol::legacy;
    Client legacy{"http://h", options};
    EXPECT_FALSE(has(error_of([&] { legacy.publish("ch", Json::of(1)); }).what(), kHint)) << name;

    Script known;
    known.answer(200, R"({"result":{}})").then(answer);
    ClientOptions settled = scripted(known);
    settled.retry.max_attempts = 1;
    Client warm{"http://h", settled};
    warm.publish("ch", Json::of(1));
    EXPECT_FALSE(has(error_of([&] { warm.publish("ch", Json::of(1)); }).what(), kHint)) << name;
  }
}

TEST(Discovery, AnExactPathIsCalledAndNamedWhereItIsMissed) {
  Script script;
  script.answer(404).answer(404);
  ClientOptions options = scripted(script);
  Client wrong{"http://h/rt", options};
  EXPECT_TRUE(has(error_of([&] { wrong.publish("ch", Json::of(1)); }).what(), "ClientOptions::exact_path"));
  script.answer(404).answer(200, R"({"result":{}})");
  options.exact_path = true;
  Client right{"http://h/rt", options};
  right.publish("ch", Json::of(1));
  EXPECT_EQ(script.paths(), (std::vector<std::string>{"/rt/api/publish", "/rt/api", "/rt/publish", "/rt"}));
}

TEST(Discovery, AReplyOfAnotherServerIsCalledSo) {
  for (const Protocol protocol : {Protocol::modern, Protocol::legacy}) {
    for (const char* body : {"", "\r\n", "OK", "<html></html>"}) {
      Script script;
      script.answer(200, body);
      ClientOptions options = scripted(script);
      options.protocol = protocol;
      options.retry.max_attempts = 1;
      Client client{"http://h", options};
      const auto error = error_of([&] { client.publish("ch", Json::of(1)); });
      EXPECT_EQ(error.kind(), FailureKind::unreadable);
      EXPECT_TRUE(has(error.what(), "the server at this address is not Centrifugo")) << error.what();
    }
  }
}

}  // namespace
}  // namespace cent::test

#include <cent/resolver.hpp>
#include <nlohmann/json.hpp>

#include "support/script.hpp"

namespace cent::test {
/// A payload whose text has a line break behind each of its tokens.
struct Broken {
  int n = 0;
};
}  // namespace cent::test

template <>
struct cent::JsonCodec<cent::test::Broken> {
  static std::string encode(const cent::test::Broken& value) {
    return "\r\n{\r\n\"n\"\r:\n" + std::to_string(value.n) + "\r\n}\n";
  }
};

namespace cent::test {
namespace {

using nlohmann::json;
using Paths = std::vector<std::string>;

constexpr const char* kEmpty = R"({"result":{"presence":{}}})";  // of a publication, too

TEST(Client, SendsACommandAndReadsItsResult) {
  Script script;
  script.answer(200, R"({"result":{"offset":7,"epoch":"e"}})");
  Client client{"http://h", scripted(script)};
  const PublishResult result = client.publish("ch", Json::raw("[1, 2]"));
  EXPECT_EQ(result.offset, 7U);
  EXPECT_EQ(result.epoch, "e");
  EXPECT_EQ(script.sent().at(0).body, R"({"channel":"ch","data":[1, 2]})");
  EXPECT_EQ(script.paths(), Paths{"/api/publish"});
}

TEST(Client, GivesATransportTheTimeOfTheCall) {
  Script script;
  script.answer(200, kEmpty).answer(200, kEmpty);
  Client client{"http://h", scripted(script)};
  client.presence("ch");
  CallOptions patient;
  patient.timeout = seconds{7};
  client.presence("ch", patient);
  EXPECT_LE(script.sent().at(0).timeout, milliseconds{1000});
  EXPECT_GT(script.sent().at(0).timeout, milliseconds{500});
  EXPECT_LE(script.sent().at(1).timeout, milliseconds{7000});
  EXPECT_GT(script.sent().at(1).timeout, milliseconds{5000});
}

TEST(Client, CallsMethodsByName) {
  Script script;
  script.answer(200, R"({"replies":[{"new_method":{"n":1.50}}]})").answer(200, R"({"result":{"a":1}})");
  Client client{"http://h", scripted(script)};
  EXPECT_EQ(client.call({"new_method", Json::raw(R"({"x":1})")}).text(), R"({"n":1.50})");
  EXPECT_EQ(client.call(Command{"info", Json{}}).text(), R"({"a":1})");
  EXPECT_EQ(script.sent().at(0).body, R"({"commands":[{"new_method":{"x":1}}]})");
  EXPECT_EQ(script.sent().at(1).body, "{}");
}

TEST(Client, RefusesCommandsThatCannotBeBeforeItSends) {
  Script script;
  Client client{"http://h", scripted(script)};
  for (const char* method : {"", "../admin", "Publish", "batch"}) {
    EXPECT_THROW(client.call(Command{method, Json{}}), UsageError) << method;
    EXPECT_THROW(client.add(method, Json{}), UsageError) << method;
  }
  EXPECT_THROW(client.call(Command{"info", Json::raw("[]")}), UsageError);
  EXPECT_THROW(client.add("info", Json::of("text")), UsageError);
  EXPECT_TRUE(client.send().empty()) << "nothing of that was kept";
  EXPECT_TRUE(script.sent().empty());
}

TEST(Client, SendsWhatWasAddedAsOneRequest) {
  Script script;
  script.answer(200, R"({"replies":[{"publish":{"offset":1}},{"error":{"code":102,"message":"no"}},7]})");
  Client client{"http://h", scripted(script)};
  client.add("publish", json{{"channel", "a"}});
  client.add(std::string("history"), json{{"channel", "b"}});
  client.add(Command{"info", Json{}});
  const auto replies = client.send();
  ASSERT_EQ(replies.size(), 3U);
  EXPECT_EQ(replies[0].value().text(), R"({"offset":1})");
  ASSERT_NE(replies[1].error_as<ResponseError>(), nullptr);
  EXPECT_EQ(replies[1].error_as<ResponseError>()->code(), 102U);
  EXPECT_EQ(replies[1].delivery(), Delivery::refused);
  ASSERT_NE(replies[2].error_as<RequestException>(), nullptr);
  EXPECT_EQ(replies[2].error_as<RequestException>()->kind(), FailureKind::unreadable);
  EXPECT_EQ(script.paths(), Paths{"/api/batch"});
  EXPECT_TRUE(client.send().empty()) << "the buffer is empty then, and nothing is sent";
}

TEST(Client, AFilledBufferRefusesSingleCallsAndIsKept) {
  Script script;
  script.answer(200, R"({"replies":[{"publish":{}}]})").answer(200, kEmpty);
  Client client{"http://h", scripted(script)};
  client.add("publish", json{{"channel", "a"}});
  const auto error = error_of<ClientNotEmpty>([&] { client.presence("ch"); });
  EXPECT_EQ(error.method(), "presence");
  EXPECT_EQ(error.attempts(), 0);
  EXPECT_EQ(error.delivery(), Delivery::refused);
  EXPECT_THROW(client.call(Command{"info", Json{}}), UsageError);
  EXPECT_TRUE(script.sent().empty());
  EXPECT_EQ(client.send().size(), 1U);
  client.presence("ch");

  client.add("publish", json{{"channel", "a"}});
  client.reset();
  EXPECT_TRUE(client.send().empty());
  EXPECT_EQ(script.sent().size(), 2U);
}

TEST(Client, AResultThatIsNoJsonSpoilsItsOwnCommandOnly) {
  const char* const body = R"({"replies":[{"publish":{"offset":01}},{"publish":{"offset":2}}]})";
  Script script;
  script.answer(200, body).answer(200, body).answer(200, R"({"result":{"offset":,}})");
  Client client{"http://h", scripted(script)};
  Batch batch;
  const auto broken = batch.publish("a", Json::of(1));
  const auto good = batch.publish("a", Json::of(1));
  const Replies replies = client.send(batch);
  EXPECT_EQ(replies[broken].error_as<RequestException>()->kind(), FailureKind::unreadable);
  EXPECT_EQ(replies[broken].delivery(), Delivery::unknown);
  EXPECT_EQ(replies[good].value().offset, 2U);

  for (int i = 0; i < 2; ++i) client.add("publish", json{{"channel", "a"}});
  const auto raw = client.send();
  EXPECT_EQ(raw[0].error_as<RequestException>()->kind(), FailureKind::unreadable);
  EXPECT_EQ(raw[1].value().text(), R"({"offset":2})");

  const auto error = error_of<RequestException>([&] { client.call(Command{"publish", Json{}}); });
  EXPECT_EQ(error.kind(), FailureKind::unreadable);
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_EQ(error.attempts(), 1);
}

TEST(Client, EmptiesTheBufferAlsoWhenTheRequestFails) {
  Script script;
  script.fail(FailureKind::cut, Delivery::unknown);
  Client client{"http://h", scripted(script)};
  client.add("publish", json{{"channel", "a"}});
  const auto replies = client.send();
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].delivery(), Delivery::unknown);
  EXPECT_TRUE(client.send().empty());
}

TEST(Client, GivesEachCommandOfABatchItsOutcome) {
  Script script;
  script.answer(200,
                R"({"replies":[{"publish":{"offset":3}},{"error":{"code":108,"message":"not available"}},)"
                R"({"presence":{"presence":7}}]})");
  Client client{"http://h", scripted(script)};
  Batch batch;
  const auto published = batch.publish("a", Json::of(1));
  const auto history = batch.history("a");
  const auto presence = batch.presence("a");
  const Replies replies = client.send(batch);
  EXPECT_EQ(replies.size(), 3U);
  EXPECT_EQ(replies[published].value().offset, 3U);
  EXPECT_EQ(replies[history].error_as<ResponseError>()->code(), ErrorCode::kNotAvailable);
  EXPECT_THROW(static_cast<void>(replies[history].value()), ResponseError);
  const auto odd = replies[presence];
  EXPECT_EQ(odd.error_as<RequestException>()->kind(), FailureKind::unreadable);
  EXPECT_EQ(odd.delivery(), Delivery::unknown);
  EXPECT_EQ(odd.error().attempts(), 1);
  EXPECT_EQ(odd.error().method(), "presence");
}

TEST(Client, ABatchThatFailsFailsEachOfItsCommands) {
  Script script;
  script.answer(500, "oops");
  Client client{"http://h", scripted(script)};
  Batch batch;
  const auto one = batch.publish("a", Json::of(1));
  const auto two = batch.publish("b", Json::of(1));
  const auto three = batch.subscribe({"u", "a"});
  const Replies replies = client.send(batch);
  for (const auto& ticket : {one, two}) {
    EXPECT_EQ(replies[ticket].delivery(), Delivery::unknown);
    EXPECT_EQ(replies[ticket].error().status(), 500);
    EXPECT_EQ(replies[ticket].error().method(), "publish");
  }
  EXPECT_EQ(replies[one].error().channel(), "a");
  EXPECT_EQ(replies[two].error().channel(), "b");
  EXPECT_EQ(replies[three].error().method(), "subscribe");
  EXPECT_TRUE(has(replies[three].error().what(), "cent: subscribe to \"a\": HTTP 500"));
  EXPECT_TRUE(has(replies[three].error().what(), "(in a request of 3 commands)"));
}

TEST(Client, AnEmptyBatchSendsNothing) {
  Script script;
  Client client{"http://h", scripted(script)};
  EXPECT_EQ(client.send(Batch{}).size(), 0U);
}

TEST(Tickets, AreOfTheirBatchAlone) {
  Script script;
  script.always([](const HttpRequest&) { return response(200, R"({"replies":[{"publish":{}}]})"); });
  Client client{"http://h", scripted(script)};
  Batch batch;
  const auto ticket = batch.publish("a", Json::of(1));
  const Replies replies = client.send(batch);
  EXPECT_TRUE(replies[ticket].ok());

  Batch other;
  const auto foreign = other.publish("a", Json::of(1));
  const auto late = batch.publish("b", Json::of(2));
  Batch copy = other;
  const auto of_copy = copy.publish("a", Json::of(1));
  other.clear();
  const auto after_clear = other.publish("a", Json::of(1));
  const Replies of_other = client.send(other);
  for (const auto& [given, wrong] : {std::pair{&replies, foreign}, std::pair{&replies, of_copy},
                                     std::pair{&replies, late}, std::pair{&of_other, foreign}}) {
    EXPECT_THROW(static_cast<void>((*given)[wrong]), UsageError);
  }
  EXPECT_TRUE(of_other[after_clear].ok());

  const Batch moved = std::move(other);
  EXPECT_TRUE(client.send(moved)[after_clear].ok()) << "a batch that was moved is the same batch";
}

TEST(Client, ErrorsSayMethodAndAttempts) {
  Script script;
  for (int i = 0; i < 3; ++i) script.answer(500, "oops");
  ClientOptions options = scripted(script);
  options.retry.base_wait = milliseconds{0};
  Client client{"http://h", options};
  const auto error = error_of([&] { client.presence("ch"); });
  EXPECT_EQ(error.method(), "presence");
  EXPECT_EQ(error.attempts(), 3);
  EXPECT_EQ(error.status(), 500);
  EXPECT_EQ(error.body(), "oops");
  EXPECT_TRUE(has(error.what(), "cent: presence of \"ch\": HTTP 500")) << error.what();
  EXPECT_TRUE(has(error.what(), "after 3 attempts")) << error.what();
}

TEST(Client, RepeatsNothingIfTheCallSaysSo) {
  Script script;
  script.answer(500);
  Client client{"http://h", scripted(script)};
  CallOptions once;
  once.retry = Retry::never;
  EXPECT_EQ(error_of([&] { client.presence("ch", once); }).attempts(), 1);
}

TEST(Client, MakesKeysWhereTheyAreWanted) {
  Script script;
  script.always([](const HttpRequest&) { return response(200, kEmpty); });
  ClientOptions options = scripted(script);
  options.generate_key = true;
  Client client{"http://h", options};
  CallOptions without;
  without.generate_key = false;
  PublishRequest own{"ch", Json::of(1)};
  own.idempotency_key = "own";
  client.publish("ch", Json::of(1));
  client.publish("ch", Json::of(1));
  client.publish("ch", Json::of(1), without);
  client.publish(own);
  client.presence("ch");
  std::vector<std::string> keys;
  for (const SentRequest& sent : script.sent()) {
    keys.push_back(json::parse(sent.body).value("idempotency_key", ""));
  }
  EXPECT_EQ(keys.at(0).size(), 22U);
  EXPECT_EQ(keys.at(1).size(), 22U);
  EXPECT_NE(keys.at(0), keys.at(1));
  EXPECT_EQ(keys.at(2), "");
  EXPECT_EQ(keys.at(3), "own");
  EXPECT_EQ(keys.at(4), "");
}

TEST(Client, MakesAKeyWhateverThePayloadHolds) {
  Script script;
  script.always([](const HttpRequest& request) {
    const bool batch = request.url.find("/batch") != std::string_view::npos;
    return response(200, batch ? R"({"replies":[{"publish":{}},{"publish":{}}]})" : kEmpty);
  });
  ClientOptions options = scripted(script);
  options.generate_key = true;
  Client client{"http://h", options};
  const json payload = {{"idempotency_key", "of an order"}};
  PublishRequest tagged{"ch", payload};
  tagged.tags = {{"idempotency_key", "t"}};
  client.publish("ch", payload);
  client.call(Command{"publish", json{{"channel", "ch"}, {"data", payload}}});
  Batch batch;
  batch.publish(tagged);
  batch.call(Command{"publish", json{{"channel", "ch"}, {"data", payload}}});
  EXPECT_EQ(client.send(batch).size(), 2U);
  const auto sent = script.sent();
  EXPECT_EQ(json::parse(sent.at(0).body).value("idempotency_key", "").size(), 22U);
  EXPECT_EQ(json::parse(sent.at(1).body).value("idempotency_key", "").size(), 22U);
  const json commands = json::parse(sent.at(2).body).at("commands");
  for (const json& command : commands) {
    EXPECT_EQ(command.at("publish").value("idempotency_key", "").size(), 22U) << command;
  }
}

TEST(Client, DoesNotTrustAVersionWithoutAKey) {
  const auto run = [](bool generate_key) {
    Script script;
    script.always([&script](const HttpRequest& request) {
      if (request.url.find("/info") != std::string_view::npos)
        return response(
            200,
            R"({"result":{"nodes":[{"uid":"u","name":"n","version":"6.9.1","num_clients":0,"num_users":0,"num_channels":0}]}})");
      if (script.sent().size() > 1) return response(200, kEmpty);
      throw failure(FailureKind::cut, Delivery::unknown);
    });
    ClientOptions options = scripted(script);
    options.generate_key = generate_key;
    Client client{"http://h", options};
    PublishRequest request{"prices", Json::of(5)};
    request.version = 5;
    Delivery outcome = Delivery::applied;
    try {
      client.publish(request);
    } catch (const RequestException& error) {
      outcome = error.delivery();
      EXPECT_FALSE(error.retryable());
      EXPECT_TRUE(has(error.what(), "a version without an idempotency key")) << error.what();
    }
    return std::pair{outcome, script.sent()};
  };
  const auto [alone, once] = run(false);
  EXPECT_EQ(alone, Delivery::unknown);
  EXPECT_EQ(once.size(), 1U) << "another writer may have made the server forget the version";
  const auto [with_key, repeated] = run(true);
  EXPECT_EQ(with_key, Delivery::applied);
  ASSERT_EQ(repeated.size(), 3U) << "the first, the question for the version, the repetition";
  EXPECT_EQ(repeated[0].body, repeated[2].body);
  EXPECT_EQ(json::parse(repeated[2].body).at("version"), 5);
  EXPECT_EQ(json::parse(repeated[2].body).at("idempotency_key").get<std::string>().size(), 22U);
}

TEST(Client, WhateverATransportThrowsIsAnOutcome) {
  Script script;
  script.then([](const HttpRequest&) -> HttpResponse { throw 42; });  // NOLINT: no std::exception on purpose
  script.then([](const HttpRequest&) -> HttpResponse { throw "text"; });  // NOLINT
  Client client{"http://h", scripted(script)};
  const auto error = error_of<RequestException>([&] { client.publish("ch", Json::of(1)); });
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_EQ(error.kind(), FailureKind::other);
  EXPECT_TRUE(has(error.what(), "the transport threw: an exception of unknown type")) << error.what();
  Batch batch;
  const auto first = batch.publish("a", Json::of(1));
  const auto second = batch.publish("b", Json::of(2));
  const Replies replies = client.send(batch);
  EXPECT_EQ(replies[first].delivery(), Delivery::unknown);
  EXPECT_EQ(replies[second].delivery(), Delivery::unknown);
}

TEST(Client, NothingThatIsSentHoldsALineBreak) {
  // As a server before v6 sent back what was published with line breaks.
  const Json received = parse_result<HistoryResult>(R"({"publications":[{"data":{)"
                                                    "\r\n"
                                                    R"("n":7})"
                                                    "\r}]}")
                            .publications.at(0)
                            .data;
  ASSERT_NE(received.text().find('\r'), std::string::npos) << "returned as it came";
  Script script;
  script.always([](const HttpRequest& request) {
    const bool batch = request.url.find("/batch") != std::string_view::npos;
    return response(200, batch ? R"({"replies":[{"publish":{}},{"publish":{}},{"publish":{}}]})" : kEmpty);
  });
  Client client{"http://h", scripted(script)};
  client.publish("ch", Json::raw("{\r\n\"n\":\r7\n}"));
  client.publish("ch", Broken{7});
  client.publish("ch", Json::raw(json{{"n", 7}}.dump(2)));
  client.publish("ch", received);
  client.broadcast({"a", "b"}, received);
  client.call(Command{"publish", Json::raw("{\"channel\":\"ch\",\r\n\"data\":{\"n\":7}\n}")});
  client.call(
      Command{"publish", parse_result<HistoryResult>("{\"publications\":[{\"data\":{\"channel\":\"c\",\n"
                                                     "\"data\":7}}]}")
                             .publications.at(0)
                             .data});
  PublishRequest with_text{"line\r\nbreak", Json::of("x\r\ny")};
  with_text.tags = {{"a\n", "\r"}};
  client.publish(with_text);
  Batch batch;
  batch.publish("ch", Broken{7});
  batch.publish("ch", received);
  batch.call(Command{"publish", Json::raw("{\"channel\":\r\n\"ch\"}")});
  EXPECT_EQ(client.send(batch).size(), 3U);
  client.add("publish", Json::raw("{\n}"));
  client.add("publish", received);
  client.add("publish", Broken{7});
  EXPECT_EQ(client.send().size(), 3U);
  EXPECT_EQ(script.sent().size(), 10U);
  for (const SentRequest& sent : script.sent()) {
    EXPECT_EQ(sent.body.find_first_of("\r\n"), std::string::npos) << sent.body;
    EXPECT_TRUE(json::accept(sent.body)) << sent.body;
  }
  EXPECT_EQ(json::parse(script.sent().at(3).body).at("data"), (json{{"n", 7}}));
}

TEST(Client, ABroadcastSaysWhichChannelsFailed) {
  Script script;
  script
      .answer(200,
              R"({"result":{"responses":[{"result":{"offset":1}},{"error":{"code":102,"message":"unknown )"
              R"(channel"}},{"result":{}}]}})")
      .answer(200, R"({"result":{"responses":[{"error":{"code":102}},{"error":{"code":100}}]}})")
      .answer(200, R"({"result":{"responses":[{"result":{}}]}})")
      .answer(200, R"({"result":{}})");
  Client client{"http://h", scripted(script)};
  const BroadcastResult some = client.broadcast({"a", "nobody:b", "c"}, Json::of(1));
  EXPECT_FALSE(some.all_ok());
  EXPECT_TRUE(some.responses.at(0));
  EXPECT_FALSE(some.responses.at(1));
  ASSERT_EQ(some.failed().size(), 1U);
  EXPECT_EQ(some.failed()[0].position, 1U);
  EXPECT_EQ(some.failed()[0].error.code, ErrorCode::kUnknownChannel);
  EXPECT_EQ(some.failed()[0].error.message, "unknown channel");
  const BroadcastResult none = client.broadcast({"nobody:a", "b"}, Json::of(1));
  EXPECT_FALSE(none.all_ok());
  EXPECT_EQ(none.failed().size(), 2U);
  const BroadcastResult all = client.broadcast({"a"}, Json::of(1));
  EXPECT_TRUE(all.all_ok());
  EXPECT_TRUE(all.failed().empty());
  EXPECT_TRUE(client.broadcast({"a"}, Json::of(1)).all_ok()) << "a server of v2";
  EXPECT_FALSE(PublishResponse{}) << "no outcome is no success";
}

TEST(Client, RefusesSettingsThatCannotBe) {
  struct Case {
    const char* fault;
    void (*set)(ClientOptions&);
  };
  const Case cases[] = {
      {"timeout must be above zero", [](ClientOptions& o) { o.timeout = milliseconds{0}; }},
      {"timeout must be above zero", [](ClientOptions& o) { o.timeout = milliseconds{-1}; }},
      {"max_attempts must be at least 1", [](ClientOptions& o) { o.retry.max_attempts = 0; }},
      {"API key contains a line break", [](ClientOptions& o) { o.api_key = "k\n"; }},
      {"header's name",
       [](ClientOptions& o) {
         o.headers = {{"a b", "c"}};
       }},
      {"X-API-Key is set by cent",
       [](ClientOptions& o) {
         o.headers = {{"X-API-Key", "c"}};
       }},
      {"it sends the API key in the header Authorization, which is set",
       [](ClientOptions& o) {
         o.api_key = "k";
         o.protocol = Protocol::legacy;
         o.headers = {{"Authorization", "c"}};
       }},
  };
  for (const Case& one : cases) {
    Script script;
    ClientOptions options = scripted(script);
    one.set(options);
    const auto error = error_of<UsageError>([&] { Client{"http://h", options}; });
    EXPECT_TRUE(has(error.what(), one.fault)) << error.what();
  }
  EXPECT_THROW((Client{std::vector<std::string>{}, ClientOptions{}}), UsageError);
  EXPECT_THROW(Client{"h:8000"}, UsageError);

  Script script;
  Client client{"http://h", scripted(script)};
  for (const int timeout : {0, -5}) {
    CallOptions none;
    none.timeout = milliseconds{timeout};
    EXPECT_THROW(client.presence("ch", none), UsageError);
    Batch batch;
    batch.presence("ch");
    EXPECT_THROW(static_cast<void>(client.send(batch, none)), UsageError);
  }
}

TEST(Client, MovesWithItsBuffer) {
  Script script;
  script.answer(200, R"({"replies":[{"info":{}}]})").answer(200, kEmpty);
  Client first{"http://h", scripted(script)};
  first.add("info", Json{});
  Client second{std::move(first)};
  Client third{"http://other"};
  third = std::move(second);
  EXPECT_EQ(third.send().size(), 1U);
  third.presence("ch");
  EXPECT_TRUE(script.used_up());
}

TEST(Reply, ThrowsTheExactErrorAndOutlivesItsClient) {
  auto script = std::make_unique<Script>();
  script->answer(200, R"({"replies":[{"error":{"code":102,"message":"unknown channel"}}]})");
  std::optional<Reply<PublishResult>> reply;
  {
    Client client{"http://h", scripted(*script)};
    Batch batch;
    const auto ticket = batch.publish("a:b", Json::of(1));
    reply = client.send(batch)[ticket];
  }
  script.reset();
  EXPECT_EQ(error_of<ResponseError>([&] { static_cast<void>(reply->value()); }).message(), "unknown channel");
  EXPECT_EQ(reply->error_as<RequestException>(), nullptr);
  EXPECT_THROW(static_cast<void>(Reply<PublishResult>{PublishResult{}}.error()), UsageError);
}

TEST(Client, RefusesTransportOptionsThatNobodyWouldSee) {
  using Change = void (*)(HttpOptions&);
  const Change changes[] = {
      [](HttpOptions& http) { http.verify = false; },
      [](HttpOptions& http) { http.ca_file = "x"; },
      [](HttpOptions& http) { http.client_certificate = "x"; },
      [](HttpOptions& http) { http.client_key = "x"; },
      [](HttpOptions& http) { http.proxy = "x"; },
      [](HttpOptions& http) { http.proxy_from_environment = true; },
      [](HttpOptions& http) { http.unix_socket = "x"; },
      [](HttpOptions& http) { http.connect_to = "x"; },
      [](HttpOptions& http) { http.ip = IpVersion::v6; },
      [](HttpOptions& http) { http.http2 = true; },
      [](HttpOptions& http) { http.connect_timeout = milliseconds{1}; },
      [](HttpOptions& http) { http.max_reply_bytes = 1; },
      [](HttpOptions& http) { http.max_idle_connections = 1; },
      [](HttpOptions& http) { http.max_idle = seconds{1}; },
      [](HttpOptions& http) { http.max_connection_age = seconds{1}; },
  };
  Script script;
  for (const Change change : changes) {
    ClientOptions options = scripted(script);
    change(options.http);
    EXPECT_TRUE(
        has(error_of<UsageError>([&] { Client("http://h", options); }).what(), "make_curl_transport"));
  }
}

TEST(Client, RefusesAResolverWhereNamesAreNotLookedUp) {
  using Change = void (*)(HttpOptions&);
  const Change changes[] = {
      [](HttpOptions& http) { http.proxy = "http://p:1"; },
      [](HttpOptions& http) { http.proxy_from_environment = true; },
      [](HttpOptions& http) { http.unix_socket = "/s"; },
      [](HttpOptions& http) { http.connect_to = "h:1"; },
  };
  class Unused final : public Resolver {
    HostAddresses resolve(const std::string&, const std::atomic<bool>&) override { return {}; }
  };
  for (const Change change : changes) {
    ClientOptions options;
    options.resolver = std::make_shared<Unused>();
    change(options.http);
    EXPECT_TRUE(
        has(error_of<UsageError>([&] { Client("http://h", options); }).what(), "resolver has no effect"));
  }
}

/// A transport's failure that only a person can fix.
Script::Answer permanent() {
  return [](const HttpRequest&) -> HttpResponse {
    ErrorFacts facts;
    facts.kind = FailureKind::tls;
    facts.delivery = Delivery::not_sent;
    facts.permanent = true;
    throw RequestException(facts);
  };
}

TEST(Client, RepeatsNothingThatOnlyAPersonCanMend) {
  Script script;
  script.then(permanent());
  Client client{"http://h", scripted(script)};
  const auto error = error_of([&] { client.presence("ch"); });
  EXPECT_EQ(error.attempts(), 1);
  EXPECT_FALSE(error.retryable());
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
  EXPECT_TRUE(script.used_up());
}

TEST(Client, TriesAnotherAddressAllTheSame) {
  Script script;
  script.then(permanent()).answer(200, R"({"result":{"presence":{}}})");
  Client client{{"http://a", "http://b"}, scripted(script)};
  client.presence("ch");
  script.then(permanent());  // the one that worked; the other rests
  const auto error = error_of([&] { client.presence("ch"); });
  EXPECT_FALSE(error.retryable());
  EXPECT_TRUE(script.used_up());
}

TEST(Client, LeavesRoomForAnotherAddressWithinTheCallsTime) {
  struct Limits {
    milliseconds attempt;
    milliseconds connect;
  };
  const auto limits_of = [](std::vector<std::string> addresses, const auto& change, const auto& call) {
    Limits limits{};
    ClientOptions options;
    options.timeout = milliseconds{1000};
    options.transport = make_transport([&](const HttpRequest& request) {
      limits = {request.timeout, request.connect_timeout};
      return response(200, R"({"result":{"presence":{}}})");
    });
    change(options);
    Client client{addresses, options};
    call(client);
    return limits;
  };
  const std::vector<std::string> one{"http://a"};
  const std::vector<std::string> two{"http://a", "http://b"};
  const auto as_is = [](ClientOptions&) {};
  const auto reads = [](Client& client) { client.presence("ch"); };
  const auto publishes = [](Client& client) { client.publish("ch", Json::of(1)); };

  Limits limits = limits_of(one, as_is, reads);
  EXPECT_GT(limits.attempt, milliseconds{600});
  EXPECT_EQ(limits.connect, milliseconds{0});

  limits = limits_of(two, as_is, reads);
  EXPECT_LE(limits.attempt, milliseconds{600});
  EXPECT_EQ(limits.connect, milliseconds{500});

  limits = limits_of(two, as_is, publishes);  // which is not sent again: to cut it off would lose its answer
  EXPECT_GT(limits.attempt, milliseconds{600});
  EXPECT_EQ(limits.connect, milliseconds{500});

  limits = limits_of(
      two, [](ClientOptions& options) { options.generate_key = true; }, publishes);
  EXPECT_LE(limits.attempt, milliseconds{600});

  limits = limits_of(
      two, [](ClientOptions& options) { options.retry.attempt_timeout = milliseconds{900}; }, reads);
  EXPECT_GT(limits.attempt, milliseconds{600});
  EXPECT_LE(limits.attempt, milliseconds{900});

  limits = limits_of(
      two, [](ClientOptions& options) { options.retry.max_attempts = 1; }, reads);
  EXPECT_GT(limits.attempt, milliseconds{600});
  EXPECT_EQ(limits.connect, milliseconds{0});

  const auto patient = [](Client& client) {
    CallOptions options;
    options.timeout = seconds{10};
    client.presence("ch", options);
  };
  limits = limits_of(two, as_is, patient);
  EXPECT_GT(limits.attempt, milliseconds{1000});
  EXPECT_EQ(limits.connect, seconds{5});
}

class Silent final : public RetryRule {
 public:
  [[nodiscard]] RetryAnswer decide(const RetryQuestion&) const noexcept override {
    return {false, {}, nullptr};
  }
};

TEST(Client, ARuleNeedsNoReason) {
  Script script;
  script.answer(500);
  ClientOptions options = scripted(script);
  options.retry.rule = std::make_shared<Silent>();
  Client client{"http://h", options};
  EXPECT_STREQ(error_of([&] { client.presence("ch"); }).what(), "cent: presence of \"ch\": HTTP 500");
}

}  // namespace
}  // namespace cent::test

// Headers of one call and of one request, in both clients.
#include <cent/async_client.hpp>
#include <set>
#include <stdexcept>

#include "support/canary.hpp"
#include "support/script.hpp"

namespace cent::test {
namespace {

constexpr const char* kPublished = R"({"result":{}})";
const Json kData = Json::of(1);

/// The value of a header; `none` without it, `several` if it stands there more than once.
std::string value_of(const SentRequest& request, const std::string& name) {
  std::string found = "none";
  for (const HttpHeader& header : request.headers) {
    if (header.name == name) found = found == "none" ? header.value : "several";
  }
  return found;
}

struct Span final : CallContext {
  explicit Span(std::string text) : id(std::move(text)) {}
  std::string id;
};

/// `traceparent: ID,ID…` of all contexts, and a number.
HttpHeaders trace_of(const RequestStarting& request) {
  std::string ids = request.method.empty() ? "" : std::string(request.method) + " of";
  for (const auto& context : request.contexts) ids += " " + dynamic_cast<const Span&>(*context).id;
  return {{"traceparent", ids}, {"Try", std::to_string(request.attempt)}};
}

TEST(CallHeaders, GoOutWithEachRequestOfTheCall) {
  Script script;
  script.fail(FailureKind::connect, Delivery::not_sent).answer(200, kPublished).answer(200, kPublished);
  ClientOptions options = scripted(script);
  options.retry.base_wait = milliseconds{0};
  options.headers = {{"X-Proxy", "of all"}, {"traceparent", "of all"}};
  Client client{"http://h", options};
  CallOptions call;
  call.headers = {{"Traceparent", "of the call"}};
  client.publish("ch", kData, call);
  client.publish("ch", kData);
  ASSERT_EQ(script.sent().size(), 3U);
  for (const std::size_t at : {0U, 1U}) {
    EXPECT_EQ(value_of(script.sent()[at], "Traceparent"), "of the call") << at;
    EXPECT_EQ(value_of(script.sent()[at], "traceparent"), "none") << "replaced";
    EXPECT_EQ(value_of(script.sent()[at], "X-Proxy"), "of all");
    EXPECT_EQ(value_of(script.sent()[at], "X-API-Key"), kCanary);
  }
  EXPECT_EQ(value_of(script.sent()[2], "traceparent"), "of all");
  EXPECT_EQ(value_of(script.sent()[2], "Traceparent"), "none");
}

TEST(CallHeaders, GoOutWithABatchAndInEachDialect) {
  Script script;
  script.answer(404).answer(200, kPublished).answer(200, kPublished);
  Client client{"http://h", scripted(script)};
  CallOptions call;
  call.headers = {{"X-Trace", "t"}};
  client.publish("ch", kData, call);
  Batch batch;
  batch.publish("ch", kData);
  static_cast<void>(client.send(batch, call));
  EXPECT_EQ(script.paths(), (std::vector<std::string>{"/api/publish", "/api", "/api"}));
  for (const SentRequest& request : script.sent()) EXPECT_EQ(value_of(request, "X-Trace"), "t");
}

TEST(CallHeaders, AreCheckedBeforeAnythingIsSent) {
  Script script;
  ClientOptions options = scripted(script);
  Client client{"http://h", options};
  const auto why = [](Client& used, HttpHeader header) {
    CallOptions call;
    call.headers = {std::move(header)};
    return std::string(error_of<UsageError>([&] { used.publish("ch", kData, call); }).what());
  };
  EXPECT_TRUE(has(why(client, {"X-API-Key", "k"}), "header X-API-Key is set by cent itself"));
  EXPECT_TRUE(has(why(client, {"X-A", "a\nb"}), "the value of header X-A contains a line break"));
  EXPECT_TRUE(has(why(client, {"", "a"}), "name contains an invalid character"));
  EXPECT_TRUE(has(why(client, {"authorization", "Bearer abc"}), "choose Protocol::modern"));
  options.protocol = Protocol::modern;
  script.answer(200, kPublished);
  CallOptions call;
  call.headers = {{"Authorization", "Bearer abc"}};
  Client{"http://h", options}.publish("ch", kData, call);
  EXPECT_EQ(value_of(script.sent().back(), "Authorization"), "Bearer abc");
}

TEST(CallHeaders, AreNotForCommandsThatShareARequest) {
  Script script;
  AsyncClientOptions options;
  options.transport = script.transport();
  AsyncClient client{"http://h", options};
  CallOptions call;
  call.headers = {{"traceparent", "t"}};
  const auto error = error_of<UsageError>([&] { client.publish("ch", kData, call); });
  EXPECT_TRUE(has(error.what(), "set request_headers")) << error.what();
  EXPECT_TRUE(script.sent().empty());
}

TEST(CallHeaders, AreSecret) {
  Script script;
  const std::string secret = "a-token-of-the-call";
  script.answer(500, "bad " + secret)
      .answer(200, R"({"error":{"code":107,"message":"bad )" + secret + "\"}}");
  Client client{"http://h", scripted(script)};
  CallOptions call;
  call.headers = {{"X-Token", secret}};
  for (int i = 0; i < 2; ++i) {
    const auto error = error_of<CentException>([&] { client.publish("ch", kData, call); });
    EXPECT_TRUE(has(std::string(error.what()) + error.facts().body, "bad ***")) << error.what();
    EXPECT_FALSE(has(std::string(error.what()) + error.facts().body, secret)) << error.what();
  }
}

TEST(RequestHeaders, AreMadeForEachRequestAndRepetition) {
  Script script;
  script.fail(FailureKind::connect, Delivery::not_sent).answer(200, kPublished);
  script.answer(200, R"({"replies":[{"publish":{}},{"presence":{"presence":{}}}]})");
  ClientOptions options = scripted(script);
  options.retry.base_wait = milliseconds{0};
  options.request_headers = trace_of;
  Client client{"http://h", options};
  CallOptions call;
  call.context = std::make_shared<Span>("a");
  call.headers = {{"Traceparent", "replaced"}};
  client.publish("ch", kData, call);
  Batch batch;
  batch.publish("ch", kData);
  batch.presence("ch");
  static_cast<void>(client.send(batch));
  ASSERT_EQ(script.sent().size(), 3U);
  EXPECT_EQ(value_of(script.sent()[0], "Try"), "1");
  EXPECT_EQ(value_of(script.sent()[1], "Try"), "2");
  EXPECT_EQ(value_of(script.sent()[1], "traceparent"), "publish of a");
  EXPECT_EQ(value_of(script.sent()[1], "Traceparent"), "none");
  EXPECT_EQ(value_of(script.sent()[2], "Try"), "1");
  EXPECT_EQ(value_of(script.sent()[2], "traceparent"), "batch of");
}

TEST(RequestHeaders, KnowTheContextsOfGatheredCommands) {
  Script script;
  script.answer(200, R"({"replies":[{"publish":{}},{"error":{"code":100,"message":"m"}},{"publish":{}}]})");
  script.answer(200, R"({"replies":[{"publish":{}}]})");
  AsyncClientOptions options;
  options.transport = script.transport();
  options.protocol = Protocol::modern;
  options.server_version = "6.9.1";
  options.lanes = 1;
  options.max_delay = seconds{5};
  options.max_batch_commands = 3;
  options.retry.base_wait = milliseconds{0};
  options.request_headers = trace_of;
  AsyncClient client{"http://h", options};
  CallOptions call;
  call.context = std::make_shared<Span>("a");
  auto first = client.publish("ch", kData, call);
  call.context = std::make_shared<Span>("b");
  auto second = client.publish("ch", kData, call);
  auto third = client.publish("other", kData);
  first.get();
  second.get();
  third.get();
  ASSERT_EQ(script.sent().size(), 2U);
  EXPECT_EQ(value_of(script.sent()[0], "traceparent"), "batch of a b");
  EXPECT_EQ(value_of(script.sent()[1], "traceparent"), "publish of b") << "only the one that is repeated";
  EXPECT_EQ(value_of(script.sent()[1], "Try"), "2");
}

TEST(RequestHeaders, ThatCannotBeMadeLetNothingOut) {
  const std::string secret = "a-token-of-a-request";
  const std::pair<RequestHeaders, const char*> cases[] = {
      {[](const RequestStarting&) -> HttpHeaders { throw std::runtime_error("no span"); },
       "request_headers: no span"},
      {[](const RequestStarting&) -> HttpHeaders { throw 7; },
       "request_headers threw an exception of unknown type"},
      {[&](const RequestStarting&) {
         return HttpHeaders{{"X-A", secret + "\n"}};
       },
       "the value of header X-A contains a line break"},
      {[](const RequestStarting&) {
         return HttpHeaders{{"Content-Length", "3"}};
       },
       "header Content-Length is set by cent itself"},
      {[](const RequestStarting&) {
         return HttpHeaders{{"Authorization", "Bearer 12345678"}};
       },
       "choose Protocol::modern"},
  };
  for (const auto& [function, why] : cases) {
    Script script;
    ClientOptions options = scripted(script);
    options.request_headers = function;
    Client client{"http://h", options};
    const auto error = error_of([&] { client.publish("ch", kData); });
    EXPECT_TRUE(has(error.what(), why)) << error.what();
    EXPECT_FALSE(has(error.what(), secret)) << error.what();
    EXPECT_EQ(error.delivery(), Delivery::not_sent);
    EXPECT_EQ(error.attempts(), 1);
    AsyncClientOptions async_options;
    async_options.api_key = kCanary;
    async_options.transport = script.transport();
    async_options.request_headers = function;
    AsyncClient async_client{"http://h", async_options};
    auto published = async_client.publish("ch", kData);
    EXPECT_EQ(error_of([&] { published.get(); }).delivery(), Delivery::not_sent);
    EXPECT_TRUE(script.sent().empty());
  }
}

/// Notes numbers and contexts.
struct Numbers final : Observer {
  void attempt_ended(const AttemptEnded& event) override { requests.push_back(event.request); }
  void command_ended(const CommandEnded& event) override {
    const auto* const span = dynamic_cast<const Span*>(event.context);
    ids.push_back(span == nullptr ? "none" : span->id);
  }
  std::vector<std::uint64_t> requests;
  std::vector<std::string> ids;
};

TEST(Contexts, ReachTheEventsOfBothClients) {
  Script script;
  script.always([](const HttpRequest&) { return response(200, kPublished); });
  ClientOptions options = scripted(script);
  const auto numbers = std::make_shared<Numbers>();
  options.observer = numbers;
  Client client{"http://h", options};
  CallOptions call;
  call.context = std::make_shared<Span>("a");
  client.publish("ch", kData, call);
  client.publish("ch", kData);
  AsyncClientOptions async_options;
  async_options.transport = script.transport();
  async_options.observer = numbers;
  AsyncClient async_client{"http://h", async_options};
  call.context = std::make_shared<Span>("b");
  async_client.publish("ch", kData, call).get();
  async_client.publish("ch", kData, call, detached);
  async_client.close(seconds{5});
  EXPECT_EQ(std::set<std::uint64_t>(numbers->requests.begin(), numbers->requests.end()).size(), 4U)
      << "each its own";
  EXPECT_EQ(numbers->ids, (std::vector<std::string>{"a", "none", "b", "b"}));
}

}  // namespace
}  // namespace cent::test

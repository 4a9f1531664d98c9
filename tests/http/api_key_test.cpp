// API keys that change while a client lives.
#include <atomic>
#include <cent/async_client.hpp>
#include <thread>

#include "support/canary.hpp"
#include "support/fault_server.hpp"
#include "support/script.hpp"

namespace cent::test {
namespace {

constexpr const char* kPublished = R"({"result":{}})";
const Json kData = Json::of(1);
const std::string kNext = std::string(kCanary) + "-next";

std::string key_of(const SentRequest& request) {
  for (const HttpHeader& header : request.headers) {
    if (header.name == "X-API-Key" || header.name == "Authorization") return header.value;
  }
  return "none";
}

TEST(ApiKey, ThatIsSetGoesOutWithTheNextAttempt) {
  Script script;
  Client client{"http://h", [&] {
                  ClientOptions options = scripted(script);
                  options.retry.base_wait = milliseconds{0};
                  return options;
                }()};
  script.answer(200, kPublished);
  script.then([&](const HttpRequest&) -> HttpResponse {
    client.set_api_key(kNext);
    throw failure(FailureKind::connect, Delivery::not_sent);
  });
  script.answer(200, kPublished).answer(200, kPublished);
  client.publish("ch", kData);
  client.publish("ch", kData);
  client.set_api_key(std::string("a third one"));
  client.publish("ch", kData);
  std::vector<std::string> keys;
  for (const SentRequest& request : script.sent()) keys.push_back(key_of(request));
  EXPECT_EQ(keys, (std::vector<std::string>{kCanary, kCanary, kNext, "a third one"}));
}

TEST(ApiKey, ThatIsSetGoesWhereTheDialectWantsIt) {
  for (const bool in_query : {false, true}) {
    Script script;
    script.always([](const HttpRequest&) { return response(200, kPublished); });
    ClientOptions options = scripted(script);
    options.protocol = Protocol::legacy;
    options.legacy_key_in_query = in_query;
    Client client{"http://h", options};
    client.publish("ch", kData);
    client.set_api_key("next key");
    client.publish("ch", kData);
    const SentRequest last = script.sent().back();
    EXPECT_EQ(last.url, in_query ? "http://h/api?api_key=next%20key" : "http://h/api");
    EXPECT_EQ(key_of(last), in_query ? "none" : "apikey next key");
  }
}

TEST(ApiKey, EachIsSecret) {
  Script script;
  const std::string both = std::string(kCanary) + " or second-secret-key";
  script.answer(403, both).answer(403, both);
  Client client{"http://h", scripted(script)};
  const auto shown = [&] {
    const auto error = error_of([&] { client.publish("ch", kData); });
    return std::string(error.what()) + error.facts().body;
  };
  EXPECT_FALSE(has(shown(), kCanary));
  client.set_api_key("second-secret-key");
  EXPECT_FALSE(has(shown(), "second-secret-key"));
}

TEST(ApiKey, ThatCannotBeSentIsRejected) {
  Script script;
  Client client{"http://h", scripted(script)};
  const auto why = [](Client& used, const std::string& key) {
    return std::string(error_of<UsageError>([&] { used.set_api_key(key); }).what());
  };
  EXPECT_TRUE(has(why(client, ""), "the API key is empty"));
  EXPECT_TRUE(has(why(client, "a\nsecret"), "the API key contains a line break"));
  EXPECT_FALSE(has(why(client, "a\nsecret"), "secret"));
  ClientOptions options = scripted(script);
  options.api_key.clear();
  Client without{"http://h", options};
  EXPECT_TRUE(has(why(without, "key"), "the client was made without an API key"));
  AsyncClientOptions async_options;
  async_options.api_key = kCanary;
  async_options.transport = script.transport();
  AsyncClient async_client{"http://h", async_options};
  EXPECT_TRUE(
      has(error_of<UsageError>([&] { async_client.set_api_key(""); }).what(), "the API key is empty"));
}

TEST(ApiKey, IsChangedWhileThreadsSend) {
  FaultServer server;
  ClientOptions options;
  options.api_key = kCanary;
  Client client{server.address(), options};
  std::atomic<bool> over{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!over) client.publish("ch", kData);
    });
  }
  for (int i = 0; i < 200; ++i) client.set_api_key(kNext + std::to_string(i));
  client.publish("last", kData);
  over = true;
  for (std::thread& thread : threads) thread.join();
  bool found = false;
  for (const RequestRecord& request : server.requests()) {
    if (has(request.body, "\"last\"")) found = has(request.head, kNext + "199\r\n");
  }
  EXPECT_TRUE(found);
}

TEST(ApiKey, ThatIsRejectedIsWaitedForIfAsked) {
  for (const bool waits : {false, true}) {
    FaultServerOptions server_options;
    server_options.api_key = kNext;
    FaultServer server{server_options};
    AsyncClientOptions options;
    options.api_key = kCanary;
    options.protocol = Protocol::modern;
    options.retry.base_wait = options.retry.max_wait = milliseconds{5};
    options.retry.wait_for_key = waits;
    AsyncClient client{server.address(), options};
    auto first = client.publish("ch", kData);
    if (!waits) {
      EXPECT_EQ(error_of([&] { first.get(); }).status(), 401);
      client.set_api_key(kNext);
      client.publish("ch", kData).get();
      continue;
    }
    auto second = client.publish("ch", kData);
    EXPECT_EQ(first.wait_for(milliseconds{100}), std::future_status::timeout);
    client.set_api_key(kNext);
    first.get();
    second.get();
    EXPECT_EQ(client.stats().applied, 2U);
    EXPECT_EQ(server.executions().total(), 2U);
  }
}

TEST(ApiKey, ThatIsRejectedEndsACallWithItsAttempts) {
  Script script;
  script.always([](const HttpRequest&) { return response(401); });
  ClientOptions options = scripted(script);
  options.protocol = Protocol::modern;
  options.retry.base_wait = milliseconds{0};
  options.retry.wait_for_key = true;
  Client client{"http://h", options};
  const auto error = error_of([&] { client.publish("ch", kData); });
  EXPECT_EQ(error.attempts(), 3);
  EXPECT_EQ(error.delivery(), Delivery::refused);
}

}  // namespace
}  // namespace cent::test

// Rows 43, 52 and 53: what is secret stays so, and cannot be made to carry something else.
#include <cent/async_client.hpp>

#include "curl/http_fixture.hpp"

namespace cent::test {
namespace {

/// All that one can learn from an error.
std::string all_of(const CentException& error) {
  const ErrorFacts& facts = error.facts();
  return std::string(error.what()) + "|" + facts.cause + "|" + facts.method + "|" + facts.body;
}

std::vector<Fault> troubles() {
  std::vector<Fault> all{faults::execute_then_close(),
                         faults::execute_then_reset(),
                         faults::close_after_request_bytes(50),
                         faults::close_after_response_bytes(20),
                         faults::http09(),
                         faults::huge_headers(400'000),
                         faults::endless_1xx(),
                         faults::deep_json(100'000),
                         faults::gzip_bomb(1'000'000),
                         faults::early_status(401)};
  for (const int status : {400, 401, 403, 404, 405, 413, 429, 500, 502, 503}) {
    // A server that shows what it was sent, as some do in their error pages.
    all.push_back(faults::status(status, {{"X-Echo", kCanary}}, std::string("your key is ") + kCanary));
  }
  all.push_back(faults::body(std::string("{\"error\":{\"code\":100,\"message\":\"") + kCanary + "\"}}"));
  all.push_back(faults::body(std::string("{\"result\":{\"") + kCanary + "\":nothing}}"));
  all.push_back(faults::body(kCanary));
  all.push_back(
      faults::redirect(307, std::string("http://user:") + kCanary + "@127.0.0.2:1/?api_key=" + kCanary));
  for (const Framing framing :
       {Framing::garbage, Framing::negative, Framing::broken_chunks, Framing::too_short}) {
    all.push_back(faults::framing(framing));
  }
  return all;
}

TEST(FaultRow, Row53_NoErrorHoldsTheKeyWhateverHappens) {
  for (const char* version : {"2.8.6", "6.9.1"}) {
    for (const Fault& trouble : troubles()) {
      FaultServerOptions server_options;
      server_options.version = version;
      FaultServer server{server_options};
      server.always(trouble);
      ClientOptions options = one_attempt(milliseconds{2000});
      options.api_key = kCanary;
      options.headers = {{"X-Own", std::string(kCanary) + "-header"}};
      options.retry.attempt_timeout = milliseconds{500};
      Client client{server.address(), options};
      testing::internal::CaptureStdout();
      testing::internal::CaptureStderr();
      std::string text;
      try {
        client.publish("c", id_data("a"));
      } catch (const CentException& error) {
        text = all_of(error);
      }
      text += testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
      EXPECT_FALSE(has(text, kCanary)) << trouble.name << ": " << text;
    }
  }
}

TEST(FaultRow, Row53_NoErrorOfAnAsyncClientHoldsTheKey) {
  for (const Fault& trouble : troubles()) {
    FaultServer server;
    server.always(trouble);
    AsyncClientOptions options;
    options.api_key = kCanary;
    options.timeout = milliseconds{500};
    options.retry.max_attempts = 1;
    AsyncClient client{server.address(), options};
    std::string text;
    try {
      client.publish("c", id_data("a")).get();
    } catch (const CentException& error) {
      text = all_of(error);
    }
    EXPECT_FALSE(has(text, kCanary)) << trouble.name << ": " << text;
  }
}

TEST(FaultRow, Row53_ADumpOfABatchHoldsNoKey) {
  FaultServer server;
  ClientOptions options;
  options.api_key = kCanary;
  Client client{server.address(), options};
  Batch batch;
  batch.publish({"c", id_data("a")});
  static_cast<void>(client.send(batch));
  EXPECT_FALSE(has(server.requests().back().body, kCanary));
  EXPECT_FALSE(has(server.requests().back().path, kCanary));
  EXPECT_TRUE(has(server.requests().back().head, kCanary));
}

/// The errors of construction, for a Client and an AsyncClient.
template <class Change>
void expect_refused(const Change& change) {
  FaultServer server;
  ClientOptions options;
  change(options);
  const auto error = error_of<UsageError>([&] { Client client(server.address(), options); });
  EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
  AsyncClientOptions async;
  change(async);
  const auto same = error_of<UsageError>([&] { AsyncClient client(server.address(), async); });
  EXPECT_FALSE(has(same.what(), "CANARY")) << same.what();
  EXPECT_EQ(server.stats().connections, 0U);
}

TEST(FaultRow, Row52_AKeyWithTheLineFeedOfItsFileReachesNoServer) {
  for (const char* end : {"\n", "\r\n", "\r", " ", "\t"}) {
    expect_refused([&](auto& options) { options.api_key = std::string(kCanary) + end; });
  }
}

TEST(FaultRow, Row43_NothingIsInjectedByAKeyOrAHeader) {
  for (const std::string& end : {std::string("\r\nX-Injected: yes"), std::string("\n\n{}"),
                                 std::string("\0x", 2), std::string("\x7f"), std::string("\xc3\xa4")}) {
    expect_refused([&](auto& options) { options.api_key = kCanary + end; });
    expect_refused([&](auto& options) { options.headers = {{"X-Own", kCanary + end}}; });
    expect_refused([&](auto& options) { options.headers = {{"X-Own" + end, kCanary}}; });
  }
  expect_refused([](auto& options) { options.headers = {{"X Own", kCanary}}; });
  expect_refused([](auto& options) { options.headers = {{"", kCanary}}; });
}

TEST(FaultRow, Row44_NothingIsInjectedByAChannel) {
  FaultServer server;
  Client client{server.address()};
  for (const char* channel :
       {"../../admin", "c?x=1", "c#f", "c\r\nX-Injected: yes", "\"},\"x\":{\"", "%2e%2e/"}) {
    client.publish(channel, id_data(channel[0] == '"' ? "quote" : "a"));
    EXPECT_EQ(server.requests().back().path, "/api/publish");
    EXPECT_FALSE(has(server.requests().back().head, "X-Injected"));
    EXPECT_EQ(server.executions().order(channel).size(), 1U) << channel;
  }
}

}  // namespace
}  // namespace cent::test

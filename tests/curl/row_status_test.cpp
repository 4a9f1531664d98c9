// Rows 22 to 28: statuses that say no, or not now; redirects are not followed, and what is no address is
// refused.
#include "curl/http_fixture.hpp"

namespace cent::test {
namespace {

TEST(FaultRow, Row22_AWrongKeyIsRefusedOnceAndNeverShown) {
  for (const char* version : {"2.8.6", "6.9.1"}) {
    FaultServerOptions server_options;
    server_options.api_key = "right";
    server_options.version = version;
    FaultServer server{server_options};
    ClientOptions options;
    options.api_key = "CANARY-wrong-key";
    Client client{server.address(), options};
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_EQ(error.kind(), FailureKind::http_status);
    EXPECT_EQ(error.status(), 401);
    EXPECT_EQ(error.delivery(), Delivery::refused);
    EXPECT_FALSE(error.retryable());
    EXPECT_EQ(error.attempts(), 1);
    EXPECT_TRUE(has(error.what(), "is the API key right?")) << error.what();
    EXPECT_FALSE(has(error.what(), "CANARY"));
    EXPECT_EQ(server.executions().total(), 0U);
  }
}

TEST(FaultRow, Row22_ForbiddenWithTheKeyEchoedShowsStars) {
  FaultServer server;
  server.always(faults::status(403, {}, "no CANARY-key here, CANARY-key"));
  ClientOptions options;
  options.api_key = "CANARY-key";
  Client client{server.address(), options};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.status(), 403);
  EXPECT_EQ(error.delivery(), Delivery::refused);
  EXPECT_EQ(error.body(), "no *** here, ***");
}

TEST(FaultRow, Row22_A401SentBeforeALargeBodyWasReadIsReported) {
  FaultServerOptions server_options;
  server_options.receive_buffer = 4096;
  const std::string filler(12 * 1024 * 1024, 'x');
  for (const auto pause : {milliseconds{200}, milliseconds{0}}) {
    FaultServer server{server_options};
    Fault fault = faults::early_status(401);
    fault.drain_pause = pause;  // 0: the reset of the unread body follows at once
    server.always(fault);
    Client client{server.address(), one_attempt()};
    const auto error = error_of([&] { client.publish("c", Json::of(filler)); });
    // A reset that follows at once may meet libcurl on its way to send, which then reads no more.
    if (pause.count() == 0 && error.status() == 0) {
      EXPECT_EQ(error.delivery(), Delivery::not_sent) << error.what();
      continue;
    }
    EXPECT_EQ(error.status(), 401) << error.what();
    EXPECT_EQ(error.delivery(), Delivery::refused);
  }
}

TEST(FaultRow, Row23_NotFoundAndNotAllowedHintAtTheAddress) {
  FaultServer server;
  Client client{server.address(), one_attempt()};
  server.always(faults::status(404, {}, "404 page not found\n"));
  const auto lost = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(lost.status(), 404);
  EXPECT_EQ(lost.delivery(), Delivery::refused);
  EXPECT_TRUE(has(lost.what(), "/api by default")) << lost.what();
  EXPECT_EQ(lost.body(), "404 page not found?");
  server.always(faults::status(405));
  const auto wrong = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(wrong.status(), 405);
  EXPECT_EQ(wrong.delivery(), Delivery::refused);
  EXPECT_TRUE(has(wrong.what(), "is this the address of a Centrifugo API?")) << wrong.what();
}

TEST(FaultRow, Row24_TooLargeIsRefusedAndNamed) {
  FaultServer server;
  server.always(faults::status(413));
  Client client{server.address()};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.kind(), FailureKind::too_large);
  EXPECT_EQ(error.status(), 413);
  EXPECT_EQ(error.delivery(), Delivery::refused);
  EXPECT_EQ(error.attempts(), 1);
}

TEST(FaultRow, Row25_RetryAfterBeyondTheDeadlineFailsAtOnceAndIsInTheError) {
  for (const int status : {429, 503}) {
    FaultServer server;
    server.always(faults::status(status, {{"Retry-After", "30"}}));
    Client client{server.address()};
    const auto start = Steady::now();
    const auto error = error_of([&] { client.presence_stats("c"); });
    EXPECT_LT(Steady::now() - start, kSlack);
    EXPECT_EQ(error.status(), status);
    EXPECT_EQ(error.retry_after(), std::chrono::seconds{30});
    EXPECT_EQ(error.attempts(), 1);
    EXPECT_TRUE(error.retryable());
  }
}

TEST(FaultRow, Row25_RetryAfterZeroIsRepeated) {
  FaultServer server;
  server.script({faults::status(429, {{"Retry-After", "0"}})});
  ClientOptions options;
  options.timeout = std::chrono::seconds{10};
  options.retry.throttled_base_wait = milliseconds{10};
  Client client{server.address(), options};
  client.publish("c", id_data("a"));  // 429 was not executed: safe without a key
  EXPECT_EQ(server.executions().count("a"), 1U);
}

TEST(FaultRow, Row26_ServerErrorsAreUnknown) {
  for (const int status : {500, 502, 504}) {
    FaultServer server;
    server.always(faults::executed_status(status));
    Client client{server.address()};
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_EQ(error.kind(), FailureKind::http_status);
    EXPECT_EQ(error.status(), status);
    EXPECT_EQ(error.delivery(), Delivery::unknown);
    EXPECT_EQ(error.attempts(), 1);
    EXPECT_EQ(server.executions().count("a"), 1U);
  }
}

TEST(FaultRow, Row27_ARedirectIsNeverFollowedAndNamesItsTarget) {
  FaultServerOptions other_host;
  other_host.host = "127.0.0.2";
  FaultServer other{other_host};
  FaultServer server;
  struct Case {
    std::string location;
    std::string shown;
  };
  const Case cases[] = {
      {other.address() + "/api/publish?api_key=CANARY", other.address()},
      {"http://user:CANARY@127.0.0.2:" + std::to_string(other.port()) + "/", other.address()},
      {server.address() + "/api/publish", server.address()},
      {"/api/publish", "another path of the same host"},
      {"https://example.test/x", "https://example.test"},
      {"file:///etc/hostname", "file://"},
      {"", "another path of the same host"},
  };
  for (const int status : {301, 302, 303, 307, 308}) {
    for (const Case& one : cases) {
      server.always(faults::redirect(status, one.location));
      ClientOptions options;
      options.api_key = "CANARY";
      Client client{server.address(), options};
      const auto error = error_of([&] { client.publish("c", id_data("a")); });
      EXPECT_EQ(error.kind(), FailureKind::redirect) << one.location;
      EXPECT_EQ(error.status(), status);
      EXPECT_EQ(error.delivery(), Delivery::refused);
      EXPECT_EQ(error.attempts(), 1);
      EXPECT_TRUE(has(error.what(), one.shown)) << error.what();
      EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
    }
  }
  EXPECT_EQ(other.stats().connections, 0U);
  EXPECT_EQ(other.stats().bytes, 0U);
  EXPECT_EQ(server.stats().requests, 5U * 7U);
}

TEST(FaultRow, Row27_AKeyInTheTargetIsRedacted) {
  FaultServer server;
  server.always(faults::redirect(302, "http://CANARY.example/"));
  ClientOptions options;
  options.api_key = "CANARY";
  Client client{server.address(), options};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
}

TEST(FaultRow, Row28_AnInvalidAddressIsRefusedAtConstruction) {
  for (const char* address :
       {"file:///etc/hostname", "localhost:8000", "", "http://", "http://user:CANARY@h", "http://h\r\nX: y",
        "http://a b", "ftp://h", "http://h:0", "http://h:65536", "http://h//api", "http://h?x=CANARY"}) {
    try {
      const Client client{address};
      ADD_FAILURE() << address;
    } catch (const UsageError& error) {
      EXPECT_EQ(error.delivery(), Delivery::refused);
      EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
      EXPECT_TRUE(has(error.what(), "address: ")) << error.what();
    }
  }
}

TEST(FaultRow, Row28_TheTransportAloneTakesNoOtherScheme) {
  const auto transport = make_curl_transport();
  const auto error = error_of([&] { transport->send(publication_to("file:///etc/hostname", "{}")); });
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
}

}  // namespace
}  // namespace cent::test

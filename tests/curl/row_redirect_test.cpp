// Rows 27 and 28: redirects are not followed, and what is no address is refused.
#include "curl/http_fixture.hpp"

namespace cent::test {
namespace {

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

TEST(FaultRow, Row28_WhatIsNoAddressIsRefusedAtConstruction) {
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

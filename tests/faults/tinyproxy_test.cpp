// Row 30 with a forward proxy of every day.
#include "curl/http_fixture.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"
#include "support/test_ca.hpp"
#include "support/tls_front.hpp"

namespace cent::test {
namespace {

Neighbour tinyproxy() {
  return Neighbour::tinyproxy([](const std::string&, unsigned short) { return "LogLevel Info"; });
}

TEST(FaultRow, Row30_TinyproxyPassesCallsOn) {
  CENT_NEEDS_PROGRAM("tinyproxy");
  FaultServer server;
  const Neighbour proxy = tinyproxy();
  ClientOptions options;
  options.timeout = std::chrono::seconds{5};
  options.http.proxy = proxy.address();
  // It closes each connection after a reply that announces nothing of it, and a publication that then meets
  // the closing may have gone through: only one with a key is repeated.
  options.generate_key = true;
  Client client{server.address(), options};
  for (int i = 0; i < 10; ++i) client.publish("c", id_data("a" + std::to_string(i)));
  EXPECT_EQ(server.ledger().total(), 10U);
  EXPECT_TRUE(has(proxy.log(), "POST http://127.0.0.1")) << proxy.log();
}

TEST(FaultRow, Row30_TinyproxySeesNothingOfWhatGoesThroughItsTunnel) {
  CENT_NEEDS_PROGRAM("tinyproxy");
  FaultServer server;
  TestCa authority;
  TlsFrontOptions front_options;
  front_options.own = authority.issue("IP:127.0.0.1");
  const TlsFront front{front_options, server.port()};
  const Neighbour proxy = Neighbour::tinyproxy([&](const std::string&, unsigned short) {
    return "LogLevel Info\nConnectPort " + std::to_string(front.port());
  });
  ClientOptions options;
  options.timeout = std::chrono::seconds{5};
  options.api_key = "CANARY";
  options.http.proxy = proxy.address();
  options.http.ca_file = authority.file();
  Client client{front.address(), options};
  client.publish("c", id_data("a"));
  EXPECT_EQ(server.ledger().total(), 1U);
  EXPECT_TRUE(has(proxy.log(), "CONNECT 127.0.0.1")) << proxy.log();
  EXPECT_FALSE(has(proxy.log(), "CANARY")) << proxy.log();
  EXPECT_FALSE(has(proxy.log(), "/api/publish")) << proxy.log();
}

TEST(FaultRow, Row30_TinyproxyThatCannotReachTheServerIsReported) {
  CENT_NEEDS_PROGRAM("tinyproxy");
  const BoundPort closed;
  const Neighbour proxy = tinyproxy();
  ClientOptions options = one_attempt();
  options.api_key = "CANARY";
  options.http.proxy = proxy.address();
  Client client{"http://127.0.0.1:" + std::to_string(closed.port()), options};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.status(), 500) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
}

}  // namespace
}  // namespace cent::test

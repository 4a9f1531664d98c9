// Row 26 with HAProxy between the client and its server, and row 30 with a forward proxy of every day,
// Tinyproxy.
#include "curl/http_fixture.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"
#include "support/tls.hpp"

namespace cent::test {
namespace {

Neighbour front_of(const FaultServer& server, const std::string& more = {}) {
  return Neighbour::haproxy([&](const std::string&, unsigned short port) {
    return "defaults\n  mode http\n  timeout connect 1s\n  timeout client 10s\n  timeout server 10s\n  "
           "retries 0\n"
           "listen front\n  bind 127.0.0.1:" +
           std::to_string(port) + "\n" + more + "  server api 127.0.0.1:" + std::to_string(server.port()) +
           "\n";
  });
}

RequestException publish_once(const Neighbour& haproxy, const std::string& id) {
  Client client{haproxy.address(), one_attempt()};
  return error_of([&] { client.publish("c", id_data(id)); });
}

TEST(FaultRow, Row26_HaproxyWithADeadBackEndIsUnknown) {
  CENT_NEEDS_PROGRAM("haproxy");
  FaultServer server;
  const Neighbour haproxy = front_of(server);
  Client client{haproxy.address()};
  client.publish("c", id_data("alive"));
  server.stop();
  const auto error = publish_once(haproxy, "a");
  EXPECT_EQ(error.status(), 503) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  // A promise that only the operator of the proxy can make.
  ClientOptions options = one_attempt();
  options.retry.treat_503_as_not_executed = true;
  Client configured{haproxy.address(), options};
  EXPECT_EQ(error_of([&] { configured.publish("c", id_data("b")); }).delivery(), Delivery::not_sent);
  EXPECT_EQ(server.executions().total(), 1U);
}

TEST(FaultRow, Row26_HaproxyGivesUpOnASlowBackEndWhichIsUnknown) {
  CENT_NEEDS_PROGRAM("haproxy");
  FaultServer server;
  const Neighbour haproxy = front_of(server, "  timeout server 300ms\n");
  server.script({faults::hang()});
  const auto error = publish_once(haproxy, "a");
  EXPECT_EQ(error.status(), 504) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_EQ(server.executions().count("a"), 1U);
}

TEST(FaultRow, Row26_ABackEndThatResetsUnderHaproxyIsUnknown) {
  CENT_NEEDS_PROGRAM("haproxy");
  FaultServer server;
  const Neighbour haproxy = front_of(server);
  server.script({faults::execute_then_reset(), faults::body("not json"), faults::framing(Framing::garbage)});
  const auto reset = publish_once(haproxy, "reset");
  EXPECT_EQ(reset.status(), 502) << reset.what();
  EXPECT_EQ(reset.delivery(), Delivery::unknown);
  const auto text = publish_once(haproxy, "text");
  EXPECT_EQ(text.kind(), FailureKind::unreadable) << text.what();
  const auto length = publish_once(haproxy, "length");
  EXPECT_EQ(length.status(), 502) << length.what();
  EXPECT_EQ(length.delivery(), Delivery::unknown);
  EXPECT_EQ(server.executions().total(), 3U);
}

TEST(FaultRow, Row25_HaproxyThatDeniesWithRetryAfterIsWaitedFor) {
  CENT_NEEDS_PROGRAM("haproxy");
  FaultServer server;
  const Neighbour haproxy =
      front_of(server, "  http-request return status 429 hdr Retry-After 30 if { path_end /info }\n");
  ClientOptions options = one_attempt(std::chrono::seconds{2});
  options.retry.max_attempts = 3;
  Client client{haproxy.address(), options};
  const auto start = Steady::now();
  const auto error = error_of([&] { client.info(); });
  EXPECT_EQ(error.status(), 429) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::refused);
  EXPECT_EQ(error.retry_after(), std::chrono::milliseconds{30000});
  EXPECT_LT(Steady::now() - start, std::chrono::seconds{2});  // it comes after the deadline: no waiting
}

TEST(FaultRow, Row07_HaproxyThatDropsTheConnectionExecutesOnce) {
  CENT_NEEDS_PROGRAM("haproxy");
  FaultServer server;
  const Neighbour haproxy = front_of(server);
  Client client{haproxy.address(), one_attempt()};
  client.publish("c", id_data("warm"));
  server.script({faults::execute_then_close()});
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.delivery(), Delivery::unknown) << error.what();
  EXPECT_EQ(server.executions().count("a"), 1U);
}

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
  EXPECT_EQ(server.executions().total(), 10U);
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
  EXPECT_EQ(server.executions().total(), 1U);
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

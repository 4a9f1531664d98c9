// Row 26 with HAProxy between the client and its server.
#include "curl/http_fixture.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"

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
  // What only the one who runs the proxy can promise.
  ClientOptions options = one_attempt();
  options.retry.treat_503_as_not_executed = true;
  Client told{haproxy.address(), options};
  EXPECT_EQ(error_of([&] { told.publish("c", id_data("b")); }).delivery(), Delivery::not_sent);
  EXPECT_EQ(server.ledger().total(), 1U);
}

TEST(FaultRow, Row26_HaproxyGivesUpOnASlowBackEndWhichIsUnknown) {
  CENT_NEEDS_PROGRAM("haproxy");
  FaultServer server;
  const Neighbour haproxy = front_of(server, "  timeout server 300ms\n");
  server.script({faults::hang()});
  const auto error = publish_once(haproxy, "a");
  EXPECT_EQ(error.status(), 504) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_EQ(server.ledger().count("a"), 1U);
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
  EXPECT_EQ(server.ledger().total(), 3U);
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
  EXPECT_EQ(server.ledger().count("a"), 1U);
}

}  // namespace
}  // namespace cent::test

// Rows 1 to 3, 6, 7, 9 and 10: no connection, one that ends too early, and one on which too little comes.
#include <sys/socket.h>

#include <thread>

#include "curl/http_fixture.hpp"
#include "support/eventually.hpp"
#include "support/loopback.hpp"

namespace cent::test {
namespace {

TEST(FaultRow, Row01_ConnectionRefusedNamesTheEndpointAndWasNotSent) {
  const BoundPort closed;  // bound and not listening: refused for sure
  const std::string endpoint = "127.0.0.1:" + std::to_string(closed.port());
  Client client{"http://" + endpoint, one_attempt()};
  const auto start = Steady::now();
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_LT(Steady::now() - start, kSlack);
  EXPECT_EQ(error.kind(), FailureKind::connect);
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
  EXPECT_TRUE(error.retryable());
  EXPECT_EQ(error.status(), 0);
  EXPECT_EQ(error.method(), "publish");
  EXPECT_TRUE(has(error.what(), endpoint)) << error.what();
}

TEST(FaultRow, Row01_ConnectionRefusedIsTriedAgainEvenForAPublication) {
  const BoundPort closed;
  ClientOptions options;
  options.timeout = std::chrono::seconds{10};
  options.retry.base_wait = milliseconds{1};
  Client client{"http://127.0.0.1:" + std::to_string(closed.port()), options};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.attempts(), 3);
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
}

TEST(FaultRow, Row02_AHangingConnectEndsAtItsTimeout) {
  // A backlog of one that is full: the kernel answers no further SYN.
  BoundPort full;
  full.listen(0);
  const RawClient first{full.port()};
  std::vector<Descriptor> more;
  for (int i = 0; i < 4; ++i) more.push_back(start_connecting("127.0.0.1", full.port()));
  ClientOptions options = one_attempt();
  options.http.connect_timeout = milliseconds{300};
  Client client{"http://127.0.0.1:" + std::to_string(full.port()), options};
  const auto start = Steady::now();
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_GE(Steady::now() - start, milliseconds{270});
  EXPECT_LT(Steady::now() - start, milliseconds{300} + kSlack);
  EXPECT_EQ(error.kind(), FailureKind::timeout);
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
}

TEST(FaultRow, Row03_AnUnknownHostIsNotSent) {
  // A label of 64 characters has no address anywhere, and no name server need be asked.
  Client client{"http://" + std::string(64, 'x') + ".invalid", one_attempt()};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.kind(), FailureKind::resolve);
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
  EXPECT_TRUE(has(error.what(), "could not be resolved")) << error.what();
}

TEST(FaultRow, Row06_AResetWithinTheRequestIsNeverTakenForSuccess) {
  FaultServerOptions options;
  options.receive_buffer = 4096;
  FaultServer server{options};
  // Far more than the buffers of both sides hold, so that the client knows that it did not get rid of it.
  const std::string body(32 * 1024 * 1024, ' ');
  const auto transport = make_curl_transport();
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{100}, std::size_t{100'000}}) {
    server.always(faults::reset_after_request_bytes(bytes));
    const auto error =
        error_of([&] { transport->send(publication_to(server.address() + "/api/publish", body)); });
    EXPECT_EQ(error.kind(), FailureKind::cut) << bytes;
    EXPECT_EQ(error.delivery(), Delivery::not_sent) << bytes << ": " << error.what();
  }
  EXPECT_EQ(server.executions().total(), 0U);
}

TEST(FaultRow, Row06_AResetAfterASmallRequestWasSentIsUnknown) {
  FaultServer server;
  server.always(faults::reset_after_request_bytes(20));
  Client client{server.address(), one_attempt()};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.kind(), FailureKind::cut);
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_FALSE(error.retryable());
}

class Row07 : public testing::TestWithParam<bool> {
 protected:
  [[nodiscard]] static Fault deed() {
    return GetParam() ? faults::execute_then_reset() : faults::execute_then_close();
  }
};
INSTANTIATE_TEST_SUITE_P(FaultRow, Row07, testing::Bool(),
                         [](const auto& tested) { return tested.param ? "Reset" : "Close"; });

TEST_P(Row07, FreshConnectionExecutesOnce) {
  FaultServer server;
  server.always(deed());
  ClientOptions options;  // as it comes: three attempts
  options.timeout = std::chrono::seconds{5};
  Client client{server.address(), options};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(server.executions().count("a"), 1U);
  EXPECT_EQ(error.kind(), FailureKind::cut);
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_EQ(error.attempts(), 1);
  EXPECT_TRUE(has(error.what(), "not repeated: it may have been executed")) << error.what();
}

/// Opens `count` connections at once through the same transport and leaves them idle. No call is answered
/// before all are there, so that none uses the connection of another.
void open_idle(FaultServer& server, Client& client, std::size_t count) {
  Latch latch;
  server.always(faults::held(latch));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&client, i] { client.publish("warm", id_data("warm" + std::to_string(i))); });
  }
  EXPECT_TRUE(eventually([&] { return server.stats().requests == count; }));
  latch.open();
  for (std::thread& thread : threads) thread.join();
  ASSERT_EQ(server.stats().connections, count);
}

TEST_P(Row07, ReusedConnectionExecutesOnceHoweverManyAreIdle) {
  for (const std::size_t idle : {std::size_t{1}, std::size_t{8}}) {
    FaultServer server;
    Client client{server.address(), unhurried()};
    open_idle(server, client, idle);
    server.always(deed());
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_EQ(server.executions().count("a"), 1U) << idle << " idle";
    EXPECT_EQ(error.kind(), FailureKind::cut);
    EXPECT_EQ(error.delivery(), Delivery::unknown);
    EXPECT_EQ(error.attempts(), 1);
    server.always(faults::ok());
    client.publish("c", id_data("b"));  // still usable
    EXPECT_EQ(server.executions().count("b"), 1U);
  }
}

TEST_P(Row07, AKeyedPublicationIsRepeatedAndAppliedOnce) {
  FaultServer server;
  ClientOptions options;
  options.timeout = std::chrono::seconds{5};
  options.generate_key = true;
  Client client{server.address(), options};
  client.publish("c", id_data("warm"));
  server.script({deed(), deed()});
  EXPECT_EQ(client.publish("c", id_data("a")).offset, 2U);
  EXPECT_EQ(server.executions().count("a"), 1U);
  EXPECT_EQ(server.cluster().calls("publish"), 4U);
  EXPECT_EQ(server.cluster().suppressed(), 2U);
}

TEST_P(Row07, AReadIsRepeated) {
  FaultServer server;
  ClientOptions options;
  options.timeout = std::chrono::seconds{5};
  Client client{server.address(), options};
  server.script({deed(), deed()});
  EXPECT_EQ(client.presence_stats("c").num_clients, 0U);
  EXPECT_EQ(server.cluster().calls("presence_stats"), 3U);
}

constexpr milliseconds kTimeout{1000};  // time enough for a request to go out and be carried out

void expect_timeout(const Fault& fault) {
  FaultServer server;
  server.always(fault);
  Client client{server.address(), one_attempt(kTimeout)};
  const auto start = Steady::now();
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_GE(Steady::now() - start, kTimeout - milliseconds{30});
  EXPECT_LT(Steady::now() - start, kTimeout + kSlack);
  EXPECT_EQ(error.kind(), FailureKind::timeout) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_FALSE(error.retryable());
  EXPECT_TRUE(eventually([&] { return server.executions().count("a") == 1; }));
}

TEST(FaultRow, Row09_ASlowLorisAnswerTimesOut) { expect_timeout(faults::drip(1, milliseconds{50})); }

TEST(FaultRow, Row10_AnAnswerThatNeverComesTimesOut) { expect_timeout(faults::hang()); }

TEST(FaultRow, Row10_OneAttemptMayHaveLessThanTheWholeDeadline) {
  FaultServer server;
  server.script({faults::hang()});
  ClientOptions options;
  options.timeout = std::chrono::seconds{20};
  options.retry.attempt_timeout = kTimeout;  // the second attempt must succeed within it
  Client client{server.address(), options};
  const auto start = Steady::now();
  EXPECT_EQ(client.presence_stats("c").num_clients, 0U);
  EXPECT_LT(Steady::now() - start, 2 * kTimeout + kSlack);
  EXPECT_EQ(server.stats().requests, 2U);
}

TEST(FaultRow, Row33_TheDeadlineSpansAllAttempts) {
  FaultServer server;
  server.always(faults::hang());
  ClientOptions options;
  options.timeout = milliseconds{1200};
  options.retry.attempt_timeout = milliseconds{300};
  options.retry.max_attempts = 100;
  options.retry.base_wait = milliseconds{1};
  Client client{server.address(), options};
  const auto start = Steady::now();
  const auto error = error_of([&] { client.presence_stats("c"); });
  EXPECT_LT(Steady::now() - start, options.timeout + kSlack);
  EXPECT_EQ(error.kind(), FailureKind::timeout);
  EXPECT_GE(error.attempts(), 2);
}

}  // namespace
}  // namespace cent::test

// Rows 6 and 7: the connection ends while the request goes out, or before the answer comes.
#include <thread>

#include "curl/http_fixture.hpp"
#include "support/eventually.hpp"

namespace cent::test {
namespace {

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
  EXPECT_EQ(server.ledger().total(), 0U);
}

TEST(FaultRow, Row06_AResetAfterASmallRequestWasHandedOverIsUnknown) {
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
  EXPECT_EQ(server.ledger().count("a"), 1U);
  EXPECT_EQ(error.kind(), FailureKind::cut);
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_EQ(error.attempts(), 1);
  EXPECT_TRUE(has(error.what(), "not repeated: it may have been executed")) << error.what();
}

/// Opens `count` connections at once through the same transport and leaves them idle. No call is answered
/// before all are there, so that none uses the connection of another.
void open_idle(FaultServer& server, Client& client, std::size_t count) {
  Gate gate;
  server.always(faults::held(gate));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&client, i] { client.publish("warm", id_data("warm" + std::to_string(i))); });
  }
  EXPECT_TRUE(eventually([&] { return server.stats().requests == count; }));
  gate.open();
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
    EXPECT_EQ(server.ledger().count("a"), 1U) << idle << " idle";
    EXPECT_EQ(error.kind(), FailureKind::cut);
    EXPECT_EQ(error.delivery(), Delivery::unknown);
    EXPECT_EQ(error.attempts(), 1);
    server.always(faults::ok());
    client.publish("c", id_data("b"));  // still usable
    EXPECT_EQ(server.ledger().count("b"), 1U);
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
  EXPECT_EQ(server.ledger().count("a"), 1U);
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

}  // namespace
}  // namespace cent::test

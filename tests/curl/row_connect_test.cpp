// Rows 1 to 3: no connection.
#include <sys/socket.h>

#include "curl/http_fixture.hpp"
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

}  // namespace
}  // namespace cent::test

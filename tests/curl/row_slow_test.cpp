// Rows 9 and 10: answers that come too slowly, or never.
#include "curl/http_fixture.hpp"
#include "support/eventually.hpp"

namespace cent::test {
namespace {

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
  EXPECT_TRUE(eventually([&] { return server.ledger().count("a") == 1; }));
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

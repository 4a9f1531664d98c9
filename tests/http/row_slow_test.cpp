// Rows 9 and 10: answers that come too slowly, or never.
#include "http/http_test.hpp"

namespace cent::test {
namespace {

void expect_timeout(const Fault& fault) {
  FaultServer server;
  server.always(fault);
  Client client{server.address(), one_attempt(milliseconds{300})};
  const auto start = Steady::now();
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_GE(Steady::now() - start, milliseconds{270});
  EXPECT_LT(Steady::now() - start, milliseconds{300} + kSlack);
  EXPECT_EQ(error.kind(), FailureKind::timeout) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_FALSE(error.retryable());
  EXPECT_EQ(server.ledger().count("a"), 1U);
}

TEST(FaultRow, Row09_ASlowLorisAnswerTimesOut) { expect_timeout(faults::drip(1, milliseconds{50})); }

TEST(FaultRow, Row10_AnAnswerThatNeverComesTimesOut) { expect_timeout(faults::hang()); }

TEST(FaultRow, Row10_OneAttemptMayHaveLessThanTheWholeDeadline) {
  FaultServer server;
  server.script({faults::hang()});
  ClientOptions options;
  options.timeout = std::chrono::seconds{20};
  options.retry.attempt_timeout = milliseconds{200};
  Client client{server.address(), options};
  const auto start = Steady::now();
  EXPECT_EQ(client.presence_stats("c").num_clients, 0U);
  EXPECT_LT(Steady::now() - start, milliseconds{400} + kSlack);
  EXPECT_EQ(server.stats().requests, 2U);
}

TEST(FaultRow, Row33_TheDeadlineSpansAllAttempts) {
  FaultServer server;
  server.always(faults::delay(milliseconds{250}));
  ClientOptions options;
  options.timeout = milliseconds{600};
  options.retry.attempt_timeout = milliseconds{200};
  options.retry.max_attempts = 100;
  options.retry.base_wait = milliseconds{1};
  Client client{server.address(), options};
  const auto start = Steady::now();
  const auto error = error_of([&] { client.presence_stats("c"); });
  EXPECT_LT(Steady::now() - start, milliseconds{600} + kSlack);
  EXPECT_EQ(error.kind(), FailureKind::timeout);
  EXPECT_GE(error.attempts(), 2);
}

}  // namespace
}  // namespace cent::test

#include <gtest/gtest.h>

#include <cent/async_client.hpp>
#include <deque>
#include <string>

#include "async/outcomes.hpp"
#include "support/eventually.hpp"
#include "support/expect_error.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
constexpr milliseconds kBound{200};
constexpr milliseconds kToBeSent{1000};  // time enough for a command to go out before its deadline

CallOptions within(milliseconds timeout) {
  CallOptions options;
  options.timeout = timeout;
  return options;
}

class Deadlines : public testing::Test {
 protected:
  /// When a command of this time-out, submitted behind what hangs, was reported. Up to three tries, see
  /// takes_at_most(). Before its time by `early` at most.
  template <class Submit>
  void reported_in_time(milliseconds timeout, const Submit& submit, milliseconds early = milliseconds{0}) {
    EXPECT_TRUE(takes_at_most(timeout + kBound, [&] {
      const auto start = std::chrono::steady_clock::now();
      Outcomes& outcomes = kept_.emplace_back();
      submit(outcomes);
      ASSERT_TRUE(outcomes.wait_for(1));
      EXPECT_GE(std::chrono::steady_clock::now() - start, timeout - early) << "not before its time";
    }));
  }
  FaultServer server_;
  std::deque<Outcomes> kept_;  // for callbacks that come too late
  AsyncClient client_{server_.address()};
};

TEST_F(Deadlines, ACommandUnderWayIsReportedByItsDeadline) {
  server_.always(faults::hang(false));
  // A command under way may be ended by libcurl, whose milliseconds are rounded.
  constexpr milliseconds kRounding{5};
  const auto submit = [&](Outcomes& outcomes) {
    client_.publish(publication("a"), within(kToBeSent), outcomes.of("a"));
    outcomes.wait_for(1);
    EXPECT_EQ(outcomes["a"].delivery, Delivery::unknown);
    EXPECT_EQ(outcomes["a"].kind, FailureKind::timeout);
  };
  reported_in_time(kToBeSent, submit, kRounding);
}

TEST_F(Deadlines, AQueuedCommandIsReportedByItsOwnDeadlineThoughNothingElseHappens) {
  server_.always(faults::hang(false));
  AsyncClientOptions options;
  options.retry.attempt_timeout = seconds{60};
  Outcomes& first = kept_.emplace_back();
  AsyncClient client{server_.address(), options};
  client.publish(publication("first"), within(seconds{60}), first.of("first"));
  ASSERT_TRUE(eventually([&] { return server_.stats().requests == 1; }));
  // Until the client's thread sleeps for long: libcurl wakes it a last time 200 ms after connecting.
  std::this_thread::sleep_for(milliseconds{300});
  reported_in_time(milliseconds{100}, [&](Outcomes& outcomes) {
    client.publish(publication("a"), within(milliseconds{100}), outcomes.of("a"));
    ASSERT_TRUE(outcomes.wait_for(1));
    EXPECT_EQ(outcomes["a"].delivery, Delivery::not_sent);
    EXPECT_EQ(outcomes["a"].kind, FailureKind::timeout);
  });
  EXPECT_EQ(first.total(), 0U);
  client.close(milliseconds{0});
}

TEST_F(Deadlines, EachCommandOfABatchHasItsOwn) {
  Outcomes outcomes;
  Latch one;
  Latch both;
  server_.script({faults::held(one), faults::held(both)});
  client_.publish(publication("first"), outcomes.of("first"));
  ASSERT_TRUE(eventually([&] { return server_.executions().total() == 1; }));
  const auto start = std::chrono::steady_clock::now();
  client_.publish(publication("short"), within(kToBeSent), outcomes.of("short"));
  client_.publish(publication("long"), within(seconds{20}), outcomes.of("long"));
  one.open();
  ASSERT_TRUE(outcomes.wait_for(2));
  EXPECT_EQ(outcomes["long"].times, 0);
  both.open();
  ASSERT_TRUE(outcomes.wait_for(3));
  EXPECT_EQ(outcomes["short"].delivery, Delivery::unknown);
  EXPECT_EQ(outcomes["short"].kind, FailureKind::timeout);
  EXPECT_GE(outcomes["short"].at - start, kToBeSent);
  EXPECT_EQ(outcomes["long"].delivery, Delivery::applied);
  EXPECT_LT(outcomes["short"].at, outcomes["long"].at);
  EXPECT_EQ(server_.executions().count("short"), 1U);
}

TEST_F(Deadlines, ALaneWhoseBatchExpiredWholeIsFreeAgain) {
  // The commands are reported at their deadline, the transport gives up a moment later.
  Outcomes outcomes;
  Latch latch;
  server_.script({faults::held(latch), faults::hang(false)});
  client_.publish(publication("first"), outcomes.of("first"));
  ASSERT_TRUE(eventually([&] { return server_.executions().total() == 1; }));
  for (const char* id : {"a", "b", "c"}) {
    client_.publish(publication(id), within(kToBeSent), outcomes.of(id));
  }
  latch.open();
  ASSERT_TRUE(outcomes.wait_for(4));
  for (const char* id : {"a", "b", "c"}) EXPECT_EQ(outcomes[id].delivery, Delivery::unknown);
  client_.publish(publication("next"), outcomes.of("next"));
  ASSERT_TRUE(outcomes.wait_for(5));
  EXPECT_EQ(outcomes["next"].delivery, Delivery::applied);
}

TEST_F(Deadlines, ASlowCallbackDelaysButForgetsNone) {
  Outcomes outcomes;
  server_.always(faults::hang(false));
  for (int i = 0; i < 4; ++i) {
    const std::string id = std::to_string(i);
    client_.publish(publication(id, "c" + id), within(milliseconds{50 + 10 * i}),
                    [&outcomes, id](const Reply<PublishResult>& reply) {
                      std::this_thread::sleep_for(milliseconds{30});
                      outcomes.record(id, reply);
                    });
  }
  ASSERT_TRUE(outcomes.wait_for(4));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(outcomes[std::to_string(i)].kind, FailureKind::timeout);
}

TEST_F(Deadlines, MaxDelayGathersAndIsKept) {
  AsyncClientOptions options;
  options.max_delay = milliseconds{1000};  // far more than publishing takes
  AsyncClient patient{server_.address(), options};
  Outcomes outcomes;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) {
    patient.publish(publication(std::to_string(i)), outcomes.of(std::to_string(i)));
    std::this_thread::sleep_for(milliseconds{2});
  }
  ASSERT_TRUE(outcomes.wait_for(10));
  EXPECT_GE(outcomes["0"].at - start, options.max_delay);
  EXPECT_EQ(server_.stats().requests, 1U);
  EXPECT_EQ(patient.stats().batches, 1U);
}

TEST_F(Deadlines, WithMaxDelayAFullBatchDoesNotWait) {
  AsyncClientOptions options;
  options.max_delay = std::chrono::minutes{5};
  options.max_batch_commands = 10;
  options.timeout = std::chrono::minutes{10};
  AsyncClient patient{server_.address(), options};
  Outcomes outcomes;
  for (int i = 0; i < 30; ++i)
    patient.publish(publication(std::to_string(i)), outcomes.of(std::to_string(i)));
  EXPECT_TRUE(outcomes.wait_for(30));
}

TEST_F(Deadlines, ATimeoutOfNothingIsRefused) {
  Outcomes outcomes;
  EXPECT_THROW(client_.publish(publication("a"), within(milliseconds{0}), outcomes.of("a")), UsageError);
  EXPECT_THROW(client_.publish(publication("a"), within(milliseconds{-1}), outcomes.of("a")), UsageError);
  EXPECT_EQ(outcomes.total(), 0U);
}

}  // namespace
}  // namespace cent::test

#include <gtest/gtest.h>

#include <cent/async_client.hpp>
#include <set>
#include <string>
#include <vector>

#include "async/outcomes.hpp"
#include "support/canary.hpp"
#include "support/eventually.hpp"
#include "support/expect_error.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Texts = std::vector<std::string>;

class Answers : public testing::Test {
 protected:
  static AsyncClientOptions one_lane() {
    AsyncClientOptions options;
    options.api_key = kCanary;
    options.lanes = 1;
    options.retry.base_wait = milliseconds{5};
    options.retry.throttled_base_wait = milliseconds{5};
    return options;
  }
  /// Sends "first" alone and these as one batch behind it, which meets `faults`.
  void batch(AsyncClient& client, const Texts& ids, std::vector<Fault> faults) {
    Latch latch;
    faults.insert(faults.begin(), faults::held(latch));
    server_.script(std::move(faults));
    client.publish(publication("first"), outcomes_.of("first"));
    ASSERT_TRUE(eventually([&] { return server_.executions().count("first") == 1; }));
    for (const std::string& id : ids) client.publish(publication(id), outcomes_.of(id));
    latch.open();
    ASSERT_EQ(client.flush(seconds{20}), 0U);
  }
  /// Commands of each request behind the first, questions for the version aside.
  std::vector<std::size_t> sizes() const {
    std::vector<std::size_t> sizes;
    for (const RequestRecord& request : server_.requests()) {
      if (request.path == "/api/info") continue;
      std::size_t count = 0;
      for (std::size_t at = request.body.find("\"data\""); at != std::string::npos;
           at = request.body.find("\"data\"", at + 1)) {
        ++count;
      }
      sizes.push_back(count);
    }
    sizes.erase(sizes.begin());
    return sizes;
  }
  FaultServer server_;
  Outcomes outcomes_;
};

TEST_F(Answers, ATooLargeBatchIsHalvedOnce) {
  AsyncClient client{server_.address(), one_lane()};
  batch(client, {"a", "b", "c", "d", "e"}, {faults::status(413)});
  EXPECT_EQ(sizes(), (std::vector<std::size_t>{5, 2, 3}));
  EXPECT_EQ(outcomes_.count(Delivery::applied), 6U);
  EXPECT_EQ(server_.executions().order("c"), (Texts{"first", "a", "b", "c", "d", "e"}));
}

TEST_F(Answers, AHalfThatIsTooLargeIsRefused) {
  AsyncClient client{server_.address(), one_lane()};
  batch(client, {"a", "b", "c", "d"}, {faults::status(413), faults::status(413)});
  EXPECT_EQ(sizes(), (std::vector<std::size_t>{4, 2, 2}));
  for (const char* id : {"a", "b"}) {
    EXPECT_EQ(outcomes_[id].delivery, Delivery::refused);
    EXPECT_EQ(outcomes_[id].kind, FailureKind::too_large);
    EXPECT_EQ(outcomes_[id].status, 413);
  }
  EXPECT_EQ(outcomes_["c"].delivery, Delivery::applied);
  EXPECT_EQ(server_.executions().order("c"), (Texts{"first", "c", "d"}));
}

TEST_F(Answers, ASingleCommandThatIsTooLargeIsRefused) {
  AsyncClient client{server_.address(), one_lane()};
  batch(client, {"a"}, {faults::status(413)});
  EXPECT_EQ(sizes(), (std::vector<std::size_t>{1}));
  EXPECT_EQ(outcomes_["a"].kind, FailureKind::too_large);
}

TEST_F(Answers, CommandsThatArriveMeanwhileStayBehindTheHalves) {
  AsyncClient client{server_.address(), one_lane()};
  Latch first;
  Latch second;
  Fault too_large = faults::status(413);
  too_large.latch = second;
  server_.script({faults::held(first), too_large});
  client.publish(publication("first"), outcomes_.of("first"));
  ASSERT_TRUE(eventually([&] { return server_.executions().count("first") == 1; }));
  for (const char* id : {"a", "b"}) client.publish(publication(id), outcomes_.of(id));
  first.open();
  ASSERT_TRUE(eventually([&] { return server_.stats().requests == 2; }));
  client.publish(publication("c"), outcomes_.of("c"));
  second.open();
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(server_.executions().order("c"), (Texts{"first", "a", "b", "c"}));
}

TEST_F(Answers, AfterFewerOrMoreRepliesKeyedCommandsAreRepeatedAndAppliedOnce) {
  for (const int more : {-1, 1}) {
    server_.executions().clear();
    outcomes_.~Outcomes();
    new (&outcomes_) Outcomes;
    AsyncClient client{server_.address(), one_lane()};
    batch(client, {"a", "b", "c"}, {faults::replies(more)});
    EXPECT_EQ(outcomes_.count(Delivery::applied), 4U);
    for (const char* id : {"a", "b", "c"}) EXPECT_EQ(server_.executions().count(id), 1U);
  }
}

TEST_F(Answers, WithoutKeysAnAnswerThatCannotBeReadLeavesItUnknown) {
  AsyncClientOptions options = one_lane();
  options.generate_key = false;
  for (const Fault& fault : {faults::replies(-1), faults::body("<html>Bad gateway</html>"), faults::body(""),
                             faults::framing(Framing::too_long), faults::executed_status(502)}) {
    server_.executions().clear();
    outcomes_.~Outcomes();
    new (&outcomes_) Outcomes;
    AsyncClient client{server_.address(), options};
    batch(client, {"a", "b"}, {fault});
    for (const char* id : {"a", "b"}) {
      EXPECT_EQ(outcomes_[id].delivery, Delivery::unknown) << fault.name << outcomes_[id].what;
      EXPECT_EQ(server_.executions().count(id), 1U) << fault.name;
    }
    EXPECT_EQ(outcomes_.count(Delivery::applied), 1U);
  }
}

TEST_F(Answers, AfterACutOnlyWhatIsSafeIsRepeated) {
  AsyncClientOptions options = one_lane();
  AsyncClient client{server_.address(), options};
  CallOptions without_key;
  without_key.generate_key = false;
  Latch latch;
  server_.script({faults::held(latch), faults::execute_some_then_close(2)});
  client.publish(publication("first"), outcomes_.of("first"));
  ASSERT_TRUE(eventually([&] { return server_.executions().count("first") == 1; }));
  client.publish(publication("a"), outcomes_.of("a"));
  client.publish(publication("b"), without_key, outcomes_.of("b"));
  client.publish(publication("c"), outcomes_.of("c"));
  client.publish(publication("d"), without_key, outcomes_.of("d"));
  latch.open();
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_["a"].delivery, Delivery::applied);
  EXPECT_EQ(outcomes_["b"].delivery, Delivery::unknown);
  EXPECT_EQ(outcomes_["c"].delivery, Delivery::applied);
  EXPECT_EQ(outcomes_["d"].delivery, Delivery::unknown);
  EXPECT_EQ(server_.executions().order("c"), (Texts{"first", "a", "b", "c"}));
}

TEST_F(Answers, AThrottledServerIsWaitedFor) {
  AsyncClient client{server_.address(), one_lane()};
  const auto start = std::chrono::steady_clock::now();
  batch(client, {"a", "b"},
        {faults::status(429, {{"Retry-After", "1"}}), faults::status(503, {{"Retry-After", "0"}})});
  EXPECT_GE(std::chrono::steady_clock::now() - start, seconds{1});
  EXPECT_EQ(outcomes_.count(Delivery::applied), 3U);
  EXPECT_EQ(server_.executions().order("c"), (Texts{"first", "a", "b"}));
}

TEST_F(Answers, ARetryAfterBeyondTheDeadlineEndsAtOnce) {
  AsyncClient client{server_.address(), one_lane()};
  const auto start = std::chrono::steady_clock::now();
  batch(client, {"a"}, {faults::status(429, {{"Retry-After", "3600"}})});
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds{5});
  EXPECT_EQ(outcomes_["a"].delivery, Delivery::refused);
  EXPECT_EQ(outcomes_["a"].status, 429);
}

TEST_F(Answers, EachCommandHasItsOwnError) {
  AsyncClient client{server_.address(), one_lane()};
  server_.cluster().trouble("denied", {102, 1, false});
  Latch latch;
  server_.script({faults::held(latch)});
  client.publish(publication("first"), outcomes_.of("first"));
  ASSERT_TRUE(eventually([&] { return server_.executions().count("first") == 1; }));
  client.publish(publication("a"), outcomes_.of("a"));
  client.publish(publication("b", "denied"), outcomes_.of("b"));
  client.rpc({"m", Json::raw("{}")}, outcomes_.of("rpc"));
  client.publish(publication("c"), outcomes_.of("c"));
  latch.open();
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_["a"].delivery, Delivery::applied);
  EXPECT_EQ(outcomes_["b"].delivery, Delivery::refused);
  EXPECT_TRUE(has(outcomes_["b"].what, "unknown channel"));
  EXPECT_EQ(outcomes_["rpc"].delivery, Delivery::refused);
  EXPECT_EQ(outcomes_["c"].delivery, Delivery::applied);
}

TEST_F(Answers, ABroadcastThatFailedInPartIsCompleted) {
  AsyncClient client{server_.address(), one_lane()};
  server_.cluster().trouble("b", {100, 2, false});
  BroadcastResult result;
  client.broadcast({{"a", "b", "c"}, Json::of("x")},
                   [&](const Reply<BroadcastResult>& reply) { result = reply.value(); });
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  ASSERT_EQ(result.responses.size(), 3U);
  for (const PublishResponse& response : result.responses) {
    ASSERT_TRUE(response.result);
    EXPECT_EQ(response.result->offset, 1U);
  }
  EXPECT_EQ(server_.executions().total(), 3U);
}

TEST_F(Answers, AServerThatWasAwayIsFoundAgain) {
  AsyncClientOptions options;
  options.retry.base_wait = milliseconds{5};
  options.retry.max_wait = milliseconds{50};
  options.timeout = seconds{30};
  AsyncClient client{server_.address(), options};
  client.publish(publication("before"), outcomes_.of("before"));
  ASSERT_TRUE(outcomes_.wait_for(1));
  server_.stop();
  for (int i = 0; i < 100; ++i) {
    client.publish(publication(std::to_string(i), "c" + std::to_string(i % 8)),
                   outcomes_.of(std::to_string(i)));
  }
  std::this_thread::sleep_for(milliseconds{400});
  EXPECT_EQ(outcomes_.total(), 1U) << "nothing is given up before its time";
  server_.start();
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.count(Delivery::applied), 101U);
  EXPECT_EQ(server_.executions().total(), 101U);
}

TEST_F(Answers, WhileTheServerIsAwayTheQueueIsBoundedAndEachIsReportedInTime) {
  AsyncClientOptions options;
  options.timeout = milliseconds{300};
  options.max_queue_commands = 50;
  server_.stop();
  AsyncClient client{server_.address(), options};
  std::size_t accepted = 0;
  std::size_t refused = 0;
  const auto start = std::chrono::steady_clock::now();
  // For three deadlines, and on a slow machine until it was full and had room again.
  const auto goes_on = [&] {
    const auto took = std::chrono::steady_clock::now() - start;
    return took < milliseconds{900} || ((refused == 0 || accepted <= 50) && took < seconds{20});
  };
  for (std::size_t i = 0; goes_on(); ++i) {
    try {
      client.publish(publication(std::to_string(i), "c" + std::to_string(i % 5)),
                     outcomes_.of(std::to_string(i)));
      ++accepted;
    } catch (const RequestException& error) {
      EXPECT_EQ(error.kind(), FailureKind::queue_full);
      ++refused;
      std::this_thread::sleep_for(milliseconds{1});
    }
    EXPECT_LE(client.stats().pending, 50U);
  }
  EXPECT_GT(refused, 0U);
  EXPECT_GT(accepted, 50U) << "room came back as deadlines passed";
  ASSERT_TRUE(outcomes_.wait_for(accepted));
  // A connection may be under way at a deadline, on a slow machine: the outcome is unknown then.
  EXPECT_EQ(outcomes_.count(Delivery::not_sent) + outcomes_.count(Delivery::unknown), accepted);
  EXPECT_GT(outcomes_.count(Delivery::not_sent), 0U);
  EXPECT_EQ(server_.executions().total(), 0U);
  server_.start();
  CallOptions patient;
  patient.timeout = seconds{20};
  client.publish(publication("after"), patient, outcomes_.of("after"));
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_["after"].delivery, Delivery::applied) << "it recovers by itself";
}

}  // namespace
}  // namespace cent::test

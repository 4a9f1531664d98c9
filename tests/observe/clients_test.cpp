// The events that both clients pass to their observer, over real sockets.
#include <gtest/gtest.h>

#include <algorithm>
#include <cent/async_client.hpp>
#include <cent/client.hpp>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "observe/recorder.hpp"
#include "support/canary.hpp"
#include "support/eventually.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Observed : public testing::Test {
 protected:
  ClientOptions options() {
    ClientOptions made;
    made.api_key = kCanary;
    made.observer = events;
    made.retry.base_wait = milliseconds{1};
    made.timeout = seconds{10};
    return made;
  }
  AsyncClientOptions async_options() {
    AsyncClientOptions made;
    made.api_key = kCanary;
    made.observer = events;
    made.retry.base_wait = milliseconds{1};
    return made;
  }
  ~Observed() override { EXPECT_EQ(events->count(kCanary), 0U) << events->all(); }

  FaultServer server;
  std::shared_ptr<EventLines> events = std::make_shared<EventLines>();
};

const Json kData = Json::of("x");

TEST_F(Observed, ACallHasAnAttemptAndAnOutcome) {
  Client client{server.address(), options()};
  client.publish("news", kData);
  EXPECT_EQ(events->lines(),
            (std::vector<std::string>{"server modern was  version ", "attempt 1 of publish (1) 200",
                                      "publish of \"news\" applied"}));
  const AttemptEnded& attempt = events->attempts.front();
  EXPECT_GT(attempt.bytes_sent, 10U);
  EXPECT_GT(attempt.bytes_received, 5U);
  EXPECT_TRUE(attempt.new_connection);
  EXPECT_GT(attempt.times.whole.count(), 0);
  EXPECT_GE(attempt.times.whole, attempt.times.first_byte);
  EXPECT_GE(events->elapsed.front(), attempt.times.whole - milliseconds{1});
  client.publish("news", kData);
  ASSERT_EQ(events->attempts.size(), 2U);
  EXPECT_FALSE(events->attempts.back().new_connection);
  EXPECT_EQ(events->attempts.back().times.connect.count(), 0);
}

TEST_F(Observed, AFailureSaysWhetherItIsRepeatedAndWhy) {
  Client client{server.address(), options()};
  server.script({faults::status(503), faults::status(503)});
  client.presence("news");
  EXPECT_EQ(events->count("attempt 1 of presence (1) 503 failed: cent: presence: HTTP 503 repeated since"),
            1U)
      << events->all();
  EXPECT_EQ(events->count("attempt 3 of presence (1) 200"), 1U) << events->all();
  server.script({faults::status(503)});
  EXPECT_THROW(client.publish("news", kData), RequestException);
  EXPECT_EQ(events->count("since it may have been executed and repeating it could double its effect"), 1U)
      << events->all();
  EXPECT_EQ(events->count("publish of \"news\" unknown: cent: publish to \"news\": HTTP 503"), 1U)
      << events->all();
}

TEST_F(Observed, EachCommandOfABatchHasItsOutcome) {
  Client client{server.address(), options()};
  Batch batch;
  static_cast<void>(batch.publish("a", kData));
  static_cast<void>(batch.presence("b"));
  static_cast<void>(client.send(batch));
  EXPECT_EQ(events->count("attempt 1 of batch (2) 200"), 1U) << events->all();
  EXPECT_EQ(events->count("publish of \"a\" applied"), 1U);
  EXPECT_EQ(events->count("presence of \"b\" applied"), 1U);
}

TEST_F(Observed, AWrongKeyIsReported) {
  server.always(faults::status(401));
  Client client{server.address(), options()};
  EXPECT_THROW(client.publish("news", kData), RequestException);
  EXPECT_EQ(events->count("key refused 401"), 1U) << events->all();
}

TEST_F(Observed, AnAddressThatFailsIsSetAsideAndComesBack) {
  FaultServer other;
  AsyncClient client{{server.address(), other.address()}, async_options()};
  server.stop();
  client.publish("news", kData).get();
  EXPECT_EQ(events->count(server.address() + "/api set aside"), 1U) << events->all();
  EXPECT_EQ(events->count("repeated since it may be repeated safely"), 1U) << events->all();
  server.start();
  EXPECT_TRUE(eventually([&] {
    client.publish("news", kData).get();
    return events->count(server.address() + "/api back") == 1;
  })) << events->all();
}

TEST_F(Observed, AnAsyncClientReportsEachOutcomeAndItsClosing) {
  AsyncClient client{server.address(), async_options()};
  for (int i = 0; i < 100; ++i) client.publish("c" + std::to_string(i), kData, detached);
  ASSERT_EQ(client.flush(seconds{10}), 0U);
  EXPECT_EQ(events->count("\" applied"), 100U);
  EXPECT_EQ(client.close(seconds{1}), 0U);
  EXPECT_EQ(events->count("closing 0 0"), 1U);
}

TEST_F(Observed, AVersionThatWasAskedForIsReported) {
  server.set_version("6.9.1");
  AsyncClient client{server.address(), async_options()};
  server.script({faults::status(502)});
  client.publish("news", kData).get();
  EXPECT_EQ(events->count("version 6.9.1"), 1U) << events->all();
}

TEST_F(Observed, AQueueThatFillsUpIsReportedOnceUntilItIsHalfEmpty) {
  server.stop();
  AsyncClientOptions made = async_options();
  made.max_queue_commands = 10;
  made.queue_mark = 0.6;
  AsyncClient client{server.address(), made};
  for (int i = 0; i < 9; ++i) client.publish("c", kData, detached);
  EXPECT_EQ(events->count("queue above"), 1U);
  EXPECT_EQ(events->count("queue below"), 0U);
  server.start();
  ASSERT_EQ(client.flush(seconds{10}), 0U);
  EXPECT_TRUE(eventually([&] { return events->count("queue below") == 1; })) << events->all();
  made.queue_mark = 0;
  EXPECT_THROW((AsyncClient{server.address(), made}), UsageError);
}

TEST_F(Observed, WhatAnObserverThrowsIsCountedAndHasNoEffect) {
  class Throws final : public Observer {
   public:
    void attempt_ended(const AttemptEnded&) override { throw std::runtime_error("no"); }
    void command_ended(const CommandEnded&) override { throw 7; }
  };
  AsyncClientOptions made = async_options();
  made.observer = std::make_shared<Throws>();
  AsyncClient client{server.address(), made};
  EXPECT_NO_THROW(client.publish("news", kData).get());
  EXPECT_EQ(client.stats().observer_errors, 2U);
  ClientOptions blocking = options();
  blocking.observer = made.observer;
  EXPECT_NO_THROW((Client{server.address(), blocking}.publish("news", kData)));
}

TEST_F(Observed, AFailureThatNobodyWaitsForGoesToOnFailure) {
  std::vector<std::string> failures;
  AsyncClientOptions made = async_options();
  made.on_failure = [&](const CommandEnded& event) {
    failures.push_back(std::string(event.method) + " " + std::string(event.channel) + " " +
                       event.error->what());
    throw std::runtime_error("contained");
  };
  server.always(faults::status(400));
  AsyncClient client{server.address(), made};
  client.publish("a", kData, detached);
  client.publish("b", kData, [](const Reply<PublishResult>&) {});
  EXPECT_THROW(client.publish("c", kData).get(), RequestException);
  client.call(Command{"presence", Json::raw(R"({"channel":"d"})")}, detached);
  ASSERT_EQ(client.flush(seconds{10}), 0U);
  ASSERT_EQ(failures.size(), 2U);
  std::sort(failures.begin(), failures.end());  // they were in different lanes
  EXPECT_EQ(failures[0].find("presence d cent: presence of \"d\": HTTP 400"), 0U) << failures[0];
  EXPECT_EQ(failures[1].find("publish a cent: publish to \"a\": HTTP 400"), 0U) << failures[1];
  EXPECT_EQ(client.stats().callback_errors, 2U);
}

TEST_F(Observed, CommandsThatWereNeverAttemptedNameTheLastFailure) {
  server.stop();
  AsyncClientOptions made = async_options();
  made.lanes = 1;
  AsyncClient client{server.address(), made};
  for (int i = 0; i < 3; ++i) client.publish("c", kData, detached);  // an attempt, and commands behind it
  EXPECT_TRUE(eventually([&] { return events->count("attempt 3") > 0; }));
  CallOptions soon;
  soon.timeout = milliseconds{50};
  client.publish("late", kData, soon, detached);
  EXPECT_TRUE(eventually([&] { return events->count("publish of \"late\"") == 1; }));
  client.close(milliseconds{0});
  EXPECT_EQ(events->count("the deadline passed while the command was queued; last failure: no connection ("),
            1U)
      << events->all();
  EXPECT_GE(events->count("the client was closed; last failure: no connection ("), 1U) << events->all();
  EXPECT_GE(events->count("attempts failed in a row)"), 1U) << events->all();
}

}  // namespace
}  // namespace cent::test

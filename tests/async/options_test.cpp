#include <gtest/gtest.h>

#include <cent/async_client.hpp>
#include <set>
#include <string>
#include <type_traits>

#include "async/outcomes.hpp"
#include "support/eventually.hpp"
#include "support/expect_error.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

// So that designated initializers fill it in.
static_assert(std::is_aggregate_v<AsyncClientOptions>);
static_assert(std::is_aggregate_v<ClientOptions>);

using std::chrono::milliseconds;
using std::chrono::seconds;

class PerCall : public testing::Test {
 protected:
  FaultServer server_;
  Outcomes outcomes_;
};

TEST_F(PerCall, RetryNeverMakesOneAttempt) {
  AsyncClient client{server_.address()};
  server_.always(faults::status(503));
  CallOptions once;
  once.retry = Retry::never;
  client.publish(publication("a"), once, outcomes_.of("a"));
  ASSERT_TRUE(outcomes_.wait_for(1));
  EXPECT_EQ(outcomes_["a"].attempts, 1);
  EXPECT_EQ(outcomes_["a"].delivery, Delivery::unknown);
  EXPECT_EQ(server_.stats().requests, 1U);
}

TEST_F(PerCall, ACommandThatMayNotBeRepeatedDoesNotKeepOthersFromIt) {
  AsyncClientOptions options;
  options.lanes = 1;
  options.retry.base_wait = milliseconds{1};
  AsyncClient client{server_.address(), options};
  Latch latch;
  server_.script({faults::held(latch), faults::execute_then_close()});
  CallOptions once;
  once.retry = Retry::never;
  client.publish(publication("first"), outcomes_.of("first"));
  ASSERT_TRUE(eventually([&] { return server_.executions().count("first") == 1; }));
  client.publish(publication("a"), once, outcomes_.of("a"));
  client.publish(publication("b"), outcomes_.of("b"));
  latch.open();
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.count(Delivery::applied) + outcomes_.count(Delivery::unknown), 3U);
  EXPECT_EQ(outcomes_["b"].delivery, Delivery::applied);
  EXPECT_EQ(server_.executions().total(), 3U);
}

TEST_F(PerCall, EachPublicationHasAKeyOfItsOwn) {
  AsyncClient client{server_.address()};
  for (int i = 0; i < 500; ++i)
    client.publish(publication(std::to_string(i)), outcomes_.of(std::to_string(i)));
  client.broadcast({{"a", "b"}, Json::of("x")}, outcomes_.of("broadcast"));
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  const std::set<std::string> keys = server_.cluster().keys();
  EXPECT_EQ(keys.size(), 501U);
  for (const std::string& key : keys)
    EXPECT_EQ(key.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/"),
              std::string::npos);
  EXPECT_EQ(keys.begin()->size(), 22U);
}

TEST_F(PerCall, TheSameKeyGoesWithEachAttempt) {
  AsyncClientOptions options;
  options.retry.base_wait = milliseconds{1};
  AsyncClient client{server_.address(), options};
  server_.script({faults::execute_then_close(), faults::execute_then_reset(), faults::executed_status(502)});
  client.publish(publication("a"), outcomes_.of("a"));
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_["a"].delivery, Delivery::applied);
  EXPECT_EQ(server_.executions().count("a"), 1U);
  EXPECT_EQ(server_.cluster().keys().size(), 1U);
  EXPECT_EQ(server_.cluster().suppressed(), 3U);
}

TEST_F(PerCall, KeysCanBeLeftOutOrGiven) {
  AsyncClient client{server_.address()};
  CallOptions without;
  without.generate_key = false;
  client.publish(publication("a"), without, outcomes_.of("a"));
  PublishRequest mine = publication("b");
  mine.idempotency_key = "mine";
  client.publish(mine, outcomes_.of("b"));
  PublishRequest versioned = publication("c");
  versioned.version = 1;
  client.publish(versioned, outcomes_.of("c"));
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  const std::set<std::string> keys = server_.cluster().keys();
  EXPECT_EQ(keys.size(), 2U) << "a version protects only in channels with history";
  EXPECT_EQ(keys.count("mine"), 1U);
  EXPECT_EQ(outcomes_.count(Delivery::applied), 3U);
}

TEST_F(PerCall, CommandsByNameGetKeysAndKeepTheirOrder) {
  AsyncClientOptions options;
  options.retry.base_wait = milliseconds{1};
  AsyncClient client{server_.address(), options};
  server_.script({faults::delay(milliseconds{30}), faults::execute_some_then_close(3)});
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) {
    ids.push_back(std::to_string(i));
    const std::string params = R"({"channel":"c","data":")" + ids.back() + "\"}";
    if (i % 2 == 0) {
      client.call(Command{"publish", Json::raw(params), Effect::once}, outcomes_.of(ids.back()));
    } else {
      client.publish(publication(ids.back()), outcomes_.of(ids.back()));
    }
  }
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.count(Delivery::applied), 20U);
  EXPECT_EQ(server_.executions().order("c"), ids);
  EXPECT_EQ(server_.cluster().keys().size(), 20U);
}

TEST_F(PerCall, ACommandThatCannotBeIsRefusedBeforeItIsTaken) {
  AsyncClient client{server_.address()};
  EXPECT_THROW(client.call(Command{"Publish", Json::raw("{}"), Effect::once}), UsageError);
  EXPECT_THROW(client.call(Command{"publish", Json::raw("[]"), Effect::once}), UsageError);
  EXPECT_THROW(client.unsubscribe("", "c"), UsageError);
  EXPECT_EQ(client.stats().accepted, 0U);
}

TEST_F(PerCall, OnAServerWithoutKeysAnUnknownOutcomeIsReportedNotRepeated) {
  server_.set_version("5.1.2");
  AsyncClient client{server_.address()};
  server_.script({faults::execute_then_close()});
  client.publish(publication("a"), outcomes_.of("a"));
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_["a"].delivery, Delivery::unknown);
  EXPECT_TRUE(has(outcomes_["a"].what, "does not support")) << outcomes_["a"].what;
  EXPECT_EQ(server_.executions().count("a"), 1U);
}

TEST_F(PerCall, AllMethodsAreThere) {
  AsyncClient client{server_.address()};
  EXPECT_EQ(client.info().get().nodes.size(), 1U);
  EXPECT_EQ(client.presence_stats("c").get().num_clients, 0U);
  EXPECT_TRUE(client.history("c").get().publications.empty());
  EXPECT_NO_THROW(client.unsubscribe("u", "c").get());
  EXPECT_NO_THROW(client.disconnect("u").get());
  EXPECT_TRUE(client.channels().get().channels.empty());
  client.presence({"c"}, outcomes_.of("presence"));
  EXPECT_TRUE(outcomes_.wait_for(1));
}

}  // namespace
}  // namespace cent::test

#include <gtest/gtest.h>

#include <cent/async_client.hpp>
#include <cent/testing/dev_server.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "async/outcomes.hpp"
#include "support/eventually.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::DevServer;
using testing::DevServerOptions;
using Texts = std::vector<std::string>;

AsyncClientOptions options_of_two() {
  AsyncClientOptions options;
  options.api_key = "api_key";
  options.retry.base_wait = milliseconds{5};
  return options;
}

/// Two nodes of one cluster.
class TwoNodes : public ::testing::Test {
 protected:
  TwoNodes() {
    DevServerOptions options;
    options.store = testing::make_store();
    options.without_namespace.history_size = 100'000;
    first_ = std::make_unique<DevServer>(options);
    second_ = std::make_unique<DevServer>(options);
  }
  static Texts history(AsyncClient& client, const std::string& channel) {
    Texts found;
    const HistoryResult history = client.history(channel).get();
    for (const Publication& one : history.publications) found.push_back(one.data.text());
    return found;
  }
  std::unique_ptr<DevServer> first_;
  std::unique_ptr<DevServer> second_;
  Outcomes outcomes_;
};

TEST_F(TwoNodes, CommandsThatDidNotReachOneNodeGoToTheOtherAtOnce) {
  AsyncClientOptions options = options_of_two();
  options.retry.base_wait = seconds{30};  // it must not be waited for
  options.retry.max_wait = seconds{30};
  AsyncClient client{{first_->address(), second_->address()}, options};
  first_->stop();
  client.publish(publication("a"), outcomes_.of("a"));
  ASSERT_TRUE(outcomes_.wait_for(1));
  EXPECT_EQ(outcomes_["a"].delivery, Delivery::applied);
  EXPECT_EQ(second_->stats().commands_by_method.at("publish"), 1U);
}

TEST_F(TwoNodes, OrderHoldsAcrossTheMove) {
  AsyncClient client{{first_->address(), second_->address()}, options_of_two()};
  constexpr int kCommands = 3000;
  for (int i = 0; i < kCommands; ++i) {
    if (i == kCommands / 3) {
      ASSERT_TRUE(eventually([&] { return client.stats().applied > 100; }));
      first_->stop();
    }
    const std::string id = std::to_string(i);
    client.publish(publication(id, "c" + std::to_string(i % 6)), outcomes_.of(id));
  }
  ASSERT_EQ(client.flush(seconds{30}), 0U);
  EXPECT_EQ(outcomes_.count(Delivery::applied), std::size_t{kCommands});
  for (int channel = 0; channel < 6; ++channel) {
    Texts sent;
    for (int i = channel; i < kCommands; i += 6) sent.push_back('"' + std::to_string(i) + '"');
    EXPECT_EQ(history(client, "c" + std::to_string(channel)), sent);
  }
  EXPECT_GT(first_->stats().requests, 0U);
  EXPECT_GT(second_->stats().requests, 0U);
}

TEST_F(TwoNodes, WhenBothAreAwayEachIsReportedInTime) {
  AsyncClientOptions options = options_of_two();
  options.timeout = milliseconds{300};
  AsyncClient client{{first_->address(), second_->address()}, options};
  first_->stop();
  second_->stop();
  for (int i = 0; i < 20; ++i)
    client.publish(publication(std::to_string(i)), outcomes_.of(std::to_string(i)));
  ASSERT_TRUE(outcomes_.wait_for(20));
  EXPECT_EQ(outcomes_.count(Delivery::not_sent), 20U);
}

TEST(Addresses, OneThatComesBackIsUsedAgain) {
  FaultServer first;
  FaultServerOptions same;
  same.cluster = nullptr;
  FaultServer second;
  AsyncClientOptions options = options_of_two();
  AsyncClient client{{first.address(), second.address()}, options};
  Outcomes outcomes;
  first.stop();
  client.publish(publication("a"), outcomes.of("a"));
  ASSERT_TRUE(outcomes.wait_for(1));
  EXPECT_EQ(second.executions().count("a"), 1U);
  first.start();
  std::size_t number = 0;
  EXPECT_TRUE(eventually([&] {
    const std::string id = "b" + std::to_string(number++);
    client.publish(publication(id), outcomes.of(id));
    client.flush(seconds{10});
    std::this_thread::sleep_for(milliseconds{20});
    return first.executions().count(id) == 1;
  }));
  EXPECT_EQ(outcomes.count(Delivery::applied), outcomes.total());
}

TEST(Addresses, AnUnknownOutcomeIsRepeatedElsewhereOnlyWithAKey) {
  auto cluster = std::make_shared<Cluster>();
  FaultServerOptions shared;
  shared.cluster = cluster;
  FaultServer first{shared};
  FaultServer second{shared};
  AsyncClient client{{first.address(), second.address()}, options_of_two()};
  Outcomes outcomes;
  first.always(faults::execute_then_close());
  client.publish(publication("keyed"), outcomes.of("keyed"));
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes["keyed"].delivery, Delivery::applied);
  EXPECT_EQ(cluster->executions.count("keyed"), 1U);
  std::this_thread::sleep_for(milliseconds{1100});  // the first is tried again
  CallOptions plain;
  plain.generate_key = false;
  client.publish(publication("plain"), plain, outcomes.of("plain"));
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes["plain"].delivery, Delivery::unknown);
  EXPECT_EQ(cluster->executions.count("plain"), 1U);
}

}  // namespace
namespace {

using std::chrono::seconds;
using testing::DevServer;
using testing::DevServerOptions;
using testing::Generation;

class Dialects : public ::testing::TestWithParam<Generation> {
 protected:
  DevServerOptions server_options() {
    DevServerOptions options;
    options.generation = GetParam();
    options.without_namespace.history_size = 1000;
    options.without_namespace.history_ttl = seconds{300};
    return options;
  }
};

TEST_P(Dialects, BatchesAreCarriedOutInOrder) {
  const DevServer server{server_options()};
  AsyncClientOptions options;
  options.api_key = "api_key";
  AsyncClient client{server.address(), options};
  Outcomes outcomes;
  constexpr std::size_t kEach = 200;
  for (std::size_t i = 0; i < kEach; ++i) {
    for (const char* channel : {"a", "b", "c"}) {
      const std::string id = channel + std::to_string(i);
      client.publish(publication(std::to_string(i), channel), outcomes.of(id));
    }
  }
  client.unsubscribe({"u", "a"}, outcomes.of("unsubscribe"));
  client.broadcast({{"a", "b"}, Json::of("last")}, outcomes.of("broadcast"));
  client.publish(publication("x", "unknown:x"), outcomes.of("unknown"));
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes.count(Delivery::applied), 3 * kEach + 2);
  EXPECT_EQ(outcomes["unknown"].delivery, Delivery::refused) << outcomes["unknown"].what;
  for (const char* channel : {"a", "b", "c"}) {
    const HistoryResult history = client.history(channel).get();
    std::vector<std::string> found;
    for (const Publication& one : history.publications) found.push_back(one.data.text());
    std::vector<std::string> sent;
    for (std::size_t i = 0; i < kEach; ++i) sent.push_back('"' + std::to_string(i) + '"');
    if (std::string(channel) != "c") sent.emplace_back("\"last\"");
    EXPECT_EQ(found, sent) << channel;
  }
  EXPECT_LT(client.stats().requests, kEach) << "commands were gathered";
}

TEST_P(Dialects, AWrongKeyIsRefusedOnce) {
  const DevServer server{server_options()};
  AsyncClient client{server.address(), "wrong"};
  Outcomes outcomes;
  client.publish(publication("a"), outcomes.of("a"));
  ASSERT_TRUE(outcomes.wait_for(1));
  EXPECT_EQ(outcomes["a"].delivery, Delivery::refused);
  EXPECT_EQ(outcomes["a"].status, 401);
  EXPECT_EQ(outcomes["a"].what.find("wrong"), std::string::npos) << outcomes["a"].what;
}

INSTANTIATE_TEST_SUITE_P(OfEachGeneration, Dialects,
                         ::testing::Values(Generation::v2, Generation::v3, Generation::v4, Generation::v5,
                                           Generation::v6),
                         [](const auto& one) {
                           return "v" + std::to_string(2 + static_cast<int>(one.param));
                         });

TEST(LargeBroadcasts, GoInSeveralRequestsByTheBoundsOfTheQueue) {
  const DevServer server;
  AsyncClientOptions options;
  options.api_key = "api_key";
  options.max_batch_commands = 10;
  AsyncClient client{server.address(), options};
  std::vector<std::string> channels;
  for (int i = 0; i < 25; ++i) channels.push_back("c" + std::to_string(i));
  const BroadcastResult all = client.broadcast(channels, Json::of(1)).get();
  EXPECT_EQ(all.responses.size(), channels.size());
  EXPECT_TRUE(all.all_ok());
  EXPECT_EQ(client.stats().requests, 3U);
}

}  // namespace
}  // namespace cent::test

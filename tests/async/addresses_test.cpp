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
}  // namespace cent::test

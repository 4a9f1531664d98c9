#include <gtest/gtest.h>

#include <cent/async_client.hpp>
#include <cent/testing/dev_server.hpp>
#include <string>
#include <vector>

#include "async/outcomes.hpp"

namespace cent::test {
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

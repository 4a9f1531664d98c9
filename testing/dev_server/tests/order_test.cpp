#include <gtest/gtest.h>

#include <cent/testing/dev_server.hpp>
#include <string>
#include <thread>
#include <vector>

#include "support/plain_api.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using testing::DevServer;
using testing::DevServerOptions;

constexpr int kPublishers = 4;
constexpr int kEach = 50;

/// Publications of a stream up to the last one, as `{"data":…,"offset":…}`.
std::vector<json> read_publications(RawStream& stream, std::size_t count) {
  std::vector<json> received;
  while (received.size() < count) {
    const json frame = json::parse(stream.next().value());
    if (frame.contains("pub")) received.push_back(frame.at("pub"));
  }
  return received;
}

TEST(DevServerOrder, AllSubscribersSeeConcurrentPublicationsInOneOrder) {
  DevServerOptions options;
  options.store = testing::make_store();
  options.without_namespace.history_size = kPublishers * kEach;
  const DevServer a(options);
  const DevServer b(options);
  std::vector<RawStream> streams;
  for (const DevServer* server : {&a, &b, &a, &b}) {
    streams.emplace_back(server->port(), stream_request(subscriptions("c")));
    ASSERT_TRUE(streams.back().next());
  }
  std::vector<std::vector<json>> received(streams.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < streams.size(); ++i) {
    threads.emplace_back([&, i] { received[i] = read_publications(streams[i], kPublishers * kEach); });
  }
  for (int publisher = 0; publisher < kPublishers; ++publisher) {
    threads.emplace_back([&, publisher] {
      const DevServer& server = publisher % 2 == 0 ? a : b;
      for (int i = 0; i < kEach; ++i) {
        command(server.port(), "publish", {{"channel", "c"}, {"data", {{"publisher", publisher}, {"n", i}}}});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  const json kept =
      command(a.port(), "history", {{"channel", "c"}, {"limit", -1}}).at("result").at("publications");
  ASSERT_EQ(kept.size(), kPublishers * kEach);
  for (std::vector<json>& one : received) {
    if (!one.empty()) one.front().erase("epoch");
    EXPECT_TRUE(json(one) == kept) << "another order than the history's";
  }
  // Each publisher waited for its answers, so its own publications are in its order.
  std::vector<int> next(kPublishers, 0);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    EXPECT_EQ(kept[i].at("offset"), i + 1);
    EXPECT_EQ(kept[i].at("data").at("n"), next.at(kept[i].at("data").at("publisher").get<std::size_t>())++);
  }
}

TEST(DevServerOrder, SubscribersComeAndGoWhilePublicationsGoOut) {
  const DevServer server;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 30; ++n) {
        RawStream stream(server.port(), stream_request(subscriptions("c")));
        ASSERT_TRUE(stream.next());
      }
    });
  }
  threads.emplace_back([&] {
    for (int n = 0; n < 100; ++n) command(server.port(), "publish", {{"channel", "c"}, {"data", n}});
  });
  threads.emplace_back([&] {
    for (int n = 0; n < 50; ++n) command(server.port(), "presence", {{"channel", "c"}});
  });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(server.stats().commands_by_method.at("publish"), 100U);
}

}  // namespace
}  // namespace cent::test

// Two nodes on one Redis, which honours keys and keeps history: what was reported against what is there.
#include <cent/client.hpp>
#include <thread>

#include "cluster/cluster_test.hpp"

namespace cent::test {
namespace {

/// The data of all publications, read with a client of its own from a node that is up.
std::vector<std::vector<std::string>> histories(const std::string& address) {
  ClientOptions options;
  options.api_key = "api_key";
  options.timeout = std::chrono::seconds{60};
  options.http.max_reply_bytes = 256 * 1024 * 1024;
  Client client{address, options};
  std::vector<std::vector<std::string>> all;
  for (const std::string& channel : Load::channels()) {
    std::vector<std::string>& texts = all.emplace_back();
    for (const Publication& one : client.history(channel).publications) texts.push_back(one.data.text());
  }
  return all;
}

TEST(Cluster, OnRedisLosesAndDoublesNothingWhoeverIsKilled) {
  CENT_NEEDS_CENTRIFUGO();
  CENT_NEEDS_PROGRAM("redis-server");
  const std::size_t commands = number_from_environment("CENT_CLUSTER", 20'000);
  const std::uint64_t seed = drawn_seed(commands);
  const auto redis = make_redis();
  redis->start();
  Nodes nodes{2, redis_node(redis->port())};
  Load load{seed, commands};
  AsyncStats stats;
  std::size_t kills = 0;
  {
    AsyncClientOptions options = patient();
    const auto lossy = std::make_shared<std::atomic<bool>>(true);
    options.transport = answers_get_lost(lossy);
    AsyncClient client{nodes.addresses(2), options};
    Disturber disturber{nodes, seed};
    // A batch of which only the end was carried out, since Redis came back in its middle, is repeated as a
    // whole if its answer is lost, and then its beginning comes last. So answers arrive while Redis is away.
    disturber.restart_once(
        *redis, [&] { return load.accepted() > load.commands() / 3; }, *lossy,
        [&, until = std::size_t{0}]() mutable {
          if (until == 0) until = std::min(load.commands(), load.accepted() + patient().max_queue_commands);
          return load.reports() >= until;
        });
    publish_meanwhile(load, client, disturber, pace_of(commands));
    EXPECT_EQ(client.flush(std::chrono::seconds{180}), 0U);
    stats = client.stats();
    kills = disturber.kills();
    EXPECT_EQ(disturber.broker_kills(), 1U);
  }
  const Account account = load.settle(histories(nodes.at(0).address()));
  summarize("two nodes of Centrifugo " + version_of(centrifugo_program(), "version") + " on Redis " +
            version_of(find_program("redis-server"), "--version") + ": " + std::to_string(load.commands()) +
            " publications in " + std::to_string(stats.requests) + " requests, " + std::to_string(kills) +
            " kills of nodes, 1 of Redis, every tenth answer lost: " + account.text() + " in the history" +
            seed_text(seed));
  EXPECT_EQ(load.reports(), load.commands());
  EXPECT_EQ(account.lost, 0U);
  EXPECT_EQ(account.doubled, 0U);
  EXPECT_EQ(account.ghosts, 0U);
  EXPECT_EQ(account.out_of_order, 0U);
  EXPECT_GT(kills, 0U);
  // A command that failed while a later one of its channel went through stays unknown; else all come through.
  EXPECT_GT(account.applied, load.commands() * 9 / 10);
}

}  // namespace
}  // namespace cent::test

// The story of the first page: publish, broadcast, presence, channels, info.
#include <thread>

#include "conformance/fixture.hpp"
#include "support/eventually.hpp"

namespace cent::test {
namespace {

TEST_P(Conformance, PublishReturnsItsPosition) {
  Client cent = client();
  const std::string channel = fresh("publish");
  const PublishResult first = cent.publish(channel, json{{"input", "test"}});
  const PublishResult second = cent.publish({channel, json(2)});
  EXPECT_EQ(first.offset, since(3) ? 1U : 0U);
  EXPECT_EQ(second.offset, since(3) ? 2U : 0U);
  EXPECT_EQ(first.epoch, second.epoch);
  EXPECT_EQ(first.epoch.empty(), !since(3));
}

TEST_P(Conformance, PublishWithoutHistoryHasNoPosition) {
  Client cent = client();
  const PublishResult bare = cent.publish("bare:" + fresh("c"), json(1));
  EXPECT_EQ(bare.offset, 0U);
  EXPECT_EQ(bare.epoch, "");
  PublishRequest request{fresh("skip"), json(1)};
  request.skip_history = true;
  EXPECT_EQ(cent.publish(request).offset, 0U);
  EXPECT_EQ(cent.history(request.channel).publications.size(), since(3) ? 0U : 1U);
}

TEST_P(Conformance, BroadcastAnswersForEachChannel) {
  Client cent = client();
  const std::string a = fresh("a");
  const std::string b = fresh("b");
  const BroadcastResult both = cent.broadcast({a, b}, json{{"n", 1}});
  EXPECT_EQ(cent.history(a).publications.size(), 1U);
  EXPECT_EQ(cent.history(b).publications.size(), 1U);
  const auto mixed = [&] { return cent.broadcast(std::vector<std::string>{a, "nope:x", b}, json(2)); };
  if (!since(3)) {
    EXPECT_TRUE(both.responses.empty());
    EXPECT_EQ(code_of(mixed), ErrorCode::kUnknownChannel);
    return;
  }
  ASSERT_EQ(both.responses.size(), 2U);
  EXPECT_EQ(both.responses[1].result.value().offset, 1U);
  const BroadcastResult partly = mixed();
  ASSERT_EQ(partly.responses.size(), 3U);
  EXPECT_EQ(partly.responses[0].result.value().offset, 2U);
  EXPECT_EQ(partly.responses[1].error.value().code, ErrorCode::kUnknownChannel);
  EXPECT_EQ(partly.responses[2].result.value().offset, 2U);
}

TEST_P(Conformance, ALargeBroadcastIsSplitAndKeepsItsOrder) {
  Client cent = client();
  std::vector<std::string> channels;
  const std::string prefix = fresh("many");
  for (int i = 0; i < 1200; ++i) channels.push_back(prefix + "." + std::to_string(i));
  cent.publish(channels[700], json(1));
  const BroadcastResult all = cent.broadcast(channels, json(2));
  EXPECT_TRUE(all.all_ok());
  for (const std::size_t at : {0U, 499U, 500U, 1199U}) {
    EXPECT_EQ(cent.history(channels[at]).publications.size(), 1U) << at;
  }
  if (!since(3)) {
    EXPECT_TRUE(all.responses.empty());
    return;
  }
  ASSERT_EQ(all.responses.size(), channels.size());
  for (std::size_t i = 0; i < channels.size(); ++i) {
    ASSERT_EQ(all.responses[i].result.value().offset, i == 700 ? 2U : 1U) << i;
  }
}

TEST_P(Conformance, UnknownNamespacesAreRefused) {
  Client cent = client();
  const std::string channel = "nope:x";
  const auto refused = ErrorCode::kUnknownChannel;
  EXPECT_EQ(code_of([&] { cent.publish(channel, json(1)); }), refused);
  EXPECT_EQ(code_of([&] { cent.history(channel); }), refused);
  EXPECT_EQ(code_of([&] { cent.history_remove(channel); }), refused);
  EXPECT_EQ(code_of([&] { cent.presence(channel); }), refused);
  EXPECT_EQ(code_of([&] { cent.presence_stats(channel); }), refused);
  EXPECT_EQ(code_of([&] { cent.unsubscribe("u", channel); }), refused);
  if (since(3)) {
    EXPECT_EQ(code_of([&] { cent.subscribe({"u", channel}); }), refused);
  }
}

TEST_P(Conformance, DataThatAChannelDoesNotKeepIsNotAvailable) {
  Client cent = client();
  const auto refused = ErrorCode::kNotAvailable;
  EXPECT_EQ(code_of([&] { cent.history("bare:c"); }), refused);
  EXPECT_EQ(code_of([&] { cent.history_remove("bare:c"); }), refused);
  EXPECT_EQ(code_of([&] { cent.presence("bare:c"); }), refused);
  EXPECT_EQ(code_of([&] { cent.presence_stats("bare:c"); }), refused);
}

TEST_P(Conformance, ErrorsSayWhatBecameOfTheCommand) {
  Client cent = client();
  try {
    cent.publish("nope:x", json(1));
    FAIL() << "published to a namespace that is not there";
  } catch (const ResponseError& error) {
    EXPECT_EQ(error.delivery(), Delivery::refused);
    EXPECT_FALSE(error.retryable());
    EXPECT_EQ(error.method(), "publish");
    EXPECT_EQ(error.status(), 200);
    EXPECT_EQ(error.message(), since(3) ? "unknown channel" : "namespace not found");
  }
}

TEST_P(Conformance, PresenceIsEmptyWithoutSubscribers) {
  Client cent = client();
  const std::string channel = fresh("empty");
  EXPECT_TRUE(cent.presence(channel).presence.empty());
  EXPECT_EQ(cent.presence_stats(channel).num_clients, 0U);
  EXPECT_EQ(cent.presence_stats(channel).num_users, 0U);
}

TEST_P(Conformance, PresenceShowsWhoIsThere) {
  if (!since(3)) GTEST_SKIP() << "v2 has no subscriber over plain HTTP";
  Client cent = client();
  const std::string channel = fresh("there");
  const RawStream first = subscriber("anna", {channel});
  const RawStream second = subscriber("anna", {channel});
  const RawStream third = subscriber("ben", {channel});
  const PresenceResult there = cent.presence(channel);
  EXPECT_EQ(there.presence.size(), 3U);
  for (const auto& [id, info] : there.presence) {
    EXPECT_EQ(info.client, id);
    EXPECT_EQ(info.conn_info.as<json>(), json({{"of", info.user}}));
    EXPECT_FALSE(info.chan_info.has_value());
  }
  const PresenceStatsResult stats = cent.presence_stats(channel);
  EXPECT_EQ(stats.num_clients, 3U);
  EXPECT_EQ(stats.num_users, 2U);
}

TEST_P(Conformance, ChannelsListsThoseWithSubscribers) {
  Client cent = client();
  const std::string channel = fresh("list");
  const std::string other = fresh("other");
  if (!since(3)) {
    EXPECT_TRUE(cent.channels().channels.empty());
    EXPECT_TRUE(cent.channels({"list-*"}).channels.empty());
    return;
  }
  {
    const RawStream stream = subscriber("u", {channel, "ns:" + channel, other});
    const RawStream another = subscriber("u", {channel});
    const auto listed = cent.channels().channels;
    EXPECT_EQ(listed.count(other), 1U);
    ASSERT_EQ(listed.count(channel), 1U);
    EXPECT_EQ(listed.at(channel).num_clients, 2U);
    EXPECT_EQ(cent.channels({"*" + channel}).channels.size(), 2U);
    EXPECT_EQ(cent.channels({"{" + channel + "," + other + "}"}).channels.size(), 2U);
    EXPECT_EQ(cent.channels({"?" + channel.substr(1)}).channels.size(), 1U);
  }
  EXPECT_EQ(code_of([&] { cent.channels({"[a"}); }), ErrorCode::kInternal);
  EXPECT_TRUE(eventually([&] { return cent.channels({"*" + channel}).channels.empty(); }));
}

TEST_P(Conformance, InfoKnowsTheNode) {
  Client cent = client();
  const InfoResult info = cent.info();
  ASSERT_EQ(info.nodes.size(), 1U);
  EXPECT_FALSE(info.nodes[0].uid.empty());
  EXPECT_FALSE(info.nodes[0].name.empty());
  if (since(3)) {
    EXPECT_FALSE(info.nodes[0].version.empty());  // v2 says nothing if it was built without a number
  }
}

TEST_P(Conformance, RpcHasNoExtensionToCall) {
  Client cent = client();
  EXPECT_EQ(code_of([&] { cent.rpc({"method", json{{"a", 1}}}); }), ErrorCode::kNotFound);
}

TEST_P(Conformance, OneClientServesManyThreads) {
  Client cent = client();
  const std::string channel = "ns:" + fresh("threads");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 25; ++n) cent.publish(channel, json(n));
    });
  }
  for (std::thread& thread : threads) thread.join();
  const HistoryResult kept = cent.history(channel);
  EXPECT_EQ(kept.publications.size(), 10U);
  EXPECT_EQ(kept.offset, since(3) ? 100U : 0U);
}

}  // namespace
}  // namespace cent::test

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string_view>

#include "delivery/key_source.hpp"
#include "delivery/partial_broadcasts.hpp"
#include "delivery/reply_set.hpp"
#include "delivery/server_age.hpp"
#include "protocol/answer_sink.hpp"
#include "protocol/channel_of.hpp"
#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::CommandBuffer;
using detail::ReplySet;

TEST(FailedChannels, AreCountedInWhatServersSend) {
  const std::pair<const char*, std::size_t> cases[] = {
      {R"({"responses":[{"result":{}}]})", 0},
      {R"({"responses":[{"error":{"code":102}},{"result":{}},{"error":{"code":100,"message":"m"}}]})", 2},
      {R"({"responses":[{"error":null,"result":{}}]})", 0},
      {R"({"responses":[{"result":{"epoch":"\"error\""}}]})", 0},
      {R"({"error":{"code":1}})", 0},
      {R"({"responses":{"error":{}}})", 0},
      {R"({"responses":[1,{"error":{}}]})", 0},
      {R"({"responses":[{"error":{}})", 0},
      {"", 0},
  };
  for (const auto& [result, count] : cases) EXPECT_EQ(detail::failed_channels(result), count) << result;
}

TEST(AutoKey, IsForPublicationsThatHaveNone) {
  EXPECT_TRUE(detail::wants_key("publish", Effect::once));
  EXPECT_TRUE(detail::wants_key("broadcast", Effect::once));
  EXPECT_TRUE(detail::wants_key("publish", Effect::versioned)) << "servers forget versions";
  for (const Effect effect : {Effect::reads, Effect::sets, Effect::keyed}) {
    EXPECT_FALSE(detail::wants_key("publish", effect));
  }
  for (const char* method : {"map_publish", "history_remove", "rpc", "send_push_notification", ""}) {
    EXPECT_FALSE(detail::wants_key(method, Effect::once)) << method;
  }
}

TEST(AutoKey, StandsFirstInTheParams) {
  const std::pair<const char*, const char*> cases[] = {
      {"{}", R"({"idempotency_key":"k"})"},
      {" { \n} ", R"( {"idempotency_key":"k" 
} )"},
      {R"({"channel":"c"})", R"({"idempotency_key":"k","channel":"c"})"},
      {R"( {"data":{"}":1}} )", R"( {"idempotency_key":"k","data":{"}":1}} )"},
      {R"({"data":{}})", R"({"idempotency_key":"k","data":{}})"},
  };
  for (const auto& [given, made] : cases) {
    std::string params = given;
    detail::add_key(params, "k");
    EXPECT_EQ(params, made) << given;
  }
}

TEST(AutoKey, IsNamedByATopLevelMemberOfThatNameAlone) {
  for (const char* naming : {R"({"idempotency_key":""})", R"({"channel":"a", "idempotency_key" : null})",
                             R"({"data":{"a":[1]},"idempotency_key":"k"})", R"({"idempotency\u005fkey":"k"})",
                             R"({"Idempotency_Key":"k"})", R"({"IDEMPOTENCY_KEY":"k"})"}) {
    EXPECT_TRUE(detail::names_key(naming)) << naming;
  }
  for (const char* other :
       {"{}", R"({"data":{"idempotency_key":"k"}})", R"({"data":["idempotency_key"]})",
        R"({"data":"\"idempotency_key\":\"k\""})", R"({"channel":"idempotency_key"})",
        R"({"tags":{"idempotency_key":"k"}})", R"({"idempotency_keys":1})", R"({"idempotencyKey":"k"})"}) {
    EXPECT_FALSE(detail::names_key(other)) << other;
  }
}

TEST(AutoKey, GivesEachCommandOfABatchItsOwnAndLeavesTheRest) {
  CommandBuffer commands;
  commands.set_parallel(true);
  commands.push("publish", R"({"channel":"a"})", Effect::once);
  commands.push("history", R"({"channel":"a"})", Effect::reads);
  commands.push("publish", R"({"idempotency_key":"mine"})", Effect::keyed);
  commands.push("broadcast", R"({"channels":["a"]})", Effect::once);
  commands.push("publish", R"({"channel":"a","idempotency_key":""})", Effect::once);
  const CommandBuffer keyed = detail::with_random_keys(commands);
  ASSERT_EQ(keyed.size(), 5U);
  EXPECT_TRUE(keyed.parallel());
  EXPECT_EQ(keyed.params(1), commands.params(1));
  EXPECT_EQ(keyed.params(2), commands.params(2));
  EXPECT_EQ(keyed.effect(0), Effect::keyed);
  EXPECT_EQ(keyed.effect(1), Effect::reads);
  EXPECT_EQ(keyed.effect(3), Effect::keyed);
  EXPECT_TRUE(keyed.repeat(0).own_key);
  EXPECT_FALSE(keyed.repeat(2).own_key);
  EXPECT_EQ(keyed.params(4), commands.params(4))
      << "of two keys the server takes the caller's, which is none";
  EXPECT_EQ(keyed.effect(4), Effect::once);
  EXPECT_NE(keyed.params(0).substr(0, 50), keyed.params(3).substr(0, 50));
  EXPECT_EQ(commands.params(0), R"({"channel":"a"})") << "the original is as before";
}

TEST(RandomKey, Is128BitsIn22Characters) {
  std::set<std::string> keys;
  for (int i = 0; i < 1000; ++i) {
    const std::string key = detail::random_key();
    EXPECT_EQ(key.size(), 22U);
    for (const char character : key)
      EXPECT_TRUE(std::isalnum(character) || character == '+' || character == '/') << key;
    keys.insert(key);
  }
  EXPECT_EQ(keys.size(), 1000U);
  const auto text = [](std::uint64_t high, std::uint64_t low) {
    const detail::KeyText key = detail::key_text(high, low);
    return std::string{key.begin(), key.end()};
  };
  EXPECT_EQ(text(0, 0), std::string(22, '0'));
  EXPECT_EQ(text(0, 63), std::string(21, '0') + '/');
  EXPECT_EQ(text(0, 1ULL << 63), std::string(11, '0') + "8" + std::string(10, '0'));
  EXPECT_EQ(text(1, 0), std::string(11, '0') + "G" + std::string(10, '0'));
  EXPECT_EQ(text(~0ULL, ~0ULL), "3" + std::string(21, '/'));
}

/// The answer to `info` for nodes of these versions.
std::string info_of(std::initializer_list<const char*> versions) {
  std::string nodes;
  for (const char* version : versions) {
    nodes += std::string(nodes.empty() ? "" : ",") + R"({"uid":"u","name":"n","version":")" + version +
             R"(","num_clients":0,"num_users":0,"num_channels":0})";
  }
  return R"({"nodes":[)" + nodes + "]}";
}

TEST(ServerAge, ShowsTheFeaturesOfACluster) {
  struct Case {
    const char* version;
    bool keys;
    bool versions;
  };
  const Case cases[] = {
      {"6.9.1 OSS", true, true}, {"6.2.0", true, true},      {"6.1.9", true, false},
      {"5.4.9", true, false},    {"5.2.0 PRO", true, false}, {"5.1.9", false, false},
      {"4.1.5", false, false},   {"2.8.6", false, false},    {"10.0.0", true, true},
      {"", false, false},        {"6", false, false},        {"v6.2.0", false, false},
      {"6.x", false, false},     {"dev", false, false},      {"99999999999.1", false, false},
      {"0.0.0", false, false},
  };
  for (const Case& one : cases) {
    const auto age = detail::oldest_node(info_of({one.version}));
    EXPECT_EQ(age.knows_keys(), one.keys) << one.version;
    EXPECT_EQ(age.knows_versions(), one.versions) << one.version;
  }
}

TEST(ServerAge, IsThatOfTheOldestNode) {
  const auto age = detail::oldest_node(info_of({"6.9.1", "5.10.0", "5.4.9", "6.0.0"}));
  EXPECT_EQ(age.major, 5);
  EXPECT_EQ(age.minor, 4);
  EXPECT_EQ(detail::oldest_node(info_of({})).major, 0);
  EXPECT_THROW(detail::oldest_node("[]"), RequestException);
  EXPECT_EQ(detail::oldest_node(info_of({"6.9.1", "0.0.0"})).source, "the server reports version 0.0.0");
  EXPECT_EQ(detail::oldest_node(info_of({"6.9.1", ""})).source, "the server reports no version");
  EXPECT_EQ(detail::oldest_node(info_of({})).source, "the server reports no version");
}

TEST(ServerAge, IsWhatTheOptionsSay) {
  EXPECT_TRUE(detail::asserted_age("6.9.1").knows_versions());
  EXPECT_TRUE(detail::asserted_age("5.2").knows_keys());
  EXPECT_FALSE(detail::asserted_age("5.1.9").knows_keys());
  for (const char* bad : {"6", "v6.9.1", "6.9.1 OSS", "latest", "6.x", "0.0.0", ".", "6."}) {
    EXPECT_THROW(detail::asserted_age(bad), UsageError) << bad;
  }
}

TEST(ReplySet, HoldsPiecesOfBodiesAndErrors) {
  ReplySet replies{4};
  const std::string& body = replies.keep(R"([{"a":1},{"b":2}])");
  replies.set_result(0, std::string_view{body}.substr(1, 7));
  EXPECT_FALSE(replies.settled(3));
  const auto error = std::make_shared<const UsageError>("no");
  replies.set_error(1, error);
  replies.set_error(2, error);
  const std::string& later = replies.keep(std::string(5000, ' ') + "{}");
  replies.set_result(3, std::string_view{later}.substr(5000));
  EXPECT_EQ(replies.text(0), R"({"a":1})");
  EXPECT_EQ(replies.error(0), nullptr);
  EXPECT_EQ(replies.error(1), error);
  EXPECT_EQ(replies.error(2), error);
  EXPECT_EQ(replies.text(3), "{}");
  for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(replies.settled(i));
  replies.unset(1);
  EXPECT_FALSE(replies.settled(1));
  EXPECT_TRUE(replies.settled(2));
}

using detail::Route;
using detail::route_of_params;

std::size_t key(std::string_view name) { return std::hash<std::string_view>{}(name); }

TEST(RouteOfParams, IsThatOfTheChannel) {
  const Route route = route_of_params(R"({"user":"u","data":{"channel":"other"},"channel":"a\u0062"})");
  EXPECT_FALSE(route.anywhere);
  EXPECT_EQ(route.key, key("ab"));
  EXPECT_TRUE(route.more.empty());
}

TEST(RouteOfParams, IsThatOfAllChannels) {
  const Route route = route_of_params(R"({"channels":["a",7,{"channel":"x"},"b",null,"c"]})");
  EXPECT_EQ(route.key, key("a"));
  EXPECT_EQ(route.more, (std::vector<std::size_t>{key("b"), key("c")}));
}

TEST(RouteOfParams, IsThatOfTheUserWhereThereIsNoChannel) {
  EXPECT_EQ(route_of_params(R"({"user":"u"})").key, key("u"));
  EXPECT_TRUE(route_of_params(R"({"user":""})").anywhere) << "that is nobody";
  EXPECT_EQ(route_of_params(R"({"user":"u","channels":["a"]})").key, key("a"));
}

TEST(RouteOfParams, IsAnyLaneForWhatHasNoneOfThem) {
  for (const char* params : {"{}", R"({"channel":7})", R"({"channels":"a"})", R"({"channels":[]})",
                             R"({"user":null})", R"({"pattern":"a*"})"}) {
    EXPECT_TRUE(route_of_params(params).anywhere) << params;
  }
}

}  // namespace
}  // namespace cent::test

#include <gtest/gtest.h>

#include <cent/api.hpp>
#include <cent/detail/command_buffer.hpp>
#include <string>
#include <utility>

#include "protocol/channel_of.hpp"
#include "protocol/method_name.hpp"
#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::CommandBuffer;

TEST(CommandBuffer, IsABatchBodyAtEveryInstant) {
  CommandBuffer buffer;
  EXPECT_EQ(buffer.body(), R"({"commands":[]})");
  EXPECT_TRUE(buffer.empty());
  buffer.push("publish", R"({"channel":"c"})", Effect::once);
  EXPECT_EQ(buffer.body(), R"({"commands":[{"publish":{"channel":"c"}}]})");
  buffer.push("info", "{}", Effect::reads);
  EXPECT_EQ(buffer.body(), R"({"commands":[{"publish":{"channel":"c"}},{"info":{}}]})");
  ASSERT_EQ(buffer.size(), 2U);
  EXPECT_EQ(buffer.method(0), "publish");
  EXPECT_EQ(buffer.params(0), R"({"channel":"c"})");
  EXPECT_EQ(buffer.effect(0), Effect::once);
  EXPECT_EQ(buffer.method(1), "info");
  EXPECT_EQ(buffer.params(1), "{}");
  EXPECT_EQ(buffer.effect(1), Effect::reads);
}

TEST(CommandBuffer, TurnsParallelOnAndOffAtAnyTime) {
  CommandBuffer buffer;
  buffer.set_parallel(true);
  EXPECT_EQ(buffer.body(), R"({"commands":[]})");
  buffer.push("info", "{}", Effect::reads);
  EXPECT_EQ(buffer.body(), R"({"commands":[{"info":{}}],"parallel":true})");
  EXPECT_EQ(buffer.params(0), "{}");
  buffer.set_parallel(true);
  buffer.push("info", "{\"a\":1}", Effect::reads);
  buffer.set_parallel(false);
  EXPECT_EQ(buffer.body(), R"({"commands":[{"info":{}},{"info":{"a":1}}]})");
  EXPECT_EQ(buffer.params(1), "{\"a\":1}");
  buffer.clear();
  EXPECT_EQ(buffer.body(), R"({"commands":[]})");
  buffer.push("info", "{}", Effect::reads);
  EXPECT_EQ(buffer.body(), R"({"commands":[{"info":{}}]})");
}

TEST(CommandBuffer, AppendsAnotherAsIfItsCommandsHadBeenPushed) {
  for (const bool parallel : {false, true}) {
    for (const bool other_parallel : {false, true}) {
      CommandBuffer other;
      other.set_parallel(other_parallel);
      other.push("publish", R"({"channel":"c"})", {Effect::keyed, true});
      other.push("info", "{}", Effect::reads);
      CommandBuffer buffer;
      CommandBuffer pushed;
      buffer.set_parallel(parallel);
      pushed.set_parallel(parallel);
      buffer.append(CommandBuffer{});
      EXPECT_TRUE(buffer.empty());
      buffer.reserve(5, 100);
      for (int i = 0; i < 2; ++i) {
        buffer.append(other);
        for (std::size_t at = 0; at < 2; ++at)
          pushed.push(other.method(at), other.params(at), other.repeat(at));
        EXPECT_EQ(buffer.body(), pushed.body());
      }
      buffer.push("info", "{}", Effect::reads);
      ASSERT_EQ(buffer.size(), 5U);
      EXPECT_EQ(buffer.method(2), "publish");
      EXPECT_EQ(buffer.params(2), R"({"channel":"c"})");
      EXPECT_EQ(buffer.effect(2), Effect::keyed);
      EXPECT_TRUE(buffer.repeat(2).own_key);
      EXPECT_EQ(buffer.params(3), "{}");
      EXPECT_EQ(other.size(), 2U);
    }
  }
}

TEST(CommandBuffer, IsAsBeforeWhenARequestIsRefused) {
  CommandBuffer buffer;
  const PublishRequest bad{"c", Json::raw("1"), "", false, {{"tag", "\xff"}}};
  EXPECT_THROW(buffer.push(bad), UsageError);
  EXPECT_EQ(buffer.size(), 0U);
  EXPECT_EQ(buffer.body(), R"({"commands":[]})");
  buffer.push(PublishRequest{"c", Json::raw("1")});
  const std::string before{buffer.body()};
  EXPECT_THROW(buffer.push(bad), UsageError);
  EXPECT_THROW(buffer.push(PublishRequest{"", Json::raw("1")}), UsageError);
  EXPECT_EQ(buffer.body(), before);
  buffer.push(PublishRequest{"c", Json::raw("2")});
  EXPECT_EQ(buffer.body(),
            R"({"commands":[{"publish":{"channel":"c","data":1}},{"publish":{"channel":"c","data":2}}]})");
}

TEST(CommandBuffer, APublicationIsTheSameWithAndWithoutItsRequest) {
  const auto from_server = parse_result<HistoryResult>(
      "{\"publications\":[{\"data\":{\"a\":\"\xff\"}},{\"data\":[1,\r\n2]}],\"offset\":1,\"epoch\":\"e\"}");
  const Json payloads[] = {Json::raw("1"), Json::raw(R"({"text":")" + std::string(1000, 'x') + R"("})"),
                           Json{}, from_server.publications.at(0).data, from_server.publications.at(1).data};
  const std::string channels[] = {"c", "\"quoted\" \\ \n", "\u00e9", std::string(600, 'c'), "", "\xff"};
  for (const std::string& channel : channels) {
    for (const Json& data : payloads) {
      const auto pushed = [](CommandBuffer& buffer, const auto& push) {
        buffer.push("info", "{}", Effect::reads);
        try {
          push();
        } catch (const UsageError& error) {
          return std::string(error.what());
        }
        EXPECT_EQ(buffer.effect(1), Effect::once);
        return std::string("pushed");
      };
      CommandBuffer expected;
      CommandBuffer buffer;
      const std::string outcome = pushed(expected, [&] { expected.push(PublishRequest{channel, data}); });
      EXPECT_EQ(pushed(buffer, [&] { buffer.push_publication(channel, data); }), outcome);
      EXPECT_EQ(buffer.body(), expected.body());
    }
  }
}

TEST(CommandBuffer, TakesCommandsByName) {
  CommandBuffer buffer;
  buffer.push(Command{"new_method", Json::raw(" {\"a\":1} "), Effect::reads});
  buffer.push(Command{"bare", Json{}});
  EXPECT_EQ(buffer.method(0), "new_method");
  EXPECT_EQ(buffer.params(0), " {\"a\":1} ");
  EXPECT_EQ(buffer.effect(0), Effect::reads);
  EXPECT_EQ(buffer.params(1), "{}");
  EXPECT_EQ(buffer.effect(1), Effect::once);
}

TEST(CommandBuffer, RefusesCommandsThatCannotBe) {
  CommandBuffer buffer;
  for (const char* params : {"[]", "1", "null", "\"{}\"", "true"}) {
    const auto error = error_of<UsageError>([&] { buffer.push(Command{"m", Json::raw(params)}); });
    EXPECT_TRUE(has(error.what(), "m: params must be a JSON object")) << error.what();
  }
  EXPECT_TRUE(buffer.empty());
}

TEST(CommandBuffer, CopiesAndMovesWhole) {
  CommandBuffer one;
  one.push("info", "{}", Effect::reads);
  CommandBuffer two = one;
  two.push("info", "{}", Effect::reads);
  EXPECT_EQ(one.size(), 1U);
  EXPECT_EQ(two.size(), 2U);
  one = std::move(two);
  EXPECT_EQ(one.params(1), "{}");
}

TEST(FaultRow, Row44_AMethodNameIsNeverAPath) {
  for (const char* name : {"publish", "map_read_state", "m2", "_"})
    EXPECT_NO_THROW(detail::check_method_name(name));
  for (const std::string& name :
       {std::string{}, std::string{"../admin"}, std::string{"a/b"}, std::string{"Publish"},
        std::string{"a b"}, std::string{"a\n"}, std::string{"a?x"}, std::string{"a%2f"},
        std::string("a\0b", 3), std::string(65, 'a'), std::string{"\xc3\xa4"}}) {
    const auto error = error_of<UsageError>([&] { detail::check_method_name(name); });
    EXPECT_TRUE(has(error.what(), "lower-case letters")) << error.what();
  }
  EXPECT_NO_THROW(detail::check_method_name(std::string(64, 'a')));
  EXPECT_TRUE(has(error_of<UsageError>([] { detail::check_method_name("batch"); }).what(), "send()"));
}

TEST(MethodName, CoreRoutesAreThoseOfV50) {
  for (const char* name :
       {"publish", "broadcast", "history", "presence", "presence_stats", "channels", "history_remove", "info",
        "subscribe", "unsubscribe", "refresh", "disconnect", "rpc"}) {
    EXPECT_TRUE(detail::is_core_route(name)) << name;
  }
  for (const char* name : {"map_publish", "block_user", "connections", "batch", "", "publis"}) {
    EXPECT_FALSE(detail::is_core_route(name)) << name;
  }
}

TEST(FaultRow, Row42_ParamsThatAServerReturnedBrokenAreRefusedWithTheOffset) {
  Json broken = [] {
    const auto history = parse_result<HistoryResult>(
        "{\"publications\":[{\"data\":{\"a\":\"\xff\"}}],\"offset\":1,\"epoch\":\"e\"}");
    return history.publications.at(0).data;
  }();
  const auto error = error_of<UsageError>([&] {
    std::string one_line;
    static_cast<void>(detail::checked_params(Command{"publish", broken}, one_line));
  });
  EXPECT_TRUE(has(error.what(), "publish: params: ")) << error.what();
  EXPECT_TRUE(has(error.what(), "at byte 6")) << error.what();
}

TEST(ChannelOf, IsTheOneThatACommandNames) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"channel":"a","data":1})", "a"},
      {R"({"idempotency_key":"k","channel":"a","data":1})", "a"},
      {R"({"idempotency_key":"k","data":{"channel":"b"},"channel":"a"})", "a"},
      {R"({"idempotency_key":"\"","channel":"a"})", "a"},
      {R"({"channel":"a\"\u00e4"})", "a\"\xc3\xa4"},
      {R"({ "user":"u", "channel" : "a" })", "a"},
      {R"({"data":{"channel":"b"}})", ""},
      {R"({"channels":["a","b"]})", ""},
      {R"({"channel":7})", ""},
      {R"({"channel":""})", ""},
      {R"({"channel":"a)", ""},
      {"{}", ""},
      {"", ""},
      {"not JSON", ""},
  };
  for (const auto& [params, channel] : cases) {
    std::string storage;
    EXPECT_EQ(detail::channel_of(params), channel) << params;
    if (std::string(params).back() == '}') {
      EXPECT_EQ(detail::channel_of(params, storage), channel) << params;
    }
  }
}

}  // namespace
}  // namespace cent::test

// Commands: typed requests as method and params, what repeating them does, and many of them in one body.
#include <gtest/gtest.h>
#include <cent/api.hpp>
#include <cent/cent.hpp>

#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "protocol/dialects.hpp"

namespace {

using namespace cent;
using detail::CommandBuffer;
using nlohmann::json;

/// A face that gives back the command it was asked for.
class Written;
}  // namespace

template <class R>
struct cent::Returns<Written, R> {
  using type = std::string;
};

namespace {
class Written : public Methods<Written> {
 public:
  template <class Request>
  std::string call(const Request& request) {
    const Command command = to_command(request);
    return command.method + " " + command.params.text();
  }
};

TEST(Shorthands, AreTheSameCommandsAsTheirRequests) {
  Written face;
  const json data{{"a", 1}};
  const std::string s = "ch";
  const std::string_view sv = s;
  EXPECT_EQ(face.publish("ch", data), R"(publish {"channel":"ch","data":{"a":1}})");
  EXPECT_EQ(face.publish("ch", data), face.publish({"ch", data}));
  EXPECT_EQ(face.publish(s, data), face.publish({s, data}));
  EXPECT_EQ(face.publish(sv, data), face.publish({"ch", data}));
  EXPECT_EQ(face.broadcast({"a", "b"}, data), R"(broadcast {"channels":["a","b"],"data":{"a":1}})");
  EXPECT_EQ(face.broadcast({"a", "b"}, data), face.broadcast({{"a", "b"}, data}));
  EXPECT_EQ(face.broadcast({"aa", "b"}, data), face.broadcast({{"aa", "b"}, data}));
  EXPECT_EQ(face.broadcast(std::vector<std::string>{"a", "b"}, data), face.broadcast({"a", "b"}, data));
  EXPECT_EQ(face.broadcast(std::set<std::string>{"a", "b"}, data), face.broadcast({"a", "b"}, data));
  EXPECT_EQ(face.broadcast(std::array<const char*, 2>{"a", "b"}, data), face.broadcast({"a", "b"}, data));
  EXPECT_EQ(face.broadcast(std::vector<std::string_view>{sv}, data), face.broadcast({s}, data));
  EXPECT_EQ(face.unsubscribe("user", "ch"), R"(unsubscribe {"user":"user","channel":"ch"})");
  EXPECT_EQ(face.unsubscribe("user", "ch"), face.unsubscribe({"user", "ch"}));
  EXPECT_EQ(face.disconnect("user"), face.disconnect({"user"}));
  EXPECT_EQ(face.presence("ch"), face.presence({"ch"}));
  EXPECT_EQ(face.presence_stats("ch"), face.presence_stats({"ch"}));
  EXPECT_EQ(face.history("ch"), R"(history {"channel":"ch","limit":-1})");
  EXPECT_EQ(face.history("ch"), face.history({"ch"}));
  EXPECT_EQ(face.history_remove("ch"), face.history_remove({"ch"}));
  EXPECT_EQ(face.channels(), "channels {}");
  EXPECT_EQ(face.channels(), face.channels({}));
  EXPECT_EQ(face.info(), "info {}");
  EXPECT_EQ(face.info(), face.info({}));
}

TEST(Commands, KnowWhatRepeatingThemDoes) {
  const auto effect = [](const auto& request) { return to_command(request).effect; };
  PublishRequest publish{"c", Json::of(1)};
  EXPECT_EQ(effect(publish), Effect::once);
  publish.version = 1;
  EXPECT_EQ(effect(publish), Effect::versioned);
  publish.skip_history = true;
  EXPECT_EQ(effect(publish), Effect::once) << "versions stand in the history";
  publish.idempotency_key = "k";
  EXPECT_EQ(effect(publish), Effect::keyed);
  BroadcastRequest broadcast{{"c"}, Json::of(1)};
  EXPECT_EQ(effect(broadcast), Effect::once);
  broadcast.version = 1;
  EXPECT_EQ(effect(broadcast), Effect::versioned);
  broadcast.idempotency_key = "k";
  EXPECT_EQ(effect(broadcast), Effect::keyed);
  MapPublishRequest map{"c", "k"};
  EXPECT_EQ(effect(map), Effect::once);
  map.idempotency_key = "k";
  EXPECT_EQ(effect(map), Effect::keyed);
  MapRemoveRequest remove{"c", "k"};
  EXPECT_EQ(effect(remove), Effect::once);
  remove.idempotency_key = "k";
  EXPECT_EQ(effect(remove), Effect::keyed);

  EXPECT_EQ(effect(PresenceRequest{"c"}), Effect::reads);
  EXPECT_EQ(effect(PresenceStatsRequest{"c"}), Effect::reads);
  EXPECT_EQ(effect(HistoryRequest{"c"}), Effect::reads);
  EXPECT_EQ(effect(ChannelsRequest{}), Effect::reads);
  EXPECT_EQ(effect(InfoRequest{}), Effect::reads);
  EXPECT_EQ(effect(MapReadStateRequest{"c"}), Effect::reads);
  EXPECT_EQ(effect(MapReadStreamRequest{"c"}), Effect::reads);
  EXPECT_EQ(effect(MapStatsRequest{"c"}), Effect::reads);
  EXPECT_EQ(effect(ConnectionsRequest{}), Effect::reads);
  EXPECT_EQ(effect(GetUserStatusRequest{{"u"}}), Effect::reads);
  EXPECT_EQ(effect(DeviceListRequest{}), Effect::reads);
  EXPECT_EQ(effect(DeviceTopicListRequest{}), Effect::reads);
  EXPECT_EQ(effect(UserTopicListRequest{}), Effect::reads);

  EXPECT_EQ(effect(UnsubscribeRequest{"u", "c"}), Effect::sets);
  EXPECT_EQ(effect(DisconnectRequest{"u"}), Effect::sets);
  EXPECT_EQ(effect(RefreshRequest{"u"}), Effect::sets);
  EXPECT_EQ(effect(BlockUserRequest{"u"}), Effect::sets);
  EXPECT_EQ(effect(UnblockUserRequest{"u"}), Effect::sets);

  EXPECT_EQ(effect(HistoryRemoveRequest{"c"}), Effect::once);
  EXPECT_EQ(effect(MapClearRequest{"c"}), Effect::once);
  EXPECT_EQ(effect(RPCRequest{"m"}), Effect::once);
  EXPECT_EQ(effect(SubscribeRequest{"u", "c"}), Effect::once);
  DeviceRegisterRequest device;
  device.provider = "fcm";
  device.token = "t";
  EXPECT_EQ(effect(device), Effect::once) << "a second device";
  device.id = "d";
  EXPECT_EQ(effect(device), Effect::sets);
}

TEST(Commands, TakeAPayloadOfTheGreatestDepth) {
  const std::string deep = std::string(Json::kMaxDepth, '[') + std::string(Json::kMaxDepth, ']');
  const Command command = to_command(PublishRequest{"c", Json::raw(deep)});
  EXPECT_EQ(command.params.text(), R"({"channel":"c","data":)" + deep + "}");
  Batch batch;
  EXPECT_NO_THROW(batch.call(command));
}

TEST(Commands, LeaveOutZeroValuesAndKeepWhatIsSet) {
  PublishRequest request{"c", Json::of(0)};
  EXPECT_EQ(to_command(request).params.text(), R"({"channel":"c","data":0})")
      << "a payload of 0 is a payload";
  HistoryRequest history{"c", 0};
  EXPECT_EQ(to_command(history).params.text(), R"({"channel":"c"})")
      << "0 is the zero value: the position only";
  history.since.emplace();
  EXPECT_EQ(to_command(history).params.text(), R"({"channel":"c","since":{}})") << "set, so it stands there";
  DeviceListRequest devices;
  EXPECT_EQ(to_command(devices).params.text(), "{}") << "an object with nothing in it is left out";
  devices.limit = 5;
  EXPECT_EQ(to_command(devices).params.text(), R"({"limit":5})");
}

TEST(Commands, KeepIntegersExact) {
  PublishRequest request{"c", Json::of(1)};
  request.version = UINT64_MAX;
  EXPECT_NE(to_command(request).params.text().find("\"version\":18446744073709551615"), std::string::npos);
  SubscribeRequest subscribe{"u", "c"};
  subscribe.expire_at = INT64_MIN;
  EXPECT_NE(to_command(subscribe).params.text().find("\"expire_at\":-9223372036854775808"),
            std::string::npos);
}

TEST(Commands, EscapeNames) {
  const Command command = to_command(PublishRequest{"a\"}},{\"x\\\n\x01", Json::of(1)});
  EXPECT_EQ(command.params.text(), R"({"channel":"a\"}},{\"x\\\n\u0001","data":1})");
}

TEST(CommandBuffer, IsAWholeBodyAtEveryInstant) {
  CommandBuffer buffer;
  EXPECT_EQ(buffer.body(), R"({"commands":[]})");
  buffer.push("info", "{}", Effect::reads);
  EXPECT_EQ(buffer.body(), R"({"commands":[{"info":{}}]})");
  buffer.push(PublishRequest{"c", Json::of(1)});
  EXPECT_EQ(buffer.body(), R"({"commands":[{"info":{}},{"publish":{"channel":"c","data":1}}]})");
  EXPECT_EQ(buffer.size(), 2U);
  EXPECT_EQ(buffer.effect(0), Effect::reads);
  EXPECT_EQ(buffer.effect(1), Effect::once);
  buffer.set_parallel(true);
  EXPECT_EQ(buffer.body(),
            R"({"commands":[{"info":{}},{"publish":{"channel":"c","data":1}}],"parallel":true})");
  buffer.push(Command{"later_method", Json::raw(R"({"x":1})")});
  EXPECT_EQ(buffer.method(2), "later_method");
  EXPECT_EQ(buffer.params(1), R"({"channel":"c","data":1})");
  EXPECT_EQ(buffer.params(2), R"({"x":1})");
  buffer.set_parallel(false);
  EXPECT_EQ(json::parse(buffer.body()).at("commands").size(), 3U);
  EXPECT_FALSE(json::parse(buffer.body()).contains("parallel"));
  buffer.clear();
  EXPECT_TRUE(buffer.empty());
  EXPECT_EQ(buffer.body(), R"({"commands":[]})");
  buffer.push("info", "{}", Effect::reads);
  EXPECT_EQ(buffer.body(), R"({"commands":[{"info":{}}]})");
}

TEST(CommandBuffer, IsAsBeforeWhenACommandIsRefused) {
  for (const bool parallel : {false, true}) {
    CommandBuffer buffer;
    buffer.set_parallel(parallel);
    EXPECT_THROW(buffer.push(PublishRequest{"c"}), UsageError);
    EXPECT_TRUE(buffer.empty());
    buffer.push(InfoRequest{});
    const std::string before{buffer.body()};
    EXPECT_THROW(buffer.push(PublishRequest{"bad\xff", Json::of(1)}), UsageError);
    EXPECT_THROW(buffer.push(Command{"Bad", Json()}), UsageError);
    EXPECT_THROW(buffer.push(Command{"good", Json::raw("[]")}), UsageError);
    EXPECT_EQ(buffer.body(), before);
    EXPECT_EQ(buffer.size(), 1U);
    buffer.push(PublishRequest{"c", Json::of(2)});
    EXPECT_EQ(json::parse(buffer.body()).at("commands").size(), 2U);
  }
}

TEST(CommandBuffer, GrowsWithItsBytes) {
  CommandBuffer buffer;
  for (int i = 0; i < 10000; ++i) buffer.push(PublishRequest{"channel", Json::of(i)});
  const json body = json::parse(buffer.body());
  ASSERT_EQ(body.at("commands").size(), 10000U);
  EXPECT_EQ(body.at("commands").at(9999).at("publish").at("data"), 9999);
  EXPECT_EQ(buffer.params(9999), R"({"channel":"channel","data":9999})");
}

TEST(CommandBuffer, IsAStreamInTheLegacyDialect) {
  CommandBuffer buffer;
  buffer.push(PublishRequest{"c", Json::of(1)});
  buffer.push(InfoRequest{});
  buffer.set_parallel(true);  // which the stream cannot say
  detail::WireRequest request;
  detail::legacy_dialect().write(detail::Commands{buffer}, detail::Form::usual, request);
  EXPECT_EQ(request.route, "");
  EXPECT_EQ(request.body,
            "{\"method\":\"publish\",\"params\":{\"channel\":\"c\",\"data\":1}}\n"
            "{\"method\":\"info\",\"params\":{}}");
}

TEST(CommandBuffer, KeepsAPayloadAsItWasGiven) {
  const std::string payload = "{ \"z\" : 1.0,\t \"a\":[ 1e2 , -0 ] }";
  CommandBuffer buffer;
  buffer.push(PublishRequest{"c", Json::raw(payload)});
  EXPECT_NE(buffer.body().find(payload), std::string_view::npos);
}

}  // namespace

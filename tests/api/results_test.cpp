// Results as servers of all generations send them, and what is no result: an error with its path, never a
// quiet zero.
#include <gtest/gtest.h>
#include <cent/api.hpp>
#include <cent/command.hpp>
#include <cent/errors.hpp>

#include <nlohmann/json.hpp>

namespace {

using namespace cent;

template <class Result>
std::string fault(const std::string& text) {
  try {
    (void)parse_result<Result>(text);
    return "none";
  } catch (const RequestException& error) {
    EXPECT_EQ(error.kind(), FailureKind::unreadable);
    EXPECT_EQ(error.delivery(), Delivery::unknown);
    const std::string what = error.what();
    const std::string head = "cent: unreadable result: ";
    EXPECT_EQ(what.substr(0, head.size()), head);
    return what.substr(head.size());
  }
}

TEST(Results, KeepNumbersExact) {
  EXPECT_EQ(parse_result<PublishResult>(R"({"offset":18446744073709551615})").offset, UINT64_MAX);
  EXPECT_EQ(parse_result<PublishResult>(R"({"offset":9007199254740993})").offset, 9007199254740993U);
}

TEST(Results, RefuseNumbersThatTheirFieldCannotHold) {
  EXPECT_EQ(fault<PublishResult>(R"({"offset":18446744073709551616})"),
            "offset: a number out of range (at byte 10)");
  EXPECT_EQ(fault<PublishResult>(R"({"offset":-1})"),
            "offset: a negative number is not allowed (at byte 10)");
  EXPECT_EQ(fault<PublishResult>(R"({"offset":1.0})"), "offset: not an integer (at byte 10)");
  EXPECT_EQ(fault<PublishResult>(R"({"offset":1e3})"), "offset: not an integer (at byte 10)");
  EXPECT_EQ(fault<PublishResult>(R"({"offset":"5"})"), "offset: not a number (at byte 10)");
  EXPECT_EQ(fault<PublishResult>(R"({"offset":null})"), "offset: not a number (at byte 10)");
  EXPECT_EQ(fault<PublishResult>(R"({"offset":true})"), "offset: not a number (at byte 10)");
  EXPECT_EQ(fault<PresenceStatsResult>(R"({"num_clients":4294967296,"num_users":0})"),
            "num_clients: a number out of range (at byte 15)");
  EXPECT_EQ(fault<MapStatsResult>(R"({"num_keys":2147483648})"),
            "num_keys: a number out of range (at byte 12)");
  EXPECT_EQ(fault<InfoResult>(R"({"nodes":[{"metrics":{"interval":1e400}}]})"),
            "nodes[0].metrics.interval: a number out of range (at byte 33)");
}

TEST(Results, NameThePathOfAFault) {
  EXPECT_EQ(fault<HistoryResult>(R"({"publications":[{"data":1},{"data":2,"offset":-3}]})"),
            "publications[1].offset: a negative number is not allowed (at byte 47)");
  EXPECT_EQ(fault<PresenceResult>(R"({"presence":{"c 1":{"user":5}}})"),
            R"(presence["c 1"].user: not a string (at byte 27))");
  EXPECT_EQ(fault<HistoryResult>(R"({"publications":[{"tags":{"k":1}}]})"),
            R"(publications[0].tags["k"]: not a string (at byte 30))");
  EXPECT_EQ(fault<HistoryResult>(R"({"publications":[5]})"), "publications[0]: not an object (at byte 17)");
  EXPECT_EQ(fault<HistoryResult>(R"({"publications":[null]})"),
            "publications[0]: not an object (at byte 17)");
  EXPECT_EQ(fault<HistoryResult>(R"({"publications":{}})"), "publications: not an array (at byte 16)");
  EXPECT_EQ(
      fault<ConnectionsResult>(R"({"connections":{"c":{"state":{"connection_token":{"issued_at":"x"}}}}})"),
      R"(connections["c"].state.connection_token.issued_at: not a number (at byte 62))");
}

TEST(Results, RefuseWhatIsNotOneJsonValue) {
  EXPECT_EQ(fault<PublishResult>(""), "not an object (at byte 0)");
  EXPECT_EQ(fault<PublishResult>("null"), "not an object (at byte 0)");
  EXPECT_EQ(fault<PublishResult>("[]"), "not an object (at byte 0)");
  EXPECT_EQ(fault<PublishResult>("{} {}"), "text after the JSON value (at byte 3)");
  EXPECT_EQ(fault<PublishResult>(R"({"offset":1)"), "the JSON text ends too early (at byte 11)");
  EXPECT_EQ(fault<PublishResult>(R"({"x":[1,]})"), "not a JSON value (at byte 8)");
  EXPECT_EQ(fault<PublishResult>("{\"epoch\":\"a\xff\"}"),
            "epoch: invalid UTF-8 or lone surrogate (at byte 11)");
}

TEST(Results, WantWhatEveryServerSends) {
  EXPECT_EQ(fault<PresenceStatsResult>(R"({"num_users":1})"),
            "num_clients: missing in the reply (at byte 15)");
  EXPECT_EQ(fault<PresenceStatsResult>("{}"), "num_clients: missing in the reply (at byte 2)");
  EXPECT_EQ(fault<HistoryResult>(R"({"offset":1,"epoch":"e"})"),
            "publications: missing in the reply (at byte 24)");
  EXPECT_EQ(fault<ChannelsResult>("{}"), "channels: missing in the reply (at byte 2)");
  EXPECT_EQ(fault<PresenceResult>(R"({"presence":{"c":{"user":"u"}}})"),
            R"(presence["c"].client: missing in the reply (at byte 29))");
}

TEST(Results, ReadWhatServersOfV2Send) {
  EXPECT_EQ(parse_result<PublishResult>("{}").offset, 0U);
  EXPECT_TRUE(parse_result<BroadcastResult>("{}").responses.empty());
  const auto channels = parse_result<ChannelsResult>(R"({"channels":["a","b"]})").channels;
  ASSERT_EQ(channels.size(), 2U);
  EXPECT_EQ(channels.at("a").num_clients, 0U);
  EXPECT_TRUE(parse_result<ChannelsResult>(R"({"channels":[]})").channels.empty());
  const auto history = parse_result<HistoryResult>(R"({"publications":[{"uid":"","data":{"a":1}}]})");
  EXPECT_EQ(history.publications.at(0).data.text(), R"({"a":1})");
  EXPECT_EQ(history.offset, 0U);
  EXPECT_EQ(fault<ChannelsResult>(R"({"channels":["a",5]})"), "channels: not a string (at byte 17)");
}

TEST(Results, TakeAListInPlaceOfAMapOnlyWhereOldServersSendOne) {
  EXPECT_EQ(fault<PresenceResult>(R"({"presence":["c1"]})"),
            "presence: a list instead of an object (at byte 13)");
  EXPECT_EQ(fault<PresenceResult>(R"({"presence":[]})"), "none");
  const auto state = parse_result<ConnectionsResult>(R"({"connections":{"c":{"state":{"channels":["x"]}}}})")
                         .connections.at("c")
                         .state;
  EXPECT_EQ(state->channels.count("x"), 1U);
}

TEST(Results, TakeNullForEmpty) {
  EXPECT_TRUE(parse_result<HistoryResult>(R"({"publications":null})").publications.empty());
  EXPECT_TRUE(parse_result<ChannelsResult>(R"({"channels":null})").channels.empty());
  EXPECT_TRUE(parse_result<BroadcastResult>(R"({"responses":null})").responses.empty());
  const auto info = parse_result<InfoResult>(
      R"({"nodes":[{"uid":"u","name":"n","version":"","num_clients":0,"num_users":0,"num_channels":0,"metrics":null}]})");
  EXPECT_FALSE(info.nodes.at(0).metrics.has_value());
  const auto history =
      parse_result<HistoryResult>(R"({"publications":[{"info":null,"tags":null,"data":null}]})");
  EXPECT_FALSE(history.publications.at(0).info.has_value());
  EXPECT_EQ(history.publications.at(0).data.text(), "null") << "a payload of null is a payload";
}

TEST(Results, DistinguishAPublicationWithoutDataFromOneOfNull) {
  const auto history = parse_result<HistoryResult>(R"({"publications":[{"offset":1},{"data":null}]})");
  EXPECT_FALSE(history.publications.at(0).data.has_value());
  EXPECT_TRUE(history.publications.at(1).data.has_value());
}

TEST(Results, KeepPayloadsVerbatim) {
  const std::string payload =
      R"({ "z": 1.0, "a": [1e2,-0, 123456789012345678901234567890 ],"z":"\u00e9\/" })";
  const auto history = parse_result<HistoryResult>(R"({"publications":[{"data":)" + payload + "}]}");
  EXPECT_EQ(history.publications.at(0).data.text(), payload);
  EXPECT_EQ(parse_result<RPCResult>("{\"data\":" + payload + "}").data.text(), payload);
  // And out again, unchanged.
  EXPECT_EQ(to_command(PublishRequest{"c", history.publications.at(0).data}).params.text(),
            R"({"channel":"c","data":)" + payload + "}");
}

TEST(Results, LetABrokenPayloadSpoilOnlyItself) {
  const auto history = parse_result<HistoryResult>(
      "{\"publications\":[{\"data\":\"\xff\",\"offset\":1},{\"data\":{\"k\\ud800\":1},\"offset\":2},"
      "{\"data\":\"good\",\"offset\":3,\"info\":{\"user\":\"u\",\"client\":\"c\",\"conn_info\":\"\xc3\"}}]}");
  ASSERT_EQ(history.publications.size(), 3U);
  EXPECT_EQ(history.publications[0].data.text(), "\"\xff\"") << "the text is there to be looked at";
  EXPECT_THROW((void)history.publications[0].data.as<nlohmann::json>(), UsageError);
  EXPECT_THROW((void)history.publications[1].data.as<nlohmann::json>(), UsageError);
  EXPECT_EQ(history.publications[2].data.as<nlohmann::json>(), "good");
  EXPECT_EQ(history.publications[2].offset, 3U);
  EXPECT_THROW((void)history.publications[2].info->conn_info.as<nlohmann::json>(), UsageError);
}

TEST(Results, SayWhereABrokenPayloadIsBroken) {
  const auto data = parse_result<RPCResult>("{\"data\":[\"ab\xff\"]}").data;
  try {
    (void)data.as<nlohmann::json>();
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "cent: invalid JSON: invalid UTF-8 or lone surrogate (at byte 4)");
  }
}

TEST(Results, IgnoreFieldsOfLaterVersions) {
  EXPECT_EQ(fault<PublishResult>("{\"later\":{\"x\":[1,\"\xff\"]},\"offset\":1}"), "none");
  EXPECT_EQ(parse_result<PublishResult>(R"({"Offset":5,"offset ":6})").offset, 0U) << "names are exact";
  EXPECT_EQ(parse_result<PublishResult>(R"({"\u006fffset":5})").offset, 5U) << "however they are spelled";
}

TEST(Results, TakeTheLastOfSeveralEqualNames) {
  EXPECT_EQ(parse_result<PublishResult>(R"({"offset":1,"offset":2})").offset, 2U);
  EXPECT_EQ(
      parse_result<HistoryResult>(R"({"publications":[{},{}],"publications":[{}]})").publications.size(), 1U);
}

TEST(Results, WantOneOutcomeForEachChannelOfABroadcast) {
  const std::string neither = "responses[0]: neither a result nor an error, or both (at byte 16)";
  EXPECT_EQ(fault<BroadcastResult>(R"({"responses":[{}]})"), neither);
  EXPECT_NE(fault<BroadcastResult>(R"({"responses":[{"error":{"code":1},"result":{}}]})"), "none");
  EXPECT_EQ(fault<BroadcastResult>(R"({"responses":[{"error":null,"result":{}}]})"), "none");
  EXPECT_EQ(fault<BroadcastResult>(R"({"responses":[{"error":{"message":"x"}}]})"),
            "responses[0].error.code: missing in the reply (at byte 38)");
}

TEST(Results, LimitDepthWithoutRecursion) {
  const auto rpc = [](std::size_t depth) {
    return fault<RPCResult>("{\"data\":" + std::string(depth, '[') + std::string(depth, ']') + "}");
  };
  EXPECT_EQ(rpc(128), "none");
  EXPECT_EQ(rpc(159), "none");
  EXPECT_EQ(rpc(160), "data: nested too deeply (at byte 167)");
  EXPECT_EQ(rpc(100000), "data: nested too deeply (at byte 167)");
}

}  // namespace

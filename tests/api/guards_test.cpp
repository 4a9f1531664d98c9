// Requests that are refused before anything is sent, and why. Servers would answer success to many, and do
// harm.
#include <gtest/gtest.h>
#include <cent/api.hpp>
#include <cent/cent.hpp>

#include <nlohmann/json.hpp>

namespace {

using namespace cent;

/// cent's error instead of a request; empty if it would send.
template <class Request>
std::string refusal(const Request& request) {
  std::string of_command;
  try {
    (void)to_command(request);
  } catch (const UsageError& error) {
    EXPECT_EQ(error.delivery(), Delivery::refused);
    EXPECT_FALSE(error.retryable());
    EXPECT_EQ(error.attempts(), 0);
    EXPECT_EQ(error.method(), Request::kMethod);
    of_command = error.what();
  }
  Batch batch;
  batch.publish("before", Json::of(1));
  try {
    batch.call(request);
    EXPECT_EQ(of_command, "") << "a batch takes what a command does not";
  } catch (const UsageError& error) {
    EXPECT_EQ(of_command, error.what());
    EXPECT_EQ(batch.size(), 1U) << "a refused command leaves the batch as it was";
  }
  return of_command;
}

const char* const kAnonymous =
    ": an empty user means all anonymous users: set anonymous_users if that is meant";

template <class Request>
void expect_user_guard(Request request) {
  request.user = "42";
  EXPECT_EQ(refusal(request), "");
  request.user.clear();
  EXPECT_EQ(refusal(request), "cent: " + std::string(Request::kMethod) + kAnonymous);
  request.client = "c1";  // these only narrow within the user
  request.session = "s1";
  EXPECT_EQ(refusal(request), "cent: " + std::string(Request::kMethod) + kAnonymous);
  request.anonymous_users = true;
  EXPECT_EQ(refusal(request), "");
  EXPECT_EQ(to_command(request).params.text().find("\"user\""), std::string::npos);
  EXPECT_EQ(to_command(request).params.text().find("anonymous"), std::string::npos);
  request.anonymous_users = false;
  request.all_users = true;
  EXPECT_EQ(refusal(request), "");
}

TEST(Guards, RefuseAnEmptyUserWhereItWouldHitAllAnonymousUsers) {
  SubscribeRequest subscribe;
  subscribe.channel = "c";
  expect_user_guard(subscribe);
  UnsubscribeRequest unsubscribe;
  unsubscribe.channel = "c";
  expect_user_guard(unsubscribe);
  expect_user_guard(DisconnectRequest{});
  expect_user_guard(RefreshRequest{});
}

TEST(Guards, RefuseToUnsubscribeFromNothing) {
  EXPECT_EQ(refusal(UnsubscribeRequest{"42", ""}), "cent: unsubscribe: channel is required");
}

TEST(Guards, RefuseBroadcastsToNobodyOrToAnEmptyName) {
  EXPECT_EQ(refusal(BroadcastRequest{{}, Json::of(1)}), "cent: broadcast: channels is required");
  EXPECT_EQ(refusal(BroadcastRequest{{"a", ""}, Json::of(1)}),
            "cent: broadcast: a channel in the list is empty");
  EXPECT_EQ(refusal(BroadcastRequest{{"a"}, Json::of(1)}), "");
}

TEST(Guards, RefusePublicationsOfNothing) {
  EXPECT_EQ(refusal(PublishRequest{"c"}), "cent: publish: data is required (or b64data)");
  EXPECT_EQ(refusal(BroadcastRequest{{"c"}}), "cent: broadcast: data is required (or b64data)");
  PublishRequest binary{"c"};
  binary.b64data = "AA==";
  EXPECT_EQ(refusal(binary), "");
  EXPECT_EQ(refusal(PublishRequest{"c", Json::raw("null")}), "") << "null is a payload";
  EXPECT_EQ(refusal(PublishRequest{"c", Json::of("")}), "") << "so is an empty string";
}

TEST(Guards, RefuseCloseCodesAndReasonsThatServersWouldMangle) {
  const auto with = [](std::uint32_t code, const std::string& reason) {
    return refusal(DisconnectRequest{"42", Disconnect{code, reason}});
  };
  const std::string code_fault = "cent: disconnect: disconnect.code must be from 3000 to 4999";
  for (const std::uint32_t code : {0U, 1U, 1000U, 2999U, 5000U, 70000U, UINT32_MAX}) {
    EXPECT_EQ(with(code, ""), code_fault) << code;
  }
  for (const std::uint32_t code : {3000U, 3499U, 4000U, 4999U}) EXPECT_EQ(with(code, ""), "") << code;
  EXPECT_EQ(with(4000, std::string(123, 'x')), "");
  EXPECT_EQ(with(4000, std::string(124, 'x')),
            "cent: disconnect: disconnect.reason must have at most 123 bytes");
  std::string accents;
  for (int i = 0; i < 62; ++i) accents += "\xc3\xa9";  // 62 characters, 124 bytes
  EXPECT_NE(with(4000, accents), "");
  EXPECT_EQ(refusal(DisconnectRequest{"42", Disconnect{}}), code_fault) << "an empty object is code 0";
}

TEST(Guards, RefuseWordsThatServersDoNotKnow) {
  MapPublishRequest map{"m", "k"};
  for (const char* mode : {"", "if_new", "if_exists"}) {
    map.key_mode = mode;
    EXPECT_EQ(refusal(map), "") << mode;
  }
  map.key_mode = "IF_NEW";
  EXPECT_EQ(refusal(map), "cent: map_publish: key_mode must be empty, if_new or if_exists");

  for (const char* op : {"add", "remove", "set"}) {
    EXPECT_EQ(refusal(DeviceTopicUpdateRequest{"d", op}), "");
    EXPECT_EQ(refusal(UserTopicUpdateRequest{"u", op}), "");
  }
  EXPECT_EQ(refusal(DeviceTopicUpdateRequest{"d", "delete"}),
            "cent: device_topic_update: op must be add, remove or set");
  EXPECT_EQ(refusal(UserTopicUpdateRequest{"u", "Add"}),
            "cent: user_topic_update: op must be add, remove or set");
  DeviceUpdateRequest update{{"d"}};
  update.topics_update.emplace();
  EXPECT_EQ(refusal(update), "cent: device_update: op must be add, remove or set");
  update.topics_update->op = "set";
  EXPECT_EQ(refusal(update), "");
}

TEST(Guards, RefuseSharedPollVersionZero) {
  SharedPollPublishRequest request{"p", "k", Json::of(1)};
  EXPECT_EQ(refusal(request), "cent: shared_poll_publish: version is required");
  request.version = 1;
  EXPECT_EQ(refusal(request), "");
}

TEST(Guards, RefuseToTouchAllDevicesByLeavingOutWhich) {
  EXPECT_EQ(refusal(DeviceUpdateRequest{}), "cent: device_update: ids or users are required");
  EXPECT_EQ(refusal(DeviceRemoveRequest{}), "cent: device_remove: ids or users are required");
}

TEST(Guards, RefuseAPushToNobodyOrOfNothing) {
  SendPushNotificationRequest request;
  EXPECT_EQ(refusal(request), "cent: send_push_notification: recipient is required");
  request.recipient.fcm_topic = "t";
  EXPECT_EQ(refusal(request), "cent: send_push_notification: notification is required");
  request.notification.fcm.emplace().message = Json::raw("{}");
  EXPECT_EQ(refusal(request), "");
}

TEST(Guards, NameTheFieldAndTheByteOfBadText) {
  EXPECT_EQ(refusal(PublishRequest{"caf\xe9", Json::of(1)}),
            "cent: publish: channel: invalid UTF-8 (at byte 3)");
  EXPECT_EQ(refusal(BroadcastRequest{{"a", "b\xff"}, Json::of(1)}),
            "cent: broadcast: channels[1]: invalid UTF-8 (at byte 1)");
  PublishRequest tagged{"c", Json::of(1)};
  tagged.tags = {{"k", "v\xc3"}};
  EXPECT_EQ(refusal(tagged), R"(cent: publish: tags["k"]: invalid UTF-8 (at byte 1))");
  tagged.tags = {{"k\xc3", "v"}};
  EXPECT_EQ(refusal(tagged), "cent: publish: tags: invalid UTF-8 (at byte 1)");
  EXPECT_EQ(refusal(DisconnectRequest{"42", Disconnect{4000, "\xed\xa0\x80"}}),
            "cent: disconnect: disconnect.reason: invalid UTF-8 (at byte 0)");
}

TEST(Guards, RefuseAPayloadThatCameWithBrokenText) {
  const auto history =
      parse_result<HistoryResult>("{\"publications\":[{\"data\":{\"a\":\"\xff\"}},{\"data\":{\"b\":1}}]}");
  EXPECT_EQ(refusal(PublishRequest{"c", history.publications[0].data}),
            "cent: publish: data: invalid UTF-8 or lone surrogate (at byte 6)");
  EXPECT_EQ(refusal(PublishRequest{"c", history.publications[1].data}), "");
}

TEST(Guards, LimitTheNestingOfConditions) {
  const auto nested = [](int levels) {
    FilterNode node;
    node.key = "leaf";
    for (int i = 1; i < levels; ++i) {
      FilterNode outer;
      outer.op = "not";
      outer.nodes.push_back(std::move(node));
      node = std::move(outer);
    }
    ConnectionsRequest request;
    request.label_filter = std::move(node);
    return request;
  };
  EXPECT_EQ(refusal(nested(60)), "");
  EXPECT_NE(refusal(nested(66)).find("nested too deeply"), std::string::npos);
}

TEST(Guards, RefuseCommandsThatAreNone) {
  const auto say = [](const std::string& method, const Json& params) {
    Batch batch;
    try {
      batch.call(Command{method, params});
    } catch (const UsageError& error) {
      EXPECT_TRUE(batch.empty());
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(say("publish", Json::raw("{}")), "");
  EXPECT_EQ(say("publish", Json()), "");
  EXPECT_EQ(say("a_method_9", Json::raw(" \n {\"a\":1} ")), "");
  const std::string name_fault = "cent: a method name must have 1 to 64 lower-case letters, digits and '_'";
  for (const char* method : {"", "Publish", "pub lish", "a/b", "../info", "a\"b", "publish\n", "é"}) {
    EXPECT_EQ(say(method, Json::raw("{}")), name_fault) << method;
  }
  EXPECT_EQ(say(std::string(65, 'a'), Json()), name_fault);
  EXPECT_EQ(say(std::string(64, 'a'), Json()), "");
  EXPECT_NE(say("batch", Json::raw("{}")).find("batch cannot be a command"), std::string::npos);
  for (const char* params : {"[]", "1", "\"{}\"", "null", " [{}]"}) {
    EXPECT_EQ(say("publish", Json::raw(params)), "cent: publish: params must be a JSON object") << params;
  }
}

}  // namespace

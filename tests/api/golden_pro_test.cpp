// Golden requests and results of PRO's methods: users, tokens, connections, devices, topics, push
// notifications.
#include "api/golden.hpp"

namespace {

using namespace cent;
using namespace cent::test;

TEST(Golden, Connections) {
  ConnectionState state;
  state.channels = {{"news", {2}}};
  state.connection_token = ConnectionTokenInfo{"t1", 1700000000};
  state.subscription_tokens = {{"news", {"t2", 1700000001}}};
  state.meta = Json::raw(R"({"plan":"pro"})");
  ConnectionsResult result;
  result.connections["c1"] = {"app", "1.2",         "websocket", "json",           "42",
                              state, 1700000000123, -1,          {{"env", "prod"}}};
  expect_golden<ConnectionsRequest>({"42", "'x' in labels", golden_filter()}, {}, result);
}

TEST(Golden, UpdateUserStatus) {
  expect_golden<UpdateUserStatusRequest>({{"42", "43"}, "away"}, {{"42"}}, {});
}

TEST(Golden, GetUserStatus) {
  GetUserStatusResult result;
  result.statuses = {{"42", 1700000000, 1700000001, "away"}, {"43"}};
  expect_golden<GetUserStatusRequest>({{"42", "43"}}, {{"42"}}, result);
}

TEST(Golden, DeleteUserStatus) { expect_golden<DeleteUserStatusRequest>({{"42", "43"}}, {{"42"}}, {}); }
TEST(Golden, BlockUser) { expect_golden<BlockUserRequest>({"42", 1893456000}, {"42"}, {}); }
TEST(Golden, UnblockUser) { expect_golden<UnblockUserRequest>({"42"}, {"42"}, {}); }
TEST(Golden, RevokeToken) { expect_golden<RevokeTokenRequest>({"t1", 1893456000}, {"t1"}, {}); }

TEST(Golden, InvalidateUserTokens) {
  expect_golden<InvalidateUserTokensRequest>({"42", 1893456000, 1700000000, "news"}, {"42"}, {});
}

using namespace cent;
using namespace cent::test;

Device golden_device() {
  return {"d1",   "ios", "apns", "tok", "42", 1700000000, 1700000001, {{"model", "x"}},
          {"t1"}, "UTC", "en",   "k"};
}
DeviceFilter golden_device_filter() { return {{"d1"}, {"42"}, {"t1"}, {"fcm"}, {"ios"}}; }

TEST(Golden, DeviceRegister) {
  DeviceRegisterRequest least;
  least.provider = "fcm";
  least.token = "tok";
  expect_golden<DeviceRegisterRequest>(
      {"d1", "fcm", "tok", "android", "42", {{"model", "x"}}, {"t1", "t2"}, "Europe/Berlin", "de"}, least,
      {"d1"});
}

TEST(Golden, DeviceUpdate) {
  DeviceUpdateRequest request{{"d1"}, {"42"}};
  request.user_update = DeviceUserUpdate{"43"};
  request.meta_update = DeviceMetaUpdate{{{"model", "y"}}};
  request.topics_update = DeviceTopicsUpdate{"add", {"t1"}};
  request.timezone_update = DeviceTimezoneUpdate{"UTC"};
  request.locale_update = DeviceLocaleUpdate{"en"};
  DeviceUpdateRequest least{{"d1"}};
  least.user_update.emplace();  // set, though to nothing: it must stand on the wire
  expect_golden(request, least, {});
}

TEST(Golden, DeviceRemove) {
  DeviceRemoveRequest least;
  least.users = {"42"};
  expect_golden<DeviceRemoveRequest>({{"d1", "d2"}, {"42"}}, least, {});
}

TEST(Golden, DeviceList) {
  expect_golden<DeviceListRequest>({golden_device_filter(), true, true, true, true, "c1", 50}, {},
                                   {{golden_device()}, "c2", kI64});
}

TEST(Golden, DeviceTopicList) {
  DeviceTopicListResult result;
  result.items = {{"x1", "t1", golden_device()}};
  result.next_cursor = "c2";
  result.total_count = 9;
  expect_golden<DeviceTopicListRequest>(
      {{{"d1"}, {"fcm"}, {"ios"}, {"42"}, {"t1"}, "t"}, true, true, "c1", 50}, {}, result);
}

TEST(Golden, DeviceTopicUpdate) {
  expect_golden<DeviceTopicUpdateRequest>({"d1", "set", {"t1", "t2"}, "42"}, {"d1", "set"}, {});
}

TEST(Golden, UserTopicList) {
  UserTopicListResult result;
  result.items = {{"x1", "42", "t1"}};
  result.next_cursor = "c2";
  result.total_count = 9;
  expect_golden<UserTopicListRequest>({{{"42"}, {"t1"}, "t"}, true, "c1", 50}, {}, result);
}

TEST(Golden, UserTopicUpdate) {
  expect_golden<UserTopicUpdateRequest>({"42", "remove", {"t1"}}, {"42", "add"}, {});
}

TEST(Golden, SendPushNotification) {
  SendPushNotificationRequest request;
  request.recipient = {golden_device_filter(), {"f1"}, "ft", "fc", {"h1"}, "ht", "hc", {"a1"}, {"w1"}};
  request.notification.fcm = FcmPushNotification{Json::raw(R"({"notification":{"title":"Hi"}})")};
  request.notification.hms = HmsPushNotification{Json::raw(R"({"data":"x"})")};
  request.notification.apns = ApnsPushNotification{{{"apns-priority", "10"}}, Json::raw(R"({"aps":{}})")};
  request.notification.expire_at = 1893456000;
  request.notification.webpush = WebPushNotification{{{"TTL", "60"}}, Json::raw(R"({"t":1})")};
  request.uid = "p1";
  request.send_at = 1893450000;
  request.optimize_for_reliability = true;
  request.limit_strategy = PushLimitStrategy{PushRateLimitStrategy{"rk", {{kI64, 60000}}, true},
                                             PushTimeLimitStrategy{"09:00:00", "18:00:00", true}};
  request.analytics_uid = "an1";
  request.localizations = {{"de", {{{"hello", "Hallo"}}}}};
  request.use_templating = true;
  request.use_meta = true;
  SendPushNotificationRequest least;
  least.recipient.fcm_topic = "ft";
  least.notification.expire_at = 1;
  expect_golden(request, least, {"p1"});
}

TEST(Golden, UpdatePushStatus) {
  expect_golden<UpdatePushStatusRequest>({"an1", "delivered", "d1", "m1"}, {"an1", "interacted"}, {});
}

TEST(Golden, CancelPush) { expect_golden<CancelPushRequest>({"p1"}, {"p1"}, {}); }

}  // namespace

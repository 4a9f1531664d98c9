#include "params.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "go_json.hpp"

namespace cent::testing::dev {

namespace {

/// Deeper filters are accepted without a check, so that they cannot exhaust the stack.
constexpr int kMaxDepth = 200;

/// The fields of methods and of the objects in them, each `name:type`. Types: `s` string, `b` boolean, `i`
/// 32-bit integer, `l` 64-bit integer, `j` any JSON, the name of another shape; `[type]` a list, `{type}` an
/// object with such values. A `+` marks fields of v6 only.
const std::map<std::string_view, std::string_view>& shapes() {
  static const std::map<std::string_view, std::string_view> all = {
      {"connections", "user:s expression:s +label_filter:Filter"},
      {"update_user_status", "users:[s] state:s"},
      {"get_user_status", "users:[s]"},
      {"delete_user_status", "users:[s]"},
      {"block_user", "user:s expire_at:l"},
      {"unblock_user", "user:s"},
      {"revoke_token", "uid:s expire_at:l"},
      {"invalidate_user_tokens", "user:s expire_at:l issued_before:l channel:s"},
      {"device_register",
       "id:s provider:s token:s platform:s user:s meta:{s} topics:[s] timezone:s locale:s"},
      {"device_update",
       "ids:[s] users:[s] user_update:UserUpdate meta_update:MetaUpdate topics_update:TopicsUpdate "
       "timezone_update:TimezoneUpdate locale_update:LocaleUpdate"},
      {"device_remove", "ids:[s] users:[s]"},
      {"device_list",
       "filter:DeviceFilter include_total_count:b include_meta:b include_topics:b +include_webpush_keys:b "
       "cursor:s limit:i"},
      {"device_topic_list",
       "filter:DeviceTopicFilter include_total_count:b include_device:b cursor:s limit:i"},
      {"user_topic_list", "filter:UserTopicFilter include_total_count:b cursor:s limit:i"},
      {"device_topic_update", "device_id:s op:s topics:[s] +user:s"},
      {"user_topic_update", "user:s op:s topics:[s]"},
      {"send_push_notification",
       "recipient:Recipient notification:Notification uid:s send_at:l optimize_for_reliability:b "
       "limit_strategy:LimitStrategy analytics_uid:s localizations:{Localization} use_templating:b "
       "use_meta:b"},
      {"update_push_status", "analytics_uid:s status:s device_id:s msg_id:s"},
      {"cancel_push", "uid:s"},
      {"Filter", "op:s key:s cmp:s val:s vals:[s] nodes:[Filter]"},
      {"UserUpdate", "user:s"},
      {"MetaUpdate", "meta:{s}"},
      {"TopicsUpdate", "op:s topics:[s]"},
      {"TimezoneUpdate", "timezone:s"},
      {"LocaleUpdate", "locale:s"},
      {"DeviceFilter", "ids:[s] users:[s] topics:[s] providers:[s] platforms:[s]"},
      {"DeviceTopicFilter",
       "device_ids:[s] device_providers:[s] device_platforms:[s] device_users:[s] topics:[s] topic_prefix:s"},
      {"UserTopicFilter", "users:[s] topics:[s] topic_prefix:s"},
      {"Recipient",
       "filter:DeviceFilter fcm_tokens:[s] fcm_topic:s fcm_condition:s hms_tokens:[s] hms_topic:s "
       "hms_condition:s apns_tokens:[s] +webpush_tokens:[s]"},
      {"Notification", "fcm:Message hms:Message apns:Payload +webpush:Payload expire_at:l"},
      {"Message", "message:j"},
      {"Payload", "headers:{s} payload:j"},
      {"Localization", "translations:{s}"},
      {"LimitStrategy", "rate_limit:RateLimit time_limit:TimeLimit"},
      {"RateLimit", "key:s policies:[RatePolicy] drop_if_rate_limited:b"},
      {"RatePolicy", "rate:l interval_ms:i"},
      {"TimeLimit", "send_after_time:s send_before_time:s no_tz_send_now:b"},
  };
  return all;
}

/// Type of a field; empty if the shape lacks it.
std::string_view type_of(std::string_view shape, std::string_view name, int generation) {
  std::string_view fields = shapes().at(shape);
  while (!fields.empty()) {
    std::string_view field = fields.substr(0, fields.find(' '));
    fields.remove_prefix(std::min(fields.size(), field.size() + 1));
    if (field.front() == '+') {
      if (generation < 6) continue;
      field.remove_prefix(1);
    }
    const std::size_t colon = field.find(':');
    if (field.substr(0, colon) == name) return field.substr(colon + 1);
  }
  return {};
}

bool has_type(std::string_view type, std::string_view value, int generation, int depth);

bool is_shape(std::string_view shape, std::string_view value, int generation, int depth) {
  return go::each_member(value, [&](std::string_view name, std::string_view member) {
    const std::string_view type = type_of(shape, name, generation);
    return type.empty() || has_type(type, member, generation, depth);
  });
}

bool has_type(std::string_view type, std::string_view value, int generation, int depth) {
  if (type == "j" || depth > kMaxDepth) return true;
  if (type == "s") {
    std::string text;
    return go::read(value, text);
  }
  if (type == "b") {
    bool flag = false;
    return go::read(value, flag);
  }
  if (type == "i") {
    std::int32_t number = 0;
    return go::read(value, number);
  }
  if (type == "l") {
    std::int64_t number = 0;
    return go::read(value, number);
  }
  const std::string_view inner = type.substr(1, type.size() - 2);
  if (type.front() == '[') {
    return go::each_element(
        value, [&](std::string_view element) { return has_type(inner, element, generation, depth + 1); });
  }
  if (type.front() == '{') {
    return go::each_entry(value, [&](const std::string&, std::string_view entry) {
      return has_type(inner, entry, generation, depth + 1);
    });
  }
  return is_shape(type, value, generation, depth + 1);
}

}  // namespace

bool check_pro_params(std::string_view method, std::string_view value, int generation) {
  return shapes().count(method) == 0 || is_shape(method, value, generation, 0);
}

bool is_filter(std::string_view value, int generation) { return is_shape("Filter", value, generation, 0); }

}  // namespace cent::testing::dev

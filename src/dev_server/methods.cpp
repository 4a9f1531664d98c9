#include <algorithm>

#include "dev_server/commands.hpp"

namespace cent::testing::dev {

namespace {

const std::vector<Field> kPublish = {
    {"channel"},  {"data"},       {"b64data", 3},       {"skip_history", 3},   {"tags", 3},
    {"delta", 5}, {"version", 6}, {"version_epoch", 6}, {"idempotency_key", 5}};

std::vector<Field> broadcast_fields() {
  std::vector<Field> fields = kPublish;
  fields.front().name = "channels";
  return fields;
}

Method pro(std::string_view name, int number, int since) { return {name, number, since, true, nullptr, {}}; }

std::vector<Method> make_methods() {
  std::vector<Method> all = {
      {"publish", 0, 2, false, publish, kPublish},
      {"broadcast", 1, 2, false, broadcast, broadcast_fields()},
      {"unsubscribe",
       2,
       2,
       false,
       unsubscribe,
       {{"channel"}, {"user"}, {"client", 3}, {"session", 3}, {"label_filter", 6}, {"all_users", 6}}},
      {"disconnect",
       3,
       2,
       false,
       disconnect,
       {{"user"},
        {"disconnect", 3},
        {"client", 3},
        {"whitelist", 3},
        {"session", 3},
        {"label_filter", 6},
        {"all_users", 6}}},
      {"presence", 4, 2, false, presence, {{"channel"}}},
      {"presence_stats", 5, 2, false, presence_stats, {{"channel"}}},
      {"history", 6, 2, false, history, {{"channel"}, {"limit", 3}, {"since", 3}, {"reverse", 3}}},
      {"history_remove", 7, 2, false, history_remove, {{"channel"}}},
      {"channels", 8, 2, false, channels, {{"pattern", 3}}},
      {"info", 9, 2, false, info, {}},
      {"rpc", 10, 2, false, rpc, {{"method"}, {"params"}}},
      {"subscribe",
       11,
       3,
       false,
       subscribe,
       {{"channel"},
        {"user"},
        {"expire_at"},
        {"info"},
        {"b64info"},
        {"client"},
        {"data"},
        {"b64data"},
        {"recover_since"},
        {"override"},
        {"session"},
        {"label_filter", 6},
        {"all_users", 6}}},
      {"refresh",
       12,
       3,
       false,
       refresh,
       {{"user"},
        {"client"},
        {"expired"},
        {"expire_at"},
        {"info"},
        {"session"},
        {"label_filter", 6},
        {"all_users", 6}}},
      pro("user_connections", 14, 3),
      pro("connections", 14, 4),
  };
  struct Named {
    std::string_view name;
    int since;
  };
  int number = 15;
  for (const Named& one :
       {Named{"update_user_status", 3}, Named{"get_user_status", 3}, Named{"delete_user_status", 3},
        Named{"block_user", 3}, Named{"unblock_user", 3}, Named{"revoke_token", 3},
        Named{"invalidate_user_tokens", 3}, Named{"device_register", 4}, Named{"device_update", 4},
        Named{"device_remove", 4}, Named{"device_list", 4}, Named{"device_topic_list", 4},
        Named{"device_topic_update", 4}, Named{"user_topic_list", 4}, Named{"user_topic_update", 4},
        Named{"send_push_notification", 4}, Named{"update_push_status", 4}, Named{"cancel_push", 5}}) {
    all.push_back(pro(one.name, number++, one.since));
  }
  const std::vector<Method> maps = {
      {"map_publish",
       33,
       6,
       false,
       map_publish,
       {{"channel"},
        {"key"},
        {"data"},
        {"b64data"},
        {"stream_data"},
        {"b64stream_data"},
        {"score"},
        {"tags"},
        {"idempotency_key"},
        {"delta"},
        {"version"},
        {"version_epoch"},
        {"key_mode"}}},
      {"map_remove", 34, 6, false, map_remove, {{"channel"}, {"key"}, {"idempotency_key"}}},
      {"map_read_state",
       35,
       6,
       false,
       map_read_state,
       {{"channel"}, {"cursor"}, {"limit"}, {"key"}, {"asc"}, {"revision_offset"}, {"revision_epoch"}}},
      {"map_read_stream",
       36,
       6,
       false,
       map_read_stream,
       {{"channel"}, {"since_offset"}, {"since_epoch"}, {"limit"}, {"reverse"}}},
      {"map_stats", 37, 6, false, map_stats, {{"channel"}}},
      {"map_clear", 38, 6, false, map_clear, {{"channel"}}},
      {"shared_poll_publish",
       39,
       6,
       false,
       shared_poll_publish,
       {{"channel"}, {"key"}, {"data"}, {"b64data"}, {"version"}, {"epoch"}}},
  };
  all.insert(all.end(), maps.begin(), maps.end());
  return all;
}

}  // namespace

const std::vector<Method>& methods() {
  static const std::vector<Method> all = make_methods();
  return all;
}

const Method* find_method(std::string_view name) {
  const auto found = std::find_if(methods().begin(), methods().end(),
                                  [&](const Method& method) { return method.name == name; });
  return found == methods().end() ? nullptr : &*found;
}

const Method* find_method(std::int64_t number) {
  const auto found = std::find_if(methods().begin(), methods().end(),
                                  [&](const Method& method) { return method.number == number; });
  return found == methods().end() ? nullptr : &*found;
}

}  // namespace cent::testing::dev

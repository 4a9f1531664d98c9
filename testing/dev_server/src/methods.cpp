#include <algorithm>
#include <map>

#include <cent/detail/method_list.hpp>
#include "commands.hpp"

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

/// A method that this server executes.
struct Command {
  Handler handler = nullptr;
  std::vector<Field> fields{};
};

std::map<std::string_view, Command> commands() {
  return {
      {"publish", {publish, kPublish}},
      {"broadcast", {broadcast, broadcast_fields()}},
      {"unsubscribe",
       {unsubscribe,
        {{"channel"}, {"user"}, {"client", 3}, {"session", 3}, {"label_filter", 6}, {"all_users", 6}}}},
      {"disconnect",
       {disconnect,
        {{"user"},
         {"disconnect", 3},
         {"client", 3},
         {"whitelist", 3},
         {"session", 3},
         {"label_filter", 6},
         {"all_users", 6}}}},
      {"presence", {presence, {{"channel"}}}},
      {"presence_stats", {presence_stats, {{"channel"}}}},
      {"history", {history, {{"channel"}, {"limit", 3}, {"since", 3}, {"reverse", 3}}}},
      {"history_remove", {history_remove, {{"channel"}}}},
      {"channels", {channels, {{"pattern", 3}}}},
      {"info", {info, {}}},
      {"rpc", {rpc, {{"method"}, {"params"}}}},
      {"subscribe",
       {subscribe,
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
         {"all_users", 6}}}},
      {"refresh",
       {refresh,
        {{"user"},
         {"client"},
         {"expired"},
         {"expire_at"},
         {"info"},
         {"session"},
         {"label_filter", 6},
         {"all_users", 6}}}},
      {"map_publish",
       {map_publish,
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
         {"key_mode"}}}},
      {"map_remove", {map_remove, {{"channel"}, {"key"}, {"idempotency_key"}}}},
      {"map_read_state",
       {map_read_state,
        {{"channel"}, {"cursor"}, {"limit"}, {"key"}, {"asc"}, {"revision_offset"}, {"revision_epoch"}}}},
      {"map_read_stream",
       {map_read_stream, {{"channel"}, {"since_offset"}, {"since_epoch"}, {"limit"}, {"reverse"}}}},
      {"map_stats", {map_stats, {{"channel"}}}},
      {"map_clear", {map_clear, {{"channel"}}}},
      {"shared_poll_publish",
       {shared_poll_publish, {{"channel"}, {"key"}, {"data"}, {"b64data"}, {"version"}, {"epoch"}}}},
  };
}

std::vector<Method> make_methods() {
  std::map<std::string_view, Command> known = commands();
  std::vector<Method> all = {{"user_connections", 14, 3, true, nullptr, {}}};  // of v3, later connections
  const auto add = [&](std::string_view name, int since, int number) {
    const Command& command = known[name];
    all.push_back({name, number, since, command.handler == nullptr, command.handler, command.fields});
  };
#define CENT_METHOD(name, Type, since, number) add(#name, since, number);
  CENT_METHODS(CENT_METHOD)
#undef CENT_METHOD
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

#include <string>
#include <utility>

#include "commands.hpp"
#include "go_json.hpp"

namespace cent::testing::dev {

namespace {

/// Error code for a call about a channel of this kind; 0 if it is allowed.
int check(const Context& context, const Params& params, ChannelKind kind, bool keyed,
          const ChannelRules*& rules) {
  if (params.channel.empty() || (keyed && params.key.empty())) return 107;
  rules = context.settings.rules(params.channel);
  if (rules == nullptr) return 102;
  return rules->kind == kind ? 0 : 107;
}

void write_position(JsonObject& object, const Position& position) {
  if (position.offset > 0) object.number("offset", position.offset);
  if (!position.epoch.empty()) object.string("epoch", position.epoch);
}

Answer change_answer(const Position& position, std::string_view suppressed) {
  JsonObject result;
  write_position(result, position);
  if (!suppressed.empty()) {
    result.raw("suppressed", "true");
    result.string("suppress_reason", suppressed);
  }
  return {0, result.done(), false};
}

/// Writes `entries` of a read. Returns false if one contains data that is not JSON.
bool write_entries(JsonObject& result, const Items& items) {
  std::string entries;
  for (const ItemPtr& item : items) {
    JsonObject entry;
    entry.string("key", item->key);
    if (!write_payload(entry, *item)) return false;
    if (!item->tags.empty()) go::append_strings(entry.name("tags"), item->tags);
    if (item->offset > 0) entry.number("offset", item->offset);
    if (item->removed) entry.raw("removed", "true");
    if (item->time_ms != 0) entry.number("time", item->time_ms);
    entries.append(entries.empty() ? "" : ",").append(entry.done());
  }
  if (!entries.empty()) result.raw("entries", "[" + entries + "]");
  return true;
}

/// Sends a change, if there was one, to the subscribers.
Answer finish(Context& context, const std::string& channel, const MapResult& result) {
  if (result.item) context.store.hub.publish(channel, *result.item, result.position.epoch);
  return change_answer(result.position, result.suppressed);
}

}  // namespace

Answer map_publish(Context& context, const Params& params) {
  const ChannelRules* rules = nullptr;
  if (const int error = check(context, params, ChannelKind::map, true, rules)) return refuse(error);
  MapChange change{params.key,     params.data,          params.tags,           params.key_mode,
                   params.version, params.version_epoch, params.idempotency_key};
  if (!params.b64data.empty() && !go::decode_base64(params.b64data, change.data)) return refuse(107);
  if (!change.key_mode.empty() && change.key_mode != "if_new" && change.key_mode != "if_exists")
    return refuse(107);
  // Without a stream there is no version to compare with.
  if (!rules->map_stream && params.version > 0) return refuse(100);
  Store& store = context.store;
  return finish(context, params.channel,
                store.maps.publish(params.channel, std::move(change), *rules, store.now()));
}

Answer map_remove(Context& context, const Params& params) {
  const ChannelRules* rules = nullptr;
  if (const int error = check(context, params, ChannelKind::map, true, rules)) return refuse(error);
  Store& store = context.store;
  return finish(context, params.channel,
                store.maps.remove(params.channel, params.key, params.idempotency_key, *rules, store.now()));
}

Answer map_read_state(Context& context, const Params& params) {
  const ChannelRules* rules = nullptr;
  if (const int error = check(context, params, ChannelKind::map, false, rules)) return refuse(error);
  const Position revision = params.since.value_or(Position{});
  const bool has_revision = revision.offset > 0 || !revision.epoch.empty();
  const MapState state = context.store.maps.read_state(
      params.channel, {params.cursor, params.limit, params.key, has_revision, revision});
  if (state.error != ReadError::none) return refuse(112);
  JsonObject result;
  if (!write_entries(result, state.items)) return {0, {}, true};
  write_position(result, state.position);
  if (!state.cursor.empty()) result.string("cursor", state.cursor);
  return {0, result.done(), false};
}

Answer map_read_stream(Context& context, const Params& params) {
  const ChannelRules* rules = nullptr;
  if (const int error = check(context, params, ChannelKind::map, false, rules)) return refuse(error);
  ReadRange range{{}, params.limit, params.reverse};
  if (params.since && (params.since->offset > 0 || !params.since->epoch.empty())) range.since = params.since;
  const Page page = context.store.maps.read_stream(params.channel, range);
  if (page.error != ReadError::none) return refuse(112);
  JsonObject result;
  if (!write_entries(result, page.items)) return {0, {}, true};
  write_position(result, page.position);
  return {0, result.done(), false};
}

Answer map_stats(Context& context, const Params& params) {
  const ChannelRules* rules = nullptr;
  if (const int error = check(context, params, ChannelKind::map, false, rules)) return refuse(error);
  const std::size_t keys = context.store.maps.size(params.channel);
  JsonObject result;
  if (keys > 0) result.number("num_keys", keys);
  return {0, result.done(), false};
}

Answer map_clear(Context& context, const Params& params) {
  const ChannelRules* rules = nullptr;
  if (const int error = check(context, params, ChannelKind::map, false, rules)) return refuse(error);
  context.store.maps.clear(params.channel);
  return {};
}

Answer shared_poll_publish(Context& context, const Params& params) {
  const ChannelRules* rules = nullptr;
  if (params.version == 0) return refuse(107);
  if (const int error = check(context, params, ChannelKind::shared_poll, true, rules)) return refuse(error);
  if (!rules->shared_poll_publish) return refuse(108);
  std::string data;
  if (!params.b64data.empty() && !go::decode_base64(params.b64data, data)) return refuse(107);
  return {};
}

}  // namespace cent::testing::dev

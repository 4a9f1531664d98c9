#include <optional>
#include <utility>

#include "dev_server/commands.hpp"
#include "dev_server/json_object.hpp"

namespace cent::testing::dev {

namespace {

/// The payload of a publication. False: broken base64.
bool payload(const Context& context, const Params& params, bool broadcast, std::string& data) {
  // v3 took no base64 in `publish`; what came beside it, or nothing, went out.
  const bool base64_ignored = context.settings.major() == 3 && !broadcast;
  std::string decoded;
  if (!params.b64data.empty() && !go::decode_base64(params.b64data, decoded)) return false;
  const bool plain = params.b64data.empty() || base64_ignored;
  data = plain ? params.data : decoded;
  return true;
}

std::string result_of(const Context& context, const Position& position) {
  if (context.settings.major() == 2) return {};
  JsonObject result;
  if (position.offset > 0) result.number("offset", position.offset);
  if (!position.epoch.empty()) result.string("epoch", position.epoch);
  return result.done();
}

/// Nothing: the subscribers could not be written to, an internal error of v3 servers. The history has it.
std::optional<Position> publish_to(Context& context, const std::string& channel, const ChannelRules& rules,
                                   const Params& params, const std::string& data) {
  Store& store = context.store;
  const auto now = store.now();
  const bool keyed = !params.idempotency_key.empty();
  if (keyed) {
    if (const Position* before = store.results.find(channel, params.idempotency_key, now)) return *before;
  }
  Item item;
  item.data = data;
  item.tags = params.tags;
  item.version = params.version;
  Position position;
  bool sent = true;
  if (rules.history_size > 0 && rules.history_ttl.count() > 0 && !params.skip_history) {
    const auto added =
        store.history.add(channel, std::move(item),
                          {rules.history_size, rules.history_ttl, params.version, params.version_epoch}, now);
    position = added.position;
    if (!added.skipped) sent = store.hub.publish(channel, *added.item, position.epoch);
  } else {
    sent = store.hub.publish(channel, item, {});
  }
  if (!sent) return std::nullopt;
  if (keyed) store.results.save(channel, params.idempotency_key, position, now);
  return position;
}

}  // namespace

Answer publish(Context& context, const Params& params) {
  if (params.channel.empty()) return refuse(107);
  const ChannelRules* rules = context.settings.rules(params.channel);
  if (rules == nullptr) return refuse(102);
  if (rules->kind != ChannelKind::stream) return refuse(107);
  std::string data;
  if (!payload(context, params, false, data)) return refuse(107);
  if (data.empty() && params.b64data.empty()) return refuse(107);
  const auto position = publish_to(context, params.channel, *rules, params, data);
  return position ? Answer{0, result_of(context, *position), false} : refuse(100);
}

Answer broadcast(Context& context, const Params& params) {
  const bool early = context.settings.major() == 2;
  std::string data;
  if (params.channels.empty() || !payload(context, params, true, data)) return refuse(107);
  if (data.empty() && context.settings.major() < 6) return refuse(107);
  std::string responses;
  for (const std::string& channel : params.channels) {
    const ChannelRules* rules = channel.empty() ? nullptr : context.settings.rules(channel);
    int error = channel.empty() || data.empty() ? 107 : rules == nullptr ? 102 : 0;
    // v2 stops at the first bad channel, after the ones before it have got the message.
    if (error != 0 && early) return refuse(error);
    std::optional<Position> position;
    if (error == 0) position = publish_to(context, channel, *rules, params, data);
    if (error == 0 && !position) error = 100;
    JsonObject response;
    if (error != 0) {
      JsonObject body;
      body.number("code", error);
      body.string("message", context.settings.error_text(error));
      response.raw("error", body.done());
    } else {
      response.raw("result", result_of(context, *position));
    }
    responses.append(responses.empty() ? "" : ",").append(response.done());
  }
  return {0, early ? std::string() : R"({"responses":[)" + responses + "]}", false};
}

bool write_payload(JsonObject& object, const Item& item) {
  std::string data;
  if (!item.data.empty()) {
    if (!go::append_compact(data, item.data)) return false;
    object.raw("data", data);
  }
  return true;
}

}  // namespace cent::testing::dev

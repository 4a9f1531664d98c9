#include <optional>
#include <utility>

#include "commands.hpp"
#include "go_json.hpp"

namespace cent::testing::dev {

namespace {

/// The payload of a publication, or an empty text. Unset if the base64 is invalid.
std::optional<std::string> payload(const Params& params) {
  if (params.b64data.empty()) return params.data;
  std::string decoded;
  if (!go::decode_base64(params.b64data, decoded)) return std::nullopt;
  return decoded;
}

std::string result_of(const Context& context, const Position& position) {
  if (context.settings.major() == 2) return {};
  JsonObject result;
  if (position.offset > 0) result.number("offset", position.offset);
  if (!position.epoch.empty()) result.string("epoch", position.epoch);
  return result.done();
}

/// Unset if writing to subscribers failed, an internal error of v3 servers. The history has the publication.
std::optional<Position> publish_to(Context& context, const std::string& channel, const ChannelRules& rules,
                                   const Params& params, const std::string& data) {
  Store& store = context.store;
  const auto now = store.now();
  const bool keyed = !params.idempotency_key.empty();
  // Joined as in the memory engine of real servers. So keys of different channels can collide, such as
  // `eu_17` of `orders` and `17` of `orders_eu`, and a user's test can find that.
  std::string name = channel + '_' + params.idempotency_key;
  if (keyed) {
    if (const Position* before = store.results.find(name, now)) return *before;
  }
  Item item;
  item.data = data;
  item.tags = params.tags;
  item.version = params.version;
  item.time_ms = wall_clock_ms();
  Position position;
  bool sent = true;
  if (has_history(rules) && !params.skip_history) {
    const auto added =
        store.history.add(channel, std::move(item),
                          {rules.history_size, rules.history_ttl, params.version, params.version_epoch}, now);
    position = added.position;
    if (added.skipped) return position;  // nothing was published, so the key is not remembered
    sent = store.hub.publish(channel, *added.item, position.epoch);
  } else {
    sent = store.hub.publish(channel, item, {});
  }
  if (!sent) return std::nullopt;
  if (keyed) store.results.save(std::move(name), position, now);
  return position;
}

}  // namespace

Answer publish(Context& context, const Params& params) {
  const int generation = context.settings.major();
  const auto data = payload(params);
  if (params.channel.empty() || !data) return refuse(107);
  // Up to v5 the data is checked before the namespace.
  if (data->empty() && generation < 6) return refuse(107);
  const ChannelRules* rules = context.settings.rules(params.channel);
  if (rules == nullptr) return refuse(102);
  if (rules->kind != ChannelKind::stream || data->empty()) return refuse(107);
  // v3 checked the base64 but published `data`, or nothing.
  const std::string& sent = generation == 3 ? params.data : *data;
  const auto position = publish_to(context, params.channel, *rules, params, sent);
  return position ? Answer{0, result_of(context, *position), false} : refuse(100);
}

Answer broadcast(Context& context, const Params& params) {
  const bool early = context.settings.major() == 2;
  const auto data = payload(params);
  if (params.channels.empty() || !data) return refuse(107);
  if (data->empty() && context.settings.major() < 6) return refuse(107);
  std::string responses;
  for (const std::string& channel : params.channels) {
    const ChannelRules* rules = channel.empty() ? nullptr : context.settings.rules(channel);
    int error = channel.empty() ? 107 : rules == nullptr ? 102 : data->empty() ? 107 : 0;
    // v2 stops at the first bad channel. The channels before it have got the message.
    if (error != 0 && early) return refuse(error);
    std::optional<Position> position;
    if (error == 0) position = publish_to(context, channel, *rules, params, *data);
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

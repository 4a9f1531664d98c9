#include "frames.hpp"

#include <algorithm>
#include <iterator>

#include "go_json.hpp"

namespace cent::testing::dev {

namespace {

/// Adds a member of embedded JSON unless it is empty.
void embed(JsonObject& object, std::string_view name, std::string_view json) {
  if (json.empty()) return;
  std::string& out = object.name(name);
  std::copy_if(json.begin(), json.end(), std::back_inserter(out), [](char c) { return c != '\n'; });
}

Frame checked(std::string frame) {
  std::string_view ignored;
  if (!go::whole_value(frame, ignored)) return std::nullopt;
  return frame;
}

/// @param epoch Written in the first publication of a stream. Empty: not written.
std::string publication_body(const Item& item, const std::string& epoch) {
  const bool first = item.offset == 1;
  JsonObject body;
  embed(body, "data", item.data);
  if (item.offset > 0) body.number("offset", item.offset);
  if (!item.tags.empty()) go::append_strings(body.name("tags"), item.tags);
  if (!item.key.empty()) body.string("key", item.key);
  if (item.removed) body.raw("removed", "true");
  if (first && !epoch.empty()) body.string("epoch", epoch);
  if (item.version > 0) body.number("version", item.version);
  return body.done();
}

/// The order of members differs between a subscribe frame and a connect frame.
std::string subscription(const SubscribeFrame& frame) {
  JsonObject object;
  if (frame.recoverable) object.raw("recoverable", "true");
  if (frame.recoverable || frame.positioned) {
    object.string("epoch", frame.position.epoch);
    if (frame.position.offset > 0) object.number("offset", frame.position.offset);
    object.raw("positioned", "true");
  }
  embed(object, "data", frame.data);
  return object.done();
}

std::string connected_subscription(const SubscribeFrame& frame, bool with_epoch) {
  JsonObject object;
  if (frame.recoverable) object.raw("recoverable", "true");
  const bool positioned = frame.recoverable || frame.positioned;
  if (positioned) object.string("epoch", frame.position.epoch);
  const std::string epoch = with_epoch ? frame.position.epoch : std::string();
  std::string publications;
  for (const ItemPtr& item : frame.publications) {
    publications.append(publications.empty() ? "" : ",").append(publication_body(*item, epoch));
  }
  if (!publications.empty()) object.raw("publications", "[" + publications + "]");
  if (frame.recovered) object.raw("recovered", "true");
  if (positioned && frame.position.offset > 0) object.number("offset", frame.position.offset);
  if (positioned) object.raw("positioned", "true");
  embed(object, "data", frame.data);
  if (frame.was_recovering) object.raw("was_recovering", "true");
  return object.done();
}

std::string info_body(const ClientInfo& info) {
  JsonObject object;
  object.string("user", info.user);
  object.string("client", info.client);
  embed(object, "conn_info", info.conn_info);
  embed(object, "chan_info", info.chan_info);
  JsonObject body;
  body.raw("info", object.done());
  return body.done();
}

}  // namespace

Frames::Frames(int generation, bool newer)
    : generation_(generation),
      spelling_(generation == 3 && !newer ? Spelling::typed
                : generation >= 6         ? Spelling::named_with_epoch
                                          : Spelling::named) {}

Frames::Overflow Frames::overflow() const {
  return {generation_ != 4 && generation_ != 5, {3008, "slow", true}};
}

bool Frames::gives_reason(const Disconnect& disconnect) const {
  constexpr std::uint32_t kConnectionClosed = 3000;
  constexpr std::uint32_t kSlow = 3008;
  if (disconnect.code == kConnectionClosed) return false;
  // v4 and v5 recognize their own slow disconnect by its reason, v6 by the code alone.
  const bool slow = disconnect.code == kSlow && (generation_ >= 6 || disconnect.reason == "slow");
  return generation_ == 3 || !slow;
}

std::string Frames::push(std::string_view channel, std::string_view name, int type,
                         std::string_view body) const {
  JsonObject object;
  if (typed() && type != 0) object.number("type", type);
  if (!channel.empty()) object.string("channel", channel);
  object.raw(typed() ? std::string_view("data") : name, body);
  return object.done();
}

Frame Frames::connect(const ConnectFrame& frame) const {
  JsonObject body;
  body.string("client", frame.client);
  body.string("version", frame.version);
  if (!frame.subscriptions.empty()) {
    JsonObject subscriptions;
    for (const auto& [channel, one] : frame.subscriptions) {
      subscriptions.entry(channel, connected_subscription(one, names_epoch()));
    }
    body.raw("subs", subscriptions.done());
  }
  if (frame.ttl) {
    body.raw("expires", "true");
    if (*frame.ttl > 0) body.number("ttl", *frame.ttl);
  }
  if (!typed()) body.raw("ping", "25");
  body.string("session", frame.session);
  return checked(push({}, "connect", 6, body.done()));
}

Frame Frames::publication(std::string_view channel, const Item& item, const std::string& epoch) const {
  return checked(push(channel, "pub", 0, publication_body(item, names_epoch() ? epoch : std::string())));
}

Frame Frames::join(std::string_view channel, const ClientInfo& info) const {
  return checked(push(channel, "join", 1, info_body(info)));
}

Frame Frames::leave(std::string_view channel, const ClientInfo& info) const {
  return checked(push(channel, "leave", 2, info_body(info)));
}

Frame Frames::subscribe(std::string_view channel, const SubscribeFrame& frame) const {
  return checked(push(channel, "subscribe", 5, subscription(frame)));
}

std::string Frames::unsubscribe(std::string_view channel) const {
  return push(channel, "unsubscribe", 3, R"({"code":2000,"reason":"server unsubscribe"})");
}

std::string Frames::refresh(std::optional<std::uint32_t> ttl) const {
  JsonObject body;
  if (ttl) {
    body.raw("expires", "true");
    body.number("ttl", *ttl);
  }
  return push({}, "refresh", 8, body.done());
}

std::string Frames::disconnect(const Disconnect& disconnect) const {
  JsonObject body;
  if (disconnect.code != 0) body.number("code", disconnect.code);
  if (!disconnect.reason.empty()) body.string("reason", disconnect.reason);
  if (typed() && disconnect.reconnect) body.raw("reconnect", "true");
  return push({}, "disconnect", 7, body.done());
}

}  // namespace cent::testing::dev

#include "dev_server/frames.hpp"

#include "dev_server/json_object.hpp"

namespace cent::testing::dev {

namespace {

std::string subscription(const SubscribeFrame& frame) {
  JsonObject object;
  if (frame.recoverable) object.raw("recoverable", "true");
  if (frame.recoverable || frame.positioned) {
    object.string("epoch", frame.position.epoch);
    if (frame.position.offset > 0) object.raw("offset", std::to_string(frame.position.offset));
    object.raw("positioned", "true");
  }
  if (!frame.data.empty()) object.raw("data", frame.data);
  return object.done();
}

}  // namespace

std::string Frames::push(std::string_view channel, std::string_view name, int type,
                         std::string_view body) const {
  JsonObject object;
  if (typed() && type != 0) object.raw("type", std::to_string(type));
  if (!channel.empty()) object.string("channel", channel);
  object.raw(typed() ? std::string_view("data") : name, body);
  return object.done();
}

std::string Frames::connect(const ConnectFrame& frame) const {
  JsonObject body;
  body.string("client", frame.client);
  body.string("version", frame.version);
  if (frame.ttl) {
    body.raw("expires", "true");
    body.raw("ttl", std::to_string(*frame.ttl));
  }
  if (!frame.subscriptions.empty()) {
    JsonObject subscriptions;
    for (const auto& [channel, one] : frame.subscriptions) subscriptions.entry(channel, subscription(one));
    body.raw("subs", subscriptions.done());
  }
  if (!typed()) body.raw("ping", "25");
  body.string("session", frame.session);
  return push({}, "connect", 6, body.done());
}

std::string Frames::publication(std::string_view channel, const Item& item, const std::string& epoch) const {
  JsonObject body;
  // Embedded JSON goes out as it came in, white space included.
  if (!item.data.empty()) body.raw("data", item.data);
  if (item.offset > 0) body.raw("offset", std::to_string(item.offset));
  if (!item.tags.empty()) go::append_strings(body.name("tags"), item.tags);
  if (spelling_ == Spelling::named_with_epoch && item.offset == 1) body.string("epoch", epoch);
  return push(channel, "pub", 0, body.done());
}

std::string Frames::subscribe(std::string_view channel, const SubscribeFrame& frame) const {
  return push(channel, "subscribe", 5, subscription(frame));
}

std::string Frames::unsubscribe(std::string_view channel) const {
  return push(channel, "unsubscribe", 3, R"({"code":2000,"reason":"server unsubscribe"})");
}

std::string Frames::refresh(std::optional<std::uint32_t> ttl) const {
  JsonObject body;
  if (ttl) {
    body.raw("expires", "true");
    body.raw("ttl", std::to_string(*ttl));
  }
  return push({}, "refresh", 8, body.done());
}

std::string Frames::disconnect(const Disconnect& disconnect) const {
  JsonObject body;
  if (disconnect.code != 0) body.raw("code", std::to_string(disconnect.code));
  if (!disconnect.reason.empty()) body.string("reason", disconnect.reason);
  if (typed() && disconnect.reconnect) body.raw("reconnect", "true");
  return push({}, "disconnect", 7, body.done());
}

}  // namespace cent::testing::dev

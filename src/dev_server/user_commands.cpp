#include <chrono>
#include <utility>

#include "dev_server/commands.hpp"
#include "dev_server/subscription.hpp"

namespace cent::testing::dev {

namespace {

Audience audience(const Params& params) { return {params.user, params.client, params.session, {}}; }

std::int64_t seconds_until(std::int64_t unix_time) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return unix_time - std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

/// 0 and less: never.
bool is_past(std::int64_t unix_time) { return unix_time > 0 && seconds_until(unix_time) <= 0; }

/// The 2.x servers ask for a user where later ones mean the anonymous ones.
bool user_missing(const Context& context, const Params& params) {
  return context.settings.major() == 2 && params.user.empty();
}

}  // namespace

Answer subscribe(Context& context, const Params& params) {
  if (params.channel.empty()) return refuse(107);
  const ChannelRules* rules = context.settings.rules(params.channel);
  if (rules == nullptr) return refuse(102);
  const bool base64 = context.settings.major() >= 6;
  const auto subscription = new_subscription(context, params.channel, *rules, params, base64);
  if (!subscription) return refuse(107);
  for (const ClientPtr& client : context.store.hub.select(audience(params))) {
    if (is_past(params.expire_at)) return refuse(100);
    context.store.hub.subscribe(client, params.channel, subscription->subscription);
    // Told even to those who were subscribed.
    client->sink->deliver(client->frames.subscribe(params.channel, subscription->frame));
  }
  return {};
}

Answer unsubscribe(Context& context, const Params& params) {
  if (user_missing(context, params)) return refuse(107);
  if (!params.channel.empty() && context.settings.rules(params.channel) == nullptr) return refuse(102);
  for (const ClientPtr& client : context.store.hub.select(audience(params))) {
    context.store.hub.unsubscribe(client, params.channel);
    // Pushed even to those who were not subscribed.
    client->sink->deliver(client->frames.unsubscribe(params.channel));
  }
  return {};
}

Answer disconnect(Context& context, const Params& params) {
  if (user_missing(context, params)) return refuse(107);
  Audience all = audience(params);
  all.whitelist = params.whitelist;
  for (const ClientPtr& client : context.store.hub.select(all)) {
    context.store.hub.disconnect(client, params.disconnect.value_or(Disconnect{}));
  }
  return {};
}

Answer refresh(Context& context, const Params& params) {
  const bool ends = params.expired || is_past(params.expire_at);
  for (const ClientPtr& client : context.store.hub.select(audience(params))) {
    if (ends) {
      context.store.hub.disconnect(client, kExpired);
      continue;
    }
    std::optional<std::chrono::seconds> left;
    if (params.expire_at > 0) left = std::chrono::seconds(seconds_until(params.expire_at));
    client->sink->expire_after(left);
    client->sink->deliver(
        client->frames.refresh(left ? std::optional(context.settings.ttl(left->count())) : std::nullopt));
  }
  return {};
}

}  // namespace cent::testing::dev

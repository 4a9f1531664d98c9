#include <utility>

#include "commands.hpp"
#include "lifetime.hpp"
#include "subscription.hpp"

namespace cent::testing::dev {

namespace {

const Disconnect kChannelLimit{3505, "channel limit", false};

Audience audience(const Params& params) { return {params.user, params.client, params.session, {}}; }

/// v2 requires a user. For later servers an empty one means anonymous users.
bool user_missing(const Context& context, const Params& params) {
  return context.settings.major() == 2 && params.user.empty();
}

/// Returns false for an internal error of real servers.
bool subscribe_client(Context& context, const ClientPtr& client, const Params& params,
                      const NewSubscription& made) {
  Hub& hub = context.store.hub;
  // A channel that it has already counts again.
  if (client->subscriptions.size() >= Hub::kMaxChannels) {
    hub.disconnect(client, kChannelLimit);
    return true;
  }
  if (is_past(context, params.expire_at)) {
    // This removes an existing subscription to the channel without a frame to its subscriber.
    hub.drop(client, params.channel);
    return false;
  }
  hub.subscribe(client, params.channel, made.subscription);
  // Sent even to clients that were subscribed. A client that cannot receive it is subscribed all the same.
  if (!hub.deliver(client, client->frames.subscribe(params.channel, made.frame))) return false;
  hub.announce(client, params.channel);
  return true;
}

}  // namespace

Answer subscribe(Context& context, const Params& params) {
  if (params.channel.empty()) return refuse(107);
  const ChannelRules* rules = context.settings.rules(params.channel);
  if (rules == nullptr) return refuse(102);
  const bool base64 = context.settings.major() >= 6;
  const auto made = new_subscription(context, params.channel, *rules, params, base64);
  if (!made) return refuse(107);
  bool all = true;
  for (const ClientPtr& client : context.store.hub.select(audience(params))) {
    all = subscribe_client(context, client, params, *made) && all;
  }
  return all ? Answer{} : refuse(100);
}

Answer unsubscribe(Context& context, const Params& params) {
  if (user_missing(context, params)) return refuse(107);
  if (!params.channel.empty() && context.settings.rules(params.channel) == nullptr) return refuse(102);
  for (const ClientPtr& client : context.store.hub.select(audience(params))) {
    context.store.hub.unsubscribe(client, params.channel);
    // Pushed even to clients that were not subscribed.
    context.store.hub.deliver(client, client->frames.unsubscribe(params.channel));
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
  const bool ends = params.expired || is_past(context, params.expire_at);
  for (const ClientPtr& client : context.store.hub.select(audience(params))) {
    if (ends) {
      context.store.hub.disconnect(client, kExpired);
      continue;
    }
    std::optional<std::uint32_t> ttl;
    if (params.expire_at > 0) {
      ttl = context.settings.ttl(params.expire_at - context.store.unix_now());
      // Shown in presence after the next check of the connection.
      if (!params.info.empty()) client->info = params.info;
    }
    set_expiry(context.store, client, ttl ? params.expire_at : 0);
    context.store.hub.deliver(client, client->frames.refresh(ttl));
  }
  return {};
}

}  // namespace cent::testing::dev

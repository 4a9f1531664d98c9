#include "dev_server/connect.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>
#include <utility>

#include "dev_server/go_json.hpp"
#include "dev_server/subscription.hpp"
#include "dev_server/token.hpp"

namespace cent::testing::dev {

namespace {

const Disconnect kBadRequest{3501, "bad request", false};

Frames frames_of(int generation, bool newer) {
  if (generation == 3 && !newer) return Frames(Frames::Spelling::typed);
  return Frames(generation >= 6 ? Frames::Spelling::named_with_epoch : Frames::Spelling::named);
}

/// What a subscriber is let in with.
struct Admission {
  Token token;
  std::map<std::string, NewSubscription> subscriptions;
};

/// Why it is refused; code 0 if it is not. The store's mutex is held.
Disconnect admit(Context& context, const ConnectRequest& request, Admission& out) {
  const Settings& settings = context.settings;
  if (!request.token.empty()) {
    const TokenError error = read_token(request.token, settings, std::time(nullptr), out.token);
    if (error == TokenError::expired) return kExpired;
    if (error == TokenError::invalid) return {3500, "invalid token", false};
  } else if (settings.major() == 3) {
    return kBadRequest;
  }
  for (const std::string& channel : request.channels) {
    if (settings.rules(channel) == nullptr) return kBadRequest;
    out.token.subscriptions.emplace(channel, Params{});
  }
  for (const auto& [channel, params] : out.token.subscriptions) {
    if (channel.empty()) continue;
    const ChannelRules* rules = settings.rules(channel);
    if (rules == nullptr) return {3004, "internal server error", true};
    auto subscription = new_subscription(context, channel, *rules, params, true);
    if (!subscription) return kBadRequest;
    out.subscriptions.emplace(channel, std::move(*subscription));
  }
  return {0, {}, false};
}

}  // namespace

std::optional<ConnectRequest> read_connect_request(std::string_view text) {
  ConnectRequest request;
  std::string_view value;
  if (!go::whole_value(text, value)) return std::nullopt;
  const bool fine = go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name == "token") return go::read(member, request.token);
    if (name != "subs") return true;
    return go::each_entry(member, [&](std::string channel, std::string_view) {
      request.channels.insert(std::move(channel));
      return true;
    });
  });
  return fine ? std::optional(std::move(request)) : std::nullopt;
}

ClientPtr connect_subscriber(const Settings& settings, Store& store, const std::string& node,
                             const ConnectRequest& request, bool newer_frames, std::shared_ptr<Sink> sink) {
  auto client = std::make_shared<Client>();
  client->frames = frames_of(settings.major(), newer_frames);
  client->sink = std::move(sink);
  const std::lock_guard<std::mutex> lock(store.mutex);
  Context context{settings, store};
  Admission admission;
  const Disconnect refusal = admit(context, request, admission);
  if (refusal.code != 0) {
    client->sink->deliver(client->frames.disconnect(refusal));
    client->sink->finish();
    return nullptr;
  }
  client->id = make_uuid();
  client->session = make_uuid();
  client->user = admission.token.user;
  client->info = admission.token.info;
  client->node = node;
  ConnectFrame frame;
  frame.client = client->id;
  frame.session = client->session;
  frame.version = settings.version();
  if (admission.token.expire_at != 0) {
    const auto left = std::max<std::int64_t>(admission.token.expire_at - std::time(nullptr), 0);
    frame.ttl = settings.ttl(left);
    client->sink->expire_after(std::chrono::seconds(left));
  }
  store.hub.add(client);
  for (auto& [channel, one] : admission.subscriptions) {
    store.hub.subscribe(client, channel, std::move(one.subscription));
    frame.subscriptions.emplace(channel, std::move(one.frame));
  }
  client->sink->deliver(client->frames.connect(frame));
  return client;
}

}  // namespace cent::testing::dev

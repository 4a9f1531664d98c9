#include "connect.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "connection_token.hpp"
#include "go_json.hpp"
#include "lifetime.hpp"
#include "subscription.hpp"

namespace cent::testing::dev {

namespace {

// Members without an effect are read only to check their types: a wrong type rejects the request.
template <class T>
bool is_a(std::string_view value) {
  T ignored{};
  return go::read(value, ignored);
}

/// The filter of a subscription: an object that may contain others.
bool is_filter(std::string_view value) {
  return go::each_member(value, [](std::string_view name, std::string_view member) {
    if (name == "op" || name == "key" || name == "cmp" || name == "val") return is_a<std::string>(member);
    if (name == "vals") return is_a<std::vector<std::string>>(member);
    if (name == "nodes") return go::each_element(member, is_filter);
    return true;
  });
}

bool is_newer_member(std::string_view name, std::string_view member, int generation) {
  if (generation >= 4 && name == "join_leave") return is_a<bool>(member);
  if (generation >= 5 && name == "delta") return is_a<std::string>(member);
  if (generation < 6) return true;
  if (name == "tf") return is_filter(member);
  if (name == "flag") return is_a<std::int64_t>(member);
  if (name == "type" || name == "phase" || name == "limit") return is_a<std::int32_t>(member);
  if (name == "cursor") return is_a<std::string>(member);
  if (name == "asc") return is_a<bool>(member);
  return true;
}

bool read_subscription(std::string_view value, int generation, std::optional<Position>& since) {
  bool recover = false;
  Position position;
  const bool fine = go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name == "recover") return go::read(member, recover);
    if (name == "offset") return go::read(member, position.offset);
    if (name == "epoch") return go::read(member, position.epoch);
    if (name == "channel" || name == "token") return is_a<std::string>(member);
    if (name == "positioned" || name == "recoverable") return is_a<bool>(member);
    return is_newer_member(name, member, generation);
  });
  if (recover) since = std::move(position);
  return fine;
}

/// The value in a text. v6 ignores the text after it.
bool find_value(std::string_view text, int generation, std::string_view& value) {
  if (generation < 6) return go::whole_value(text, value);
  const std::size_t begin = go::skip_space(text, 0);
  const std::size_t end = go::checked_value_end(text, begin);
  if (end == go::npos) return false;
  value = text.substr(begin, end - begin);
  return true;
}

}  // namespace

std::optional<ConnectRequest> read_connect_request(std::string_view text, int generation) {
  ConnectRequest request;
  std::string_view value;
  if (!find_value(text, generation, value)) return std::nullopt;
  const bool fine = go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name == "token") return go::read(member, request.token);
    if (name == "name" || name == "version") return is_a<std::string>(member);
    if (generation >= 6 && name == "headers") return is_a<std::map<std::string, std::string>>(member);
    if (generation >= 6 && name == "flag") return is_a<std::int64_t>(member);
    if (name != "subs") return true;
    return go::each_entry(member, [&](std::string channel, std::string_view one) {
      std::optional<Position> since;
      const bool right = read_subscription(one, generation, since);
      request.channels[std::move(channel)] = std::move(since);
      return right;
    });
  });
  return fine ? std::optional(std::move(request)) : std::nullopt;
}

namespace {

const Disconnect kBadRequest{3501, "bad request", false};
const Disconnect kInvalidToken{3500, "invalid token", false};
const Disconnect kServerError{3004, "internal server error", true};
const Disconnect kChannelLimit{3505, "channel limit", false};
const Disconnect kInappropriate{3506, "inappropriate protocol", false};
const Disconnect kNone{0, {}, false};

/// The accepted data of a connecting subscriber.
struct Admission {
  Token token;
  std::map<std::string, NewSubscription> subscriptions;
};

/// True if a subscriber may request a channel that its token does not contain.
bool open_to_all(const std::string& channel, int generation) {
  if (!channel.empty() && channel.front() == '$') return false;
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  return generation == 3 || std::all_of(channel.begin(), channel.end(), is_ascii);
}

Disconnect admit_token(Context& context, const ConnectRequest& request, Token& out) {
  if (request.token.empty()) return context.settings.major() == 3 ? kBadRequest : kNone;
  switch (read_token(request.token, context.settings, context.store.unix_now(), out)) {
    case TokenError::invalid:
      return kInvalidToken;
    case TokenError::expired:
      return kExpired;
    case TokenError::unusable:
      return kServerError;
    case TokenError::none:
      break;
  }
  return kNone;
}

/// Why it is rejected; code 0 if it is accepted. The store's mutex is held.
Disconnect admit(Context& context, const ConnectRequest& request, Admission& out) {
  const Settings& settings = context.settings;
  Disconnect refusal = admit_token(context, request, out.token);
  if (refusal.code != 0) return refusal;
  for (const auto& [channel, since] : request.channels) {
    if (settings.rules(channel) == nullptr) return kBadRequest;
    if (open_to_all(channel, settings.major())) out.token.subscriptions.emplace(channel, Params{});
  }
  out.token.subscriptions.erase(std::string());
  if (out.token.subscriptions.size() > Hub::kMaxChannels) return kChannelLimit;
  const std::int64_t end = out.token.expire_at;
  if (end > 0 && end < context.store.unix_now()) return kExpired;
  for (auto& [channel, params] : out.token.subscriptions) {
    const auto own = request.channels.find(channel);
    if (own != request.channels.end()) params.recover_since = own->second;
    auto subscription = new_subscription(context, channel, *settings.rules(channel), params, true);
    if (!subscription) return kInvalidToken;
    out.subscriptions.emplace(channel, std::move(*subscription));
  }
  return kNone;
}

void refuse(const ClientPtr& client, const Disconnect& refusal) {
  client->sink->deliver(client->frames.disconnect(refusal));
  client->sink->finish();
}

}  // namespace

ClientPtr connect_subscriber(const Settings& settings, Store& store, const std::string& node,
                             const ConnectRequest& request, bool newer_frames, std::shared_ptr<Sink> sink) {
  auto client = std::make_shared<Client>(Frames(settings.major(), newer_frames));
  client->sink = std::move(sink);
  const std::lock_guard<std::mutex> lock(store.mutex);
  store.catch_up();
  Context context{settings, store};
  Admission admission;
  const Disconnect refusal = admit(context, request, admission);
  if (refusal.code != 0) {
    refuse(client, refusal);
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
    frame.ttl = settings.ttl(admission.token.expire_at - store.unix_now());
  }
  for (const auto& [channel, one] : admission.subscriptions) frame.subscriptions.emplace(channel, one.frame);
  Frame first = client->frames.connect(frame);
  if (!first && client->frames.typed()) {
    refuse(client, kServerError);
    return nullptr;
  }
  store.hub.add(client);
  begin_lifetime(store, client);
  set_expiry(store, client, admission.token.expire_at);
  for (auto& [channel, one] : admission.subscriptions) {
    store.hub.subscribe(client, channel, std::move(one.subscription));
  }
  // v3 keeps a connection even if it cannot write the first frame.
  if (!store.hub.deliver(client, std::move(first)) && settings.major() > 3) {
    store.hub.disconnect(client, kInappropriate);
  }
  for (const auto& [channel, one] : admission.subscriptions) store.hub.announce(client, channel);
  store.settle();
  return client;
}

}  // namespace cent::testing::dev

#include "page_feed.hpp"

#include <chrono>
#include <map>
#include <utility>

#include "go_json.hpp"

namespace cent::testing::dev {

namespace {

constexpr std::chrono::milliseconds kLook{300};
constexpr std::int64_t kShownBefore = 100;
constexpr std::size_t kShownRows = 300;

/// A channel as the page lists it.
struct Row {
  std::size_t subscribers = 0;
  std::size_t kept = 0;
  std::uint64_t offset = 0;
};

/// The facts about its server that the page needs. A key of the user stays out of it.
std::string hello(const Settings& settings) {
  const DevServerOptions& options = settings.options();
  JsonObject object;
  object.number("generation", settings.major());
  object.string("version", settings.version());
  object.string("prefix", options.prefix);
  object.raw("insecure", options.insecure ? "true" : "false");
  if (options.api_key == DevServerOptions().api_key) object.string("api_key", options.api_key);
  return event_text("hello", object.done());
}

}  // namespace

PageFeed::PageFeed(Server& server, boost::beast::tcp_stream stream, std::string channel)
    : StreamConnection(server, std::move(stream)), channel_(std::move(channel)), timer_(executor()) {}

void PageFeed::begin() {
  send_head("text/event-stream; charset=utf-8", {});
  deliver(hello(server().settings()));
  Store& store = server().store();
  {
    const std::lock_guard<std::mutex> lock(store.mutex);
    store.catch_up();
    const ChannelRules* rules = channel_.empty() ? nullptr : server().settings().rules(channel_);
    if (rules != nullptr) {
      send_history(store, *rules);
    } else if (!channel_.empty()) {
      deliver(event_text("unknown_channel", "{}"));
    }
    store.hub.feed.open(shared_from_this(), rules != nullptr ? channel_ : std::string(), server().node());
  }
  send_state();
  look_later();
  watch();
}

/// Sends the kept publications, the oldest first.
void PageFeed::send_history(Store& store, const ChannelRules& rules) {
  const ReadRange newest{{}, kShownBefore, true};
  Items items;
  if (rules.kind == ChannelKind::map) {
    items = store.maps.read_stream(channel_, newest).items;
  } else if (has_history(rules)) {
    items = store.history.read(channel_, newest, store.now()).items;
  }
  for (auto item = items.rbegin(); item != items.rend(); ++item) deliver(publication_event(**item, true));
}

void PageFeed::look_later() {
  timer_.expires_after(kLook);
  timer_.async_wait([this, self = weak_from_this()](boost::system::error_code) {
    const auto alive = self.lock();
    if (!alive) return;
    send_state();
    look_later();
  });
}

void PageFeed::send_state() {
  Store& store = server().store();
  const std::lock_guard<std::mutex> lock(store.mutex);
  store.catch_up();
  std::string now = state(store);
  if (now == state_) return;
  state_ = std::move(now);
  deliver(event_text("state", state_));
}

std::string PageFeed::state(Store& store) const {
  std::map<std::string, Row> rows;
  for (const auto& [channel, clients] : store.hub.channels()) rows[channel].subscribers = clients;
  const auto add = [&](const std::string& channel, std::size_t kept, std::uint64_t offset) {
    if (offset == 0 && kept == 0) return;  // only read so far
    rows[channel].kept = kept;
    rows[channel].offset = offset;
  };
  store.history.each(store.now(), [&](const std::string& channel, const Stream& stream) {
    add(channel, stream.size(), stream.top());
  });
  store.maps.each([&](const std::string& channel, std::size_t entries, const Stream& stream) {
    add(channel, entries, stream.top());
  });
  std::string channels;
  std::size_t shown = 0;
  for (const auto& [channel, row] : rows) {
    if (++shown > kShownRows) break;
    JsonObject object;
    object.string("channel", channel);
    object.number("subscribers", row.subscribers);
    object.number("kept", row.kept);
    object.number("offset", row.offset);
    channels.append(channels.empty() ? "" : ",").append(object.done());
  }
  JsonObject object;
  object.number("count", rows.size());
  object.raw("channels", "[" + channels + "]");
  const ChannelRules* rules = channel_.empty() ? nullptr : server().settings().rules(channel_);
  if (rules != nullptr && rules->presence) object.raw("presence", presence(store));
  return object.done();
}

std::string PageFeed::presence(const Store& store) const {
  std::string clients;
  std::size_t shown = 0;
  for (const auto& [id, info] : store.hub.presence().of(channel_)) {
    if (++shown > kShownRows) break;
    JsonObject object;
    object.string("user", info.user);
    object.string("client", id);
    clients.append(clients.empty() ? "" : ",").append(object.done());
  }
  return "[" + clients + "]";
}

}  // namespace cent::testing::dev

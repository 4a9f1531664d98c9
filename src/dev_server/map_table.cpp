#include "dev_server/map_table.hpp"

#include <utility>

namespace cent::testing::dev {

namespace {

std::int64_t wall_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

MapTable::Channel& MapTable::use(const std::string& channel, const ChannelRules& rules,
                                 Clock::time_point now) {
  Channel& found = channels_[channel];
  if (rules.map_key_ttl.count() <= 0) return found;
  for (auto at = found.entries.begin(); at != found.entries.end();) {
    if (now < at->second.expires) {
      ++at;
      continue;
    }
    Item gone;
    gone.key = at->first;
    gone.tags = at->second.item->tags;
    gone.removed = true;
    record(found, std::move(gone), rules);
    at = found.entries.erase(at);
  }
  return found;
}

ItemPtr MapTable::record(Channel& in, Item item, const ChannelRules& rules) {
  item.time_ms = wall_clock_ms();
  if (rules.map_stream) return in.stream.add(std::move(item), rules.map_stream_size);
  return std::make_shared<const Item>(std::move(item));
}

MapResult MapTable::publish(const std::string& channel, MapChange change, const ChannelRules& rules,
                            Clock::time_point now) {
  Channel& in = use(channel, rules, now);
  const auto existing = in.entries.find(change.key);
  const bool exists = existing != in.entries.end();
  if (change.version > 0 && exists &&
      (change.version_epoch.empty() || change.version_epoch == existing->second.version_epoch) &&
      change.version <= existing->second.version) {
    return {in.stream.position(), "version", nullptr};
  }
  if (change.key_mode == "if_new" && exists) return {in.stream.position(), "key_exists", nullptr};
  if (change.key_mode == "if_exists" && !exists) return {in.stream.position(), "key_not_found", nullptr};

  Item item;
  item.key = change.key;
  item.data = std::move(change.data);
  item.tags = std::move(change.tags);
  Entry& entry = in.entries[change.key];
  entry.item = record(in, std::move(item), rules);
  entry.expires = now + rules.map_key_ttl;
  if (change.version > 0) {
    entry.version = change.version;
    entry.version_epoch = std::move(change.version_epoch);
  }
  return {in.stream.position(), {}, entry.item};
}

MapResult MapTable::remove(const std::string& channel, const std::string& key, const ChannelRules& rules,
                           Clock::time_point now) {
  if (channels_.count(channel) == 0) return {{}, "key_not_found", nullptr};
  Channel& in = use(channel, rules, now);
  const auto existing = in.entries.find(key);
  if (existing == in.entries.end()) return {in.stream.position(), "key_not_found", nullptr};
  Item item;
  item.key = key;
  item.tags = existing->second.item->tags;
  item.removed = true;
  in.entries.erase(existing);
  ItemPtr removed = record(in, std::move(item), rules);
  return {in.stream.position(), {}, std::move(removed)};
}

MapState MapTable::read_state(const std::string& channel, const MapStateRange& range,
                              const ChannelRules& rules, Clock::time_point now) {
  const bool fresh = channels_.count(channel) == 0;
  Channel& in = use(channel, rules, now);
  MapState state;
  state.position = in.stream.position();
  const bool epoch_matters = range.has_revision && (!fresh || !range.revision.epoch.empty());
  if (epoch_matters && range.revision.epoch != in.stream.epoch()) {
    state.error = ReadError::unrecoverable;
    return state;
  }
  if (!range.key.empty()) {
    const auto found = in.entries.find(range.key);
    if (found != in.entries.end()) state.items.push_back(found->second.item);
    return state;
  }
  auto at = range.cursor.empty() ? in.entries.begin() : in.entries.upper_bound(range.cursor);
  for (std::int64_t count = 0; at != in.entries.end() && (range.limit < 0 || count < range.limit);
       ++at, ++count) {
    state.items.push_back(at->second.item);
  }
  if (at != in.entries.end() && !state.items.empty()) state.cursor = state.items.back()->key;
  return state;
}

Page MapTable::read_stream(const std::string& channel, const ReadRange& range) {
  return dev::read_stream(channels_[channel].stream, range);
}

std::size_t MapTable::size(const std::string& channel, const ChannelRules& rules, Clock::time_point now) {
  return channels_.count(channel) == 0 ? 0 : use(channel, rules, now).entries.size();
}

}  // namespace cent::testing::dev

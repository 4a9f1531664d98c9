#include "map_table.hpp"

#include <utility>

namespace cent::testing::dev {

MapTable::Channel& MapTable::use(const std::string& channel) {
  const auto found = channels_.find(channel);
  if (found != channels_.end()) return found->second;
  return channels_.emplace(channel, Channel(make_epoch(epoch_letters))).first->second;
}

MapTable::Channel& MapTable::use(const std::string& channel, const ChannelRules& rules) {
  Channel& in = use(channel);
  in.has_stream = rules.map_stream;
  in.stream_size = rules.map_stream_size;
  return in;
}

ItemPtr MapTable::record(Channel& in, Item item) {
  item.time_ms = wall_clock_ms();
  if (in.has_stream) return in.stream.add(std::move(item), in.stream_size);
  return std::make_shared<const Item>(std::move(item));
}

ItemPtr MapTable::record_removal(Channel& in, const std::string& key) {
  const auto entry = in.entries.find(key);
  Item item;
  item.key = key;
  item.tags = entry->second.item->tags;
  item.removed = true;
  in.entries.erase(entry);
  return record(in, std::move(item));
}

MapResult MapTable::publish(const std::string& channel, MapChange change, const ChannelRules& rules,
                            Clock::time_point now) {
  Channel& in = use(channel, rules);
  if (const Position* before = in.results.find(change.idempotency_key, now)) {
    return {*before, "idempotency", nullptr};
  }
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
  expiries_.erase({entry.expires, channel, change.key});
  entry.item = record(in, std::move(item));
  entry.expires = now + rules.map_key_ttl;
  if (rules.map_key_ttl.count() > 0) expiries_.emplace(entry.expires, channel, change.key);
  if (change.version > 0) {
    entry.version = change.version;
    entry.version_epoch = std::move(change.version_epoch);
  }
  if (!change.idempotency_key.empty()) {
    in.results.save(std::move(change.idempotency_key), in.stream.position(), now);
  }
  return {in.stream.position(), {}, entry.item};
}

MapResult MapTable::remove(const std::string& channel, const std::string& key,
                           const std::string& idempotency_key, const ChannelRules& rules,
                           Clock::time_point now) {
  if (channels_.count(channel) == 0) return {{}, "key_not_found", nullptr};
  Channel& in = use(channel, rules);
  if (const Position* before = in.results.find(idempotency_key, now)) {
    return {*before, "idempotency", nullptr};
  }
  const auto existing = in.entries.find(key);
  if (existing == in.entries.end()) return {in.stream.position(), "key_not_found", nullptr};
  expiries_.erase({existing->second.expires, channel, key});
  ItemPtr removed = record_removal(in, key);
  if (!idempotency_key.empty()) in.results.save(idempotency_key, in.stream.position(), now);
  return {in.stream.position(), {}, std::move(removed)};
}

MapState MapTable::read_state(const std::string& channel, const MapStateRange& range) {
  const bool fresh = channels_.count(channel) == 0;
  const Channel& in = use(channel);
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
  // An unused channel has no epoch, so none is wrong.
  if (channels_.count(channel) == 0) return {ReadError::none, {}, use(channel).stream.position()};
  Page page = dev::read_stream(use(channel).stream, range);
  // Unlike history, a map reports removed changes.
  const bool gap = range.since && !range.reverse && range.since->offset > 0 && !page.items.empty() &&
                   page.items.front()->offset > range.since->offset + 1;
  if (gap) page.error = ReadError::unrecoverable;
  return page;
}

std::size_t MapTable::size(const std::string& channel) const {
  const auto found = channels_.find(channel);
  return found == channels_.end() ? 0 : found->second.entries.size();
}

void MapTable::clear(const std::string& channel) {
  const auto found = channels_.find(channel);
  if (found == channels_.end()) return;
  for (const auto& [key, entry] : found->second.entries) expiries_.erase({entry.expires, channel, key});
  channels_.erase(found);
}

std::vector<MapRemoval> MapTable::expire(Clock::time_point now) {
  std::vector<MapRemoval> removals;
  while (!expiries_.empty() && std::get<0>(*expiries_.begin()) <= now) {
    const auto due = expiries_.extract(expiries_.begin());
    const auto& [time, channel, key] = due.value();
    Channel& in = use(channel);
    ItemPtr removed = record_removal(in, key);
    removals.push_back({channel, std::move(removed), in.stream.epoch()});
  }
  return removals;
}

}  // namespace cent::testing::dev

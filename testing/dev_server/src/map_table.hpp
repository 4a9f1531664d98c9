#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include <cent/testing/dev_server.hpp>

#include "history.hpp"
#include "result_cache.hpp"

namespace cent::testing::dev {

struct MapChange {
  std::string key;
  std::string data;
  Tags tags;
  std::string key_mode;  ///< empty, `if_new` or `if_exists`
  std::uint64_t version = 0;
  std::string version_epoch;
  std::string idempotency_key;
};

struct MapResult {
  Position position;
  std::string_view suppressed;  ///< reason; empty: done
  ItemPtr item;
};

/// An expired entry.
struct MapRemoval {
  std::string channel;
  ItemPtr item;
  std::string epoch;
};

struct MapStateRange {
  std::string cursor;
  std::int64_t limit = 0;
  std::string key;
  bool has_revision = false;
  Position revision;
};

struct MapState {
  ReadError error = ReadError::none;
  Items items;
  Position position;
  std::string cursor;
};

/// Channels of keyed entries. Not thread safe.
class MapTable {
 public:
  /// Number of letters in an epoch.
  std::size_t epoch_letters = 8;

  MapResult publish(const std::string& channel, MapChange change, const ChannelRules& rules,
                    Clock::time_point now);
  MapResult remove(const std::string& channel, const std::string& key, const std::string& idempotency_key,
                   const ChannelRules& rules, Clock::time_point now);
  MapState read_state(const std::string& channel, const MapStateRange& range);
  Page read_stream(const std::string& channel, const ReadRange& range);
  std::size_t size(const std::string& channel) const;
  /// Calls `visit(channel, number of entries, stream)` for all channels.
  template <class Visit>
  void each(Visit&& visit) const {
    for (const auto& [name, one] : channels_) visit(name, one.entries.size(), one.stream);
  }
  /// Removes the channel and its idempotency keys. The next use starts a new epoch.
  void clear(const std::string& channel);
  /// Removes the expired entries, the earliest first.
  std::vector<MapRemoval> expire(Clock::time_point now);

 private:
  struct Entry {
    ItemPtr item;
    Clock::time_point expires;
    std::uint64_t version = 0;
    std::string version_epoch;
  };
  struct Channel {
    explicit Channel(std::string epoch) : stream(std::move(epoch)) {}

    Stream stream;
    std::map<std::string, Entry> entries;
    // A key is remembered only if its call made a change.
    ResultCache results;
    // From the rules at the channel's last change, since entries expire between commands.
    bool has_stream = true;
    int stream_size = 0;
  };
  using Expiry = std::tuple<Clock::time_point, std::string, std::string>;  // channel, key

  Channel& use(const std::string& channel);
  Channel& use(const std::string& channel, const ChannelRules& rules);
  static ItemPtr record(Channel& in, Item item);
  static ItemPtr record_removal(Channel& in, const std::string& key);

  std::unordered_map<std::string, Channel> channels_;
  std::set<Expiry> expiries_;  // of all entries that expire
};

}  // namespace cent::testing::dev

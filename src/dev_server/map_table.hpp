#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include <cent/testing/dev_server.hpp>

#include "dev_server/history.hpp"

namespace cent::testing::dev {

struct MapChange {
  std::string key;
  std::string data;
  Tags tags;
  std::string key_mode;  ///< empty, `if_new` or `if_exists`
  std::uint64_t version = 0;
  std::string version_epoch;
};

struct MapResult {
  Position position;
  std::string_view suppressed;  ///< reason; empty: done
  ItemPtr item;
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
  MapResult publish(const std::string& channel, MapChange change, const ChannelRules& rules,
                    Clock::time_point now);
  MapResult remove(const std::string& channel, const std::string& key, const ChannelRules& rules,
                   Clock::time_point now);
  MapState read_state(const std::string& channel, const MapStateRange& range, const ChannelRules& rules,
                      Clock::time_point now);
  Page read_stream(const std::string& channel, const ReadRange& range);
  std::size_t size(const std::string& channel, const ChannelRules& rules, Clock::time_point now);
  /// Forgets the channel; the next use starts a new epoch.
  void clear(const std::string& channel) { channels_.erase(channel); }

 private:
  struct Entry {
    ItemPtr item;
    Clock::time_point expires;
    std::uint64_t version = 0;
    std::string version_epoch;
  };
  struct Channel {
    Stream stream;
    std::map<std::string, Entry> entries;
  };

  Channel& use(const std::string& channel, const ChannelRules& rules, Clock::time_point now);
  static ItemPtr record(Channel& in, Item item, const ChannelRules& rules);

  std::unordered_map<std::string, Channel> channels_;
};

}  // namespace cent::testing::dev

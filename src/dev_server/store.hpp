#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "dev_server/history.hpp"
#include "dev_server/hub.hpp"
#include "dev_server/map_table.hpp"
#include "dev_server/result_cache.hpp"

namespace cent::testing {

/// Everything a server remembers. A command holds the mutex from its start to its end, which also makes
/// subscribers see publications in the order of their offsets.
class Store {
 public:
  /// A server that uses the store, as `info` shows it.
  struct Node {
    std::string uid;
    std::string name;
    std::string version;
    std::chrono::steady_clock::time_point started;
  };

  dev::Clock::time_point now() const { return dev::Clock::now() + skew; }

  /// Does what has become due: takes away map entries that have run out, and shows it to the subscribers.
  /// Called before each command, so that none sees what should be gone.
  void catch_up() {
    for (const dev::MapRemoval& removal : maps.expire(now())) {
      hub.publish(removal.channel, *removal.item, removal.epoch);
    }
  }

  std::mutex mutex;
  dev::Clock::duration skew{0};
  dev::HistoryTable history;
  dev::MapTable maps;
  dev::ResultCache results;
  dev::Hub hub;
  std::vector<Node> nodes;
};

}  // namespace cent::testing

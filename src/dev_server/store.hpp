#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "dev_server/agenda.hpp"
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
  /// Unix seconds of that clock.
  std::int64_t unix_now() const {
    const auto wall = std::chrono::system_clock::now().time_since_epoch() + skew;
    return std::chrono::duration_cast<std::chrono::seconds>(wall).count();
  }

  /// Does what has become due, and takes away map entries that have run out, which it shows to the
  /// subscribers. Called before each command, so that none sees what should be gone.
  void catch_up() {
    agenda.run_due(now());
    for (const dev::MapRemoval& removal : maps.expire(now())) {
      hub.publish(removal.channel, *removal.item, removal.epoch);
    }
  }
  /// Ends the connections whose end was decided. Called after each request.
  void settle() {
    catch_up();
    hub.end_connections();
  }

  std::mutex mutex;
  dev::Clock::duration skew{0};
  dev::HistoryTable history;
  dev::MapTable maps;
  dev::ResultCache results;
  dev::Agenda agenda;
  dev::Hub hub{agenda};
  std::vector<Node> nodes;
};

}  // namespace cent::testing

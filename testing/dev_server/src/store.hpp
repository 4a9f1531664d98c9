#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "agenda.hpp"
#include "history.hpp"
#include "hub.hpp"
#include "map_table.hpp"
#include "result_cache.hpp"

namespace cent::testing {

/// The whole state of a server. A command locks the mutex from start to end. So subscribers see publications
/// in the order of their offsets.
class Store {
 public:
  /// A server that uses the store, as shown by `info`.
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

  /// Runs the tasks that are due and removes expired map entries, which subscribers see. Called before each
  /// command, so that no command sees an expired entry.
  void catch_up() {
    agenda.run_due(now());
    for (const dev::MapRemoval& removal : maps.expire(now())) {
      hub.publish(removal.channel, *removal.item, removal.epoch);
    }
  }
  /// Ends the connections scheduled to end. Called after each request.
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

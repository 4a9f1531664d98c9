#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <thread>
#include <utility>

#include "cluster/nodes.hpp"

namespace cent::test {

/// Kills the first two nodes at random moments while commands are under way, now and then both, and brings
/// them back; its broker once, if it may. It stays in the thread that made the servers: they end with that
/// thread.
class Disturber {
 public:
  using Check = std::function<bool()>;

  Disturber(Nodes& nodes, std::uint64_t seed) : nodes_(nodes), random_(seed) {}

  /// Kills `broker` too, once `now` is true. `lossy` is false from then until all that was under way is
  /// `settled`.
  void restart_once(Restartable& broker, Check now, std::atomic<bool>& lossy, Check settled) {
    broker_ = &broker;
    now_ = std::move(now);
    lossy_ = &lossy;
    settled_ = std::move(settled);
  }
  /// Until `over` is true; all servers are up then.
  void run(const Check& busy, const Check& over) {
    while (!over()) {
      pause(1000);
      if (broker_ != nullptr && now_()) restart_broker();
      while (!over() && !busy()) std::this_thread::sleep_for(std::chrono::microseconds{100});
      if (!over()) kill_nodes();
    }
  }
  [[nodiscard]] std::size_t kills() const { return kills_; }
  [[nodiscard]] std::size_t broker_kills() const { return broker_kills_; }

 private:
  void pause(std::size_t most_ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds{random_() % most_ms});
  }
  void restart_broker() {
    Restartable& broker = *std::exchange(broker_, nullptr);
    *lossy_ = false;
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    broker.kill();
    ++broker_kills_;
    pause(1000);
    broker.start();
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (!settled_() && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    *lossy_ = true;
  }
  void kill_nodes() {
    const std::size_t first = random_() % 2;
    const bool both = random_() % 4 == 0;
    nodes_.at(first).kill();
    if (both) nodes_.at(1 - first).kill();
    kills_ += both ? 2 : 1;
    pause(500);
    nodes_.at(first).start();
    if (both) nodes_.at(1 - first).start();
  }

  Nodes& nodes_;
  std::mt19937_64 random_;
  Restartable* broker_ = nullptr;
  Check now_;
  std::atomic<bool>* lossy_ = nullptr;
  Check settled_;
  std::size_t kills_ = 0;
  std::size_t broker_kills_ = 0;
};

}  // namespace cent::test

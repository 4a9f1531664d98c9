#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cent/async_client.hpp>
#include <cent/curl_transport.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cluster/nodes.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"
#include "support/centrifugo_programs.hpp"
#include "support/script.hpp"

namespace cent::test {

/// How often each publication was found, held against what was reported of it.
struct Account {
  std::size_t applied = 0;
  std::size_t refused = 0;
  std::size_t not_sent = 0;
  std::size_t unknown = 0;
  std::size_t found = 0;         ///< Publications, each as often as it was found.
  std::size_t lost = 0;          ///< Reported as applied, not found.
  std::size_t doubled = 0;       ///< Found more than once.
  std::size_t ghosts = 0;        ///< Reported as refused or not sent, and found.
  std::size_t out_of_order = 0;  ///< Applied, and found behind a later one of the same producer.

  [[nodiscard]] std::string text() const;
};

/// Publications from several threads over 20 channels, each with an id of its own.
class Load {
 public:
  static constexpr std::size_t kProducers = 4;
  static constexpr std::size_t kChannels = 20;

  Load(std::uint64_t seed, std::size_t commands) : seed_(seed), each_(commands / kProducers) {}

  /// Publishes them all, not faster than `a_second`. Returns when the last was taken.
  void publish(AsyncClient& client, std::size_t a_second);
  [[nodiscard]] std::size_t commands() const { return each_ * kProducers; }
  [[nodiscard]] std::size_t accepted() const { return accepted_; }
  [[nodiscard]] std::size_t reports() const { return reports_; }

  /// `found`: for each channel the data of its publications in order. Nothing may be open.
  [[nodiscard]] Account settle(const std::vector<std::vector<std::string>>& found) const;
  static std::string channel(std::size_t number) { return "cluster" + std::to_string(number); }
  static std::vector<std::string> channels();

 private:
  struct Sent {
    Delivery delivery = Delivery::unknown;
    std::uint8_t channel = 0;
    std::atomic<std::uint8_t> reports{0};
  };
  void produce(AsyncClient& client, std::size_t producer, std::size_t a_second);

  const std::uint64_t seed_;
  const std::size_t each_;
  std::deque<Sent> sent_[kProducers];
  std::atomic<std::size_t> accepted_{0};
  std::atomic<std::size_t> reports_{0};
};

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

/// Leaves the running test, with a line that says so, where there is no real server.
#define CENT_NEEDS_CENTRIFUGO()                               \
  if (::cent::test::centrifugo_program().empty()) {           \
    ::cent::test::note_not_run("no real Centrifugo is here"); \
    GTEST_SKIP() << "no real Centrifugo is here";             \
  }                                                           \
  static_assert(true, "so that a semicolon follows")

namespace cent::test {

inline std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* const given = std::getenv(name);
  return given != nullptr && *given != '\0' ? std::strtoull(given, nullptr, 10) : otherwise;
}

/// Printed, so that a run can be had again.
inline std::uint64_t drawn_seed(std::size_t commands) {
  const std::uint64_t seed = number_from_environment("CENT_SEED", std::random_device{}());
  std::printf("CENT_SEED=%llu, %zu commands\n", static_cast<unsigned long long>(seed), commands);
  return seed;
}

/// So fast that there is time for some kills, and a million in a few minutes.
inline std::size_t pace_of(std::size_t commands) { return std::max<std::size_t>(1500, commands / 150); }

inline std::string seed_text(std::uint64_t seed) { return " (CENT_SEED=" + std::to_string(seed) + ")"; }

/// Patient: while nodes are away, commands wait.
inline AsyncClientOptions patient() {
  AsyncClientOptions options;
  options.api_key = "api_key";
  options.timeout = std::chrono::seconds{120};
  options.retry.attempt_timeout = std::chrono::seconds{15};
  options.retry.key_lifetime = std::chrono::seconds{240};
  options.max_queue_commands = 5000;
  options.when_full = WhenFull::wait;
  return options;
}

/// Sends every request, and loses the answer to every tenth, as a connection that is cut does, while `lossy`.
inline std::shared_ptr<Transport> answers_get_lost(std::shared_ptr<const std::atomic<bool>> lossy) {
  const auto count = std::make_shared<std::atomic<std::size_t>>(0);
  return make_transport([inner = make_curl_transport(), count, lossy](const HttpRequest& request) {
    HttpResponse response = inner->send(request);
    if (*lossy && ++*count % 10 == 0)
      throw failure(FailureKind::cut, Delivery::unknown, "the answer was lost");
    return response;
  });
}

/// Publishes all in a thread of its own while servers are killed in this one.
inline void publish_meanwhile(Load& load, AsyncClient& client, Disturber& disturber, std::size_t a_second) {
  auto published = std::async(std::launch::async, [&] { load.publish(client, a_second); });
  const auto over = [&] { return published.wait_for(std::chrono::seconds{0}) == std::future_status::ready; };
  disturber.run([&] { return client.stats().pending >= 20; }, over);
  published.get();
}

}  // namespace cent::test

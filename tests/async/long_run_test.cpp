// A client that lives on under random faults while its servers restart and change places: nothing may be
// lost, and nothing may pile up. CENT_LONG_RUN=SECONDS lets it last.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cent/async_client.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "async/outcomes.hpp"
#include "async/traffic.hpp"
#include "support/canary.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kThreads = 4;
constexpr double kShareOfFaults = 0.05;

/// Resources that a process holds.
struct Holdings {
  std::size_t bytes = 0;  ///< Given out by malloc.
  std::size_t resident = 0;
  std::size_t descriptors = 0;
  std::size_t threads = 0;

  static Holdings now() {
    malloc_trim(0);
    Holdings held;
    const auto info = mallinfo2();
    held.bytes = info.uordblks + info.hblkhd;
    std::size_t pages = 0;
    std::ifstream{"/proc/self/statm"} >> pages >> pages;
    held.resident = pages * 4096;
    const auto count = [](const char* path) {
      return static_cast<std::size_t>(
          std::distance(std::filesystem::directory_iterator{path}, std::filesystem::directory_iterator{}));
    };
    held.descriptors = count("/proc/self/fd");
    held.threads = count("/proc/self/task");
    return held;
  }
};

/// Two servers of one cluster, of which now one and now the other is away.
class Pair {
 public:
  explicit Pair(std::uint64_t seed) : seed_(seed), first_(options()), second_(options()) {
    set_faults(first_, 0);
    set_faults(second_, 1);
  }
  [[nodiscard]] std::vector<std::string> addresses() const { return {first_.address(), second_.address()}; }
  Cluster& cluster() { return *cluster_; }

  /// Takes servers away and brings them back until it is stopped; both are there then.
  void disturb(const std::atomic<bool>& stop, std::mt19937_64& random) {
    while (!stop) {
      FaultServer& one = random() % 2 == 0 ? first_ : second_;
      one.stop();
      std::this_thread::sleep_for(milliseconds{random() % 100});
      one.start();
      std::this_thread::sleep_for(milliseconds{random() % 200});
    }
  }
  /// Connections end, and with them their threads.
  void restart() {
    first_.restart();
    second_.restart();
  }

 private:
  FaultServerOptions options() {
    FaultServerOptions made;
    made.cluster = cluster_;
    return made;
  }
  void set_faults(FaultServer& server, std::uint64_t which) {
    server.next_fault([seed = seed_ * 2 + which](const RequestSeen& seen) {
      return faults::scheduled(seed, seen.number, kShareOfFaults, milliseconds{20});
    });
  }
  const std::uint64_t seed_;
  std::shared_ptr<Cluster> cluster_ = std::make_shared<Cluster>();
  FaultServer first_;
  FaultServer second_;
};

AsyncClientOptions options() {
  AsyncClientOptions made;
  made.api_key = kCanary;
  made.timeout = seconds{30};
  made.retry.attempt_timeout = milliseconds{250};
  made.retry.base_wait = milliseconds{2};
  made.retry.max_wait = milliseconds{50};
  made.retry.throttled_base_wait = milliseconds{5};
  made.retry.throttled_max_wait = milliseconds{50};
  made.max_queue_commands = 5000;
  made.when_full = WhenFull::wait;
  return made;
}

void add(Tally& sum, const Tally& more) {
  sum.submitted += more.submitted;
  sum.accepted += more.accepted;
  sum.applied += more.applied;
  sum.refused += more.refused;
  sum.not_sent += more.not_sent;
  sum.unknown += more.unknown;
  sum.unknown_executed += more.unknown_executed;
  sum.unknown_late += more.unknown_late;
  sum.executed += more.executed;
}

TEST(LongRun, NothingIsLostAndNothingPilesUp) {
  const char* const given = std::getenv("CENT_LONG_RUN");
  const seconds lasts{given != nullptr ? std::atoi(given) : 3};
  const char* const seed_given = std::getenv("CENT_SEED");
  const std::uint64_t seed =
      seed_given != nullptr ? std::strtoull(seed_given, nullptr, 10) : std::random_device{}();
  std::printf("CENT_SEED=%llu, %lld seconds\n", static_cast<unsigned long long>(seed),
              static_cast<long long>(lasts.count()));
  std::mt19937_64 random{seed};
  Pair servers{seed};
  Traffic traffic{seed, kThreads};
  AsyncClient client{servers.addresses(), options()};
  std::vector<Holdings> held;
  Tally sum;
  const auto end = Clock::now() + lasts;
  for (std::size_t round = 0; (Clock::now() < end || round < 3) && !HasFailure(); ++round) {
    std::atomic<bool> stop{false};
    std::thread disturbs([&] { servers.disturb(stop, random); });
    traffic.submit(client, 4000);
    stop = true;
    disturbs.join();
    ASSERT_EQ(client.flush(seconds{60}), 0U);
    servers.restart();  // what they still had in hand is done or never will be
    add(sum, traffic.judge(servers.cluster().executions));
    const AsyncStats stats = client.stats();
    EXPECT_TRUE(balances(stats));
    EXPECT_EQ(stats.pending, 0U);
    EXPECT_EQ(stats.accepted, sum.accepted);
    EXPECT_EQ(stats.applied, sum.applied);
    EXPECT_EQ(stats.refused, sum.refused);
    EXPECT_EQ(stats.not_sent, sum.not_sent);
    EXPECT_EQ(stats.unknown, sum.unknown);
    traffic.clear();
    servers.cluster().clear();
    held.push_back(Holdings::now());
  }
  std::printf(
      "%zu rounds: %zu accepted, %zu applied, %zu refused, %zu not sent, %zu unknown, of which %zu "
      "executed\n",
      held.size(), sum.accepted, sum.applied, sum.refused, sum.not_sent, sum.unknown, sum.unknown_executed);
  for (std::size_t i = 0; i < held.size(); i += std::max<std::size_t>(1, held.size() / 10)) {
    std::printf("  after round %zu: %zu KiB given out, %zu KiB resident, %zu descriptors, %zu threads\n",
                i + 1, held[i].bytes / 1024, held[i].resident / 1024, held[i].descriptors, held[i].threads);
  }
  // The first third warms up: connections, spare batches, what the servers keep of requests.
  const std::size_t warm = held.size() / 3;
  const Holdings& early = held[warm];
  const Holdings& late = held.back();
  constexpr std::size_t kSlack = 4 * 1024 * 1024;
  EXPECT_LE(late.bytes, early.bytes + early.bytes / 10 + kSlack);
  EXPECT_LE(late.descriptors, early.descriptors + 8);
  EXPECT_LE(late.threads, early.threads + 8);
}

}  // namespace
}  // namespace cent::test

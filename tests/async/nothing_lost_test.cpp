#include <gtest/gtest.h>

#include <algorithm>
#include <cent/async_client.hpp>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>

#include "async/outcomes.hpp"
#include "async/traffic.hpp"
#include "support/canary.hpp"
#include "support/fault_server.hpp"
#include "support/thread_pool.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kCommands = 15'000;
#else
constexpr std::size_t kCommands = 100'000;
#endif
constexpr std::size_t kThreads = 8;
constexpr double kShareOfFaults = 0.1;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given != nullptr ? std::strtoull(given, nullptr, 10) : otherwise;
}

AsyncClientOptions draw_options(std::mt19937_64& random) {
  const auto upto = [&](std::size_t most) {
    return std::uniform_int_distribution<std::size_t>{0, most}(random);
  };
  AsyncClientOptions options;
  options.api_key = kCanary;
  options.timeout = seconds{30};
  options.retry.attempt_timeout = milliseconds{250};
  options.retry.base_wait = milliseconds{2};
  options.retry.max_wait = milliseconds{50};
  options.retry.throttled_base_wait = milliseconds{5};
  options.retry.throttled_max_wait = milliseconds{50};
  options.lanes = 1 + upto(7);
  options.max_batch_commands = 10 + upto(190);
  options.max_queue_commands = 500 + upto(4000);
  options.when_full = upto(1) == 0 ? WhenFull::refuse : WhenFull::wait;
  options.max_delay = std::chrono::microseconds{upto(3) == 0 ? upto(3000) : 0};
  return options;
}

constexpr milliseconds kPatient{20'000};  // a close that lets everything out

/// How long a life's close waits: not at all, a little, or until everything is out.
milliseconds draw_patience(std::mt19937_64& random) {
  switch (std::uniform_int_distribution<int>{0, 3}(random)) {
    case 0:
      return milliseconds{0};
    case 1:
      return milliseconds{std::uniform_int_distribution<int>{0, 400}(random)};
    default:
      return kPatient;
  }
}

/// A client's life: traffic from all threads, and a close at a random moment.
void live(const std::string& address, Traffic& traffic, std::size_t commands, milliseconds patience,
          std::mt19937_64& random) {
  const auto upto = [&](std::size_t most) {
    return std::uniform_int_distribution<std::size_t>{0, most}(random);
  };
  ThreadPool pool{4};
  AsyncClientOptions options = draw_options(random);
  const bool has_executor = upto(1) == 0;
  if (has_executor) options.executor = pool.executor();
  AsyncClient client{address, std::move(options)};
  const std::size_t before = traffic.accepted();
  const std::size_t reports_before = traffic.reports();
  const std::size_t enough = commands / 2 + upto(commands);
  std::atomic<bool> submitted{false};
  std::thread submits([&] {
    traffic.submit(client, commands);
    submitted = true;
  });
  while (!submitted && traffic.accepted() - before < enough) {
    const AsyncStats stats = client.stats();
    EXPECT_TRUE(balances(stats));
    std::this_thread::sleep_for(std::chrono::microseconds{200});
  }
  client.close(patience);
  submits.join();
  if (has_executor) {
    EXPECT_EQ(client.flush(seconds{30}), 0U) << "callbacks may run after close()";
  }
  const AsyncStats stats = client.stats();
  EXPECT_TRUE(balances(stats));
  EXPECT_EQ(stats.pending, 0U);
  EXPECT_EQ(stats.queued, 0U);
  EXPECT_EQ(stats.queue_bytes, 0U);
  EXPECT_EQ(stats.accepted, traffic.accepted() - before);
  EXPECT_EQ(traffic.reports() - reports_before, stats.accepted) << "reports and submissions";
}

TEST(NothingLost, EachCommandHasOneTrueOutcomeWhateverHappens) {
  const std::uint64_t seed = from_environment("CENT_SEED", std::random_device{}());
  const std::size_t commands = from_environment("CENT_NOTHING_LOST", kCommands);
  std::printf("CENT_SEED=%llu, %zu commands\n", static_cast<unsigned long long>(seed), commands);
  std::mt19937_64 random{seed};
  FaultServer server;
  std::mutex mutex;
  std::map<std::string, std::size_t> met;
  server.next_fault([&](const RequestSeen& seen) {
    Fault fault = faults::scheduled(seed, seen.number, kShareOfFaults, milliseconds{30});
    const std::lock_guard<std::mutex> lock{mutex};
    ++met[fault.name.substr(0, fault.name.find(':'))];
    return fault;
  });
  Traffic traffic{seed, kThreads};
  const auto start = std::chrono::steady_clock::now();
  std::size_t lives = 0;
  while (traffic.submitted() < commands && !HasFailure()) {
    const std::size_t left = commands - traffic.submitted();
    const milliseconds patience = lives == 0 ? kPatient : draw_patience(random);
    live(server.address(), traffic, std::min(left, commands / 12 + 1), patience, random);
    ++lives;
  }
  const auto took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
  server.stop();  // what it still had in hand is done or never will be
  const Tally tally = traffic.judge(server.executions());
  std::printf(
      "%zu submitted, %zu accepted: %zu applied, %zu refused, %zu not sent, %zu unknown, of which %zu "
      "executed, "
      "%zu of them late\n",
      tally.submitted, tally.accepted, tally.applied, tally.refused, tally.not_sent, tally.unknown,
      tally.unknown_executed, tally.unknown_late);
  std::printf("%zu lives, %zu requests, %zu suppressed repetitions, %lld ms; faults met:", lives,
              server.stats().requests, server.cluster().suppressed(), static_cast<long long>(took.count()));
  for (const auto& [name, times] : met) std::printf(" %zu %s;", times, name.c_str());
  std::printf("\n");
  EXPECT_EQ(tally.accepted, traffic.accepted());
  EXPECT_EQ(traffic.reports(), traffic.accepted());
  EXPECT_GT(tally.applied, commands / 48)
      << "the first life, which is patient, gets most of its half through";
  EXPECT_GT(server.cluster().suppressed(), 0U) << "keys had something to do";
}

}  // namespace
}  // namespace cent::test

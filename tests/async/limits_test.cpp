// Figures that do not flicker: counts and bytes, no speed.
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/resource.h>

#include <cent/async_client.hpp>
#include <cstdio>
#include <string>
#include <thread>

#include "async/allocations.hpp"
#include "async/outcomes.hpp"
#include "support/eventually.hpp"
#include "support/loopback.hpp"
#include "support/server_process.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kMebibyte = 1024 * 1024;
const auto kNothing = [](const Reply<PublishResult>&) {};

/// A port where requests are taken and never answered.
class Silence {
 public:
  [[nodiscard]] std::string address() const {
    return "http://127.0.0.1:" + std::to_string(port_of(listener_));
  }

 private:
  Descriptor listener_ = listen_on("127.0.0.1", 0);
};

double allocations_a_publish(bool keys) {
  const bench::ServerProcess server;
  AsyncClientOptions options;
  options.generate_key = keys;
  AsyncClient client{server.address(), options};
  const PublishRequest request{"news", Json::raw(R"({"n":1,"text":"the quick brown fox"})")};
  constexpr int kBurst = 2000;
  constexpr int kBursts = 20;
  const auto publish = [&] {
    for (int burst = 0; burst < kBursts; ++burst) {
      for (int i = 0; i < kBurst; ++i) client.publish(request, kNothing);
      ASSERT_EQ(client.flush(seconds{30}), 0U);
    }
  };
  publish();
  const auto before = allocations();
  publish();
  const auto after = allocations();
  EXPECT_EQ(client.stats().applied, client.stats().accepted);
  return static_cast<double>(after - before) / (kBursts * kBurst);
}

TEST(Limits, APublishAllocatesTwiceAtMost) {
  const double without = allocations_a_publish(false);
  const double with = allocations_a_publish(true);
  std::printf("allocations a publish: %.3f without keys, %.3f with\n", without, with);
  EXPECT_LE(without, 2.0);
  EXPECT_LE(with, 2.0);
}

struct FullQueue {
  std::size_t commands = 0;
  std::size_t queue_bytes = 0;
  std::size_t used = 0;
};

template <class Submit>
FullQueue fill(std::size_t max_bytes, const Submit& submit) {
  const Silence server;
  AsyncClientOptions options;
  options.max_queue_commands = 10'000'000;
  options.max_queue_bytes = max_bytes;
  options.timeout = std::chrono::minutes{10};
  AsyncClient client{server.address(), options};
  const std::size_t before = bytes_in_use();
  FullQueue full;
  try {
    for (;; ++full.commands) submit(client);
  } catch (const RequestException& error) {
    EXPECT_EQ(error.kind(), FailureKind::queue_full);
  }
  full.used = bytes_in_use() - before;
  full.queue_bytes = client.stats().queue_bytes;
  EXPECT_LE(full.queue_bytes, max_bytes);
  client.close(milliseconds{0});
  return full;
}

void expect_within(const FullQueue& full, const char* what) {
  std::printf("a queue full of %s: %zu commands, counted as %zu bytes, %zu in use (%.2f)\n", what,
              full.commands, full.queue_bytes, full.used,
              static_cast<double>(full.used) / static_cast<double>(full.queue_bytes));
  EXPECT_LE(full.used, full.queue_bytes * 13 / 10 + kMebibyte) << what;
}

TEST(Limits, AFullQueueTakesWhatItSays) {
  const std::size_t limit = 64 * kMebibyte;
  int number = 0;
  for (const std::size_t size : {std::size_t{2}, std::size_t{100}, std::size_t{1000}, std::size_t{50'000}}) {
    const PublishRequest request{"news", Json::of(std::string(size, 'x'))};
    const std::string what = std::to_string(size) + " bytes each";
    expect_within(fill(limit, [&](AsyncClient& client) { client.publish(request, kNothing); }), what.c_str());
    expect_within(fill(limit,
                       [&](AsyncClient& client) {
                         PublishRequest spread = request;
                         spread.channel = std::to_string(number++ % 100);
                         client.publish(spread, kNothing);
                       }),
                  (what + " in many channels").c_str());
  }
  const PublishRequest small{"news", Json::of("x")};
  std::vector<std::future<PublishResult>> futures;
  futures.reserve(1'000'000);
  expect_within(fill(limit / 2, [&](AsyncClient& client) { futures.push_back(client.publish(small)); }),
                "futures");
  const BroadcastRequest broadcast{{"a", "b", "c", "d", "e", "f"}, Json::of("x")};
  expect_within(
      fill(limit / 2,
           [&](AsyncClient& client) { client.broadcast(broadcast, [](const Reply<BroadcastResult>&) {}); }),
      "broadcasts");
  CallOptions never;
  never.retry = Retry::never;
  expect_within(fill(limit / 2,
                     [&](AsyncClient& client) {
                       if (number++ % 2 == 0) {
                         client.publish(small, never, kNothing);
                       } else {
                         client.publish(small, kNothing);
                       }
                     }),
                "what cannot share a batch");
}

TEST(Limits, MemoryComesBackAfterABurst) {
  const bench::ServerProcess server;
  AsyncClient client{server.address()};
  const PublishRequest small{"news", Json::of(std::string(500, 'x'))};
  const PublishRequest huge{"news", Json::of(std::string(7 * kMebibyte, 'x'))};
  client.publish(small, kNothing);
  ASSERT_EQ(client.flush(seconds{30}), 0U);
  const std::size_t before = bytes_in_use();
  for (int i = 0; i < 50'000; ++i) client.publish(small, kNothing);
  for (int i = 0; i < 3; ++i) client.publish(huge, kNothing);
  for (int i = 0; i < 1'000; ++i) client.publish({std::to_string(i), Json::of("x")}, kNothing);
  ASSERT_EQ(client.flush(seconds{60}), 0U);
  const std::size_t after = bytes_in_use();
  std::printf("after a burst %zu KiB more are in use than before\n",
              (after - std::min(before, after)) / 1024);
  EXPECT_LE(after, before + 2 * kMebibyte);
}

TEST(Limits, CommandsThatExpireBehindAHangingLaneAreReleased) {
  const Silence server;
  AsyncClientOptions options;
  options.lanes = 1;
  options.max_queue_bytes = 8 * kMebibyte;
  options.retry.attempt_timeout = std::chrono::minutes{5};
  AsyncClient client{server.address(), options};
  CallOptions patient;
  patient.timeout = std::chrono::minutes{5};
  client.publish("news", Json::of("first"));
  client.publish({"news", Json::of("first")}, patient, kNothing);
  const PublishRequest request{"news", Json::of(std::string(1000, 'x'))};
  CallOptions soon;
  soon.timeout = milliseconds{20};
  std::size_t most = 0;
  const std::size_t before = bytes_in_use();
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 3000; ++i) {
      client.publish(request, soon, kNothing);
      // Among many that expire, one that does not.
      if (i == 100) client.publish({"news", Json::of(round)}, patient, kNothing);
    }
    most = std::max(most, bytes_in_use() - before);
    ASSERT_TRUE(eventually([&] { return client.stats().queued < 200; }));
  }
  std::printf("20 rounds of 3 MB that expire in a lane that hangs: %zu KiB in use at most\n", most / 1024);
  EXPECT_LE(most, options.max_queue_bytes * 13 / 10 + kMebibyte);
  client.close(milliseconds{0});
}

TEST(Limits, AnIdleClientDoesNothingForTenSeconds) {
  const bench::ServerProcess server;
  AsyncClient client{server.address()};
  client.publish("news", Json::of("x")).get();
  std::this_thread::sleep_for(milliseconds{200});
  const std::uint64_t before = client.stats().wake_ups;
  rusage start{};
  rusage end{};
  getrusage(RUSAGE_SELF, &start);
  std::this_thread::sleep_for(seconds{10});
  getrusage(RUSAGE_SELF, &end);
  EXPECT_EQ(client.stats().wake_ups, before);
  EXPECT_LE(end.ru_nvcsw - start.ru_nvcsw, 2) << "this thread slept once";
}

TEST(Limits, ClosingIsInTimeHoweverFullTheQueueIs) {
  constexpr std::size_t kCommands = 100'000;
  for (const int patience : {0, 100}) {
    using Clock = std::chrono::steady_clock;
    auto best = Clock::duration::max();  // a loaded machine may make any single one late
    Clock::duration allowed = milliseconds{patience + 200};
    for (int i = 0; i < 10 && best > allowed; ++i) {
      const Silence server;
      AsyncClient client{server.address()};
      std::size_t reported = 0;
      const PublishRequest request{"news", Json::of("x")};
      const auto begin = Clock::now();
      for (std::size_t n = 0; n < kCommands; ++n) {
        client.publish(request, [&](const Reply<PublishResult>&) { ++reported; });
      }
      const auto start = Clock::now();
      client.close(milliseconds{patience});
      best = std::min(best, Clock::now() - start);
      // To report commands takes no longer than to submit them, on a slow machine as on a fast one.
      allowed = std::max(allowed, milliseconds{patience} + (start - begin));
      EXPECT_EQ(client.flush(seconds{60}), 0U);
      EXPECT_EQ(reported, kCommands);
    }
    std::printf("close(%d ms) of %zu commands took %.1f ms\n", patience, kCommands,
                std::chrono::duration<double, std::milli>(best).count());
    EXPECT_LE(best, allowed);
  }
}

}  // namespace
}  // namespace cent::test

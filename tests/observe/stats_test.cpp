#include <gtest/gtest.h>

#include <atomic>
#include <cent/client_stats.hpp>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#if !defined(_WIN32)
#include <sys/wait.h>
#include <unistd.h>
#endif

#include "observe/method_table.hpp"
#include "observe/sample_errors.hpp"

namespace cent::test {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

CommandEnded command(std::string_view method, Delivery outcome, const CentException* error = nullptr,
                     microseconds elapsed = microseconds{1000}) {
  CommandEnded event;
  event.method = method;
  event.outcome = outcome;
  event.error = error;
  event.elapsed = elapsed;
  event.attempts = 1;
  return event;
}

const MethodCounts& of(const ClientStats& stats, const std::string& method) {
  for (const MethodCounts& one : stats.methods) {
    if (one.method == method) return one;
  }
  static const MethodCounts kNone;
  ADD_FAILURE() << "no command of " << method;
  return kNone;
}

std::uint64_t commands_of(const ClientStats& stats) {
  std::uint64_t all = 0;
  for (const MethodCounts& one : stats.methods) all += one.applied + one.refused + one.not_sent + one.unknown;
  return all;
}

TEST(MethodTable, FindsEachMethodAndNothingElse) {
  for (std::size_t i = 0; i < detail::kMethodNames.size(); ++i) {
    EXPECT_EQ(detail::kMethodTable.find(detail::kMethodNames[i]), i) << detail::kMethodNames[i];
    const std::string longer = std::string(detail::kMethodNames[i]) + "_";
    EXPECT_EQ(detail::kMethodTable.find(longer), detail::kOtherMethod) << longer;
  }
  for (const char* other : {"", "a", "ab", "abc", "batch", "Publish", "publisH", "a_method_of_next_year"}) {
    EXPECT_EQ(detail::kMethodTable.find(other), detail::kOtherMethod) << other;
  }
}

TEST(StatsObserver, BeginsWithNothing) {
  const ClientStats stats = StatsObserver{}.stats();
  EXPECT_TRUE(stats.methods.empty());
  EXPECT_EQ(stats.requests, 0U);
  EXPECT_EQ(stats.command_seconds.count(), 0U);
  EXPECT_FALSE(stats.queue.has_value());
  EXPECT_EQ(stats.last_error, "");
}

TEST(StatsObserver, CountsCommandsByMethodAndOutcome) {
  StatsObserver observer;
  const auto lost = refused_connection();
  const auto refused = unknown_channel();
  const UsageError misuse{"channel is required", "publish"};
  for (int i = 0; i < 3; ++i) observer.command_ended(command("publish", Delivery::applied));
  observer.command_ended(command("publish", Delivery::refused, &refused));
  observer.command_ended(command("publish", Delivery::refused, &misuse));
  observer.command_ended(command("publish", Delivery::unknown, &lost));
  observer.command_ended(command("history", Delivery::not_sent, &lost));
  observer.command_ended(command("of_next_year", Delivery::applied));
  observer.command_ended(command("", Delivery::applied));
  CommandEnded broadcast = command("broadcast", Delivery::applied);
  broadcast.failed_channels = 7;
  observer.command_ended(broadcast);

  const ClientStats stats = observer.stats();
  EXPECT_EQ(of(stats, "publish").applied, 3U);
  EXPECT_EQ(of(stats, "publish").refused, 2U);
  EXPECT_EQ(of(stats, "publish").unknown, 1U);
  EXPECT_EQ(of(stats, "publish").not_sent, 0U);
  EXPECT_EQ(of(stats, "history").not_sent, 1U);
  EXPECT_EQ(of(stats, "other").applied, 2U);
  EXPECT_EQ(stats.methods.size(), 4U);
  EXPECT_EQ(stats.failed_channels, 7U);
  EXPECT_EQ(stats.command_failures.of(FailureKind::connect), 2U);
  EXPECT_EQ(stats.command_failures.response, 1U);
  EXPECT_EQ(stats.command_failures.usage, 1U);
  EXPECT_EQ(stats.command_seconds.count(), commands_of(stats));
  EXPECT_EQ(stats.command_seconds.sum, milliseconds{10});
  EXPECT_EQ(stats.requests, 0U);
}

TEST(StatsObserver, CountsRequests) {
  StatsObserver observer;
  const auto lost = refused_connection();
  AttemptEnded event;
  event.bytes_sent = 100;
  event.bytes_received = 10;
  event.new_connection = true;
  event.times.whole = milliseconds{2};
  observer.attempt_ended(event);
  event.attempt = 2;
  event.bytes_received = 0;
  event.new_connection = false;
  event.error = &lost;
  observer.attempt_ended(event);
  observer.address_changed({"a", true, milliseconds{1000}});
  observer.address_changed({"a", false, milliseconds{0}});
  observer.key_refused({"a", 401});
  observer.server_found({});
  observer.queue_changed({});
  observer.client_closing({});

  const ClientStats stats = observer.stats();
  EXPECT_EQ(stats.requests, 2U);
  EXPECT_EQ(stats.retries, 1U);
  EXPECT_EQ(stats.bytes_sent, 200U);
  EXPECT_EQ(stats.bytes_received, 10U);
  EXPECT_EQ(stats.connections_opened, 1U);
  EXPECT_EQ(stats.request_failures.of(FailureKind::connect), 1U);
  EXPECT_EQ(stats.request_seconds.sum, milliseconds{4});
  EXPECT_EQ(stats.addresses_set_aside, 1U);
  EXPECT_EQ(stats.keys_refused, 1U);
  EXPECT_TRUE(stats.methods.empty());
}

TEST(StatsObserver, CountsEachKindOfFailure) {
  StatsObserver observer;
  for (int kind = 0; kind <= static_cast<int>(FailureKind::other); ++kind) {
    ErrorFacts facts;
    facts.kind = static_cast<FailureKind>(kind);
    const RequestException error{facts};
    for (int i = 0; i <= kind; ++i) observer.command_ended(command("rpc", Delivery::unknown, &error));
  }
  observer.command_ended(command("rpc", Delivery::unknown));
  const CentException plain{ErrorFacts{}};  // counts as FailureKind::other
  observer.command_ended(command("rpc", Delivery::unknown, &plain));
  const ClientStats stats = observer.stats();
  for (int kind = 0; kind < static_cast<int>(FailureKind::other); ++kind) {
    EXPECT_EQ(stats.command_failures.of(static_cast<FailureKind>(kind)), static_cast<unsigned>(kind) + 1);
  }
  EXPECT_EQ(stats.command_failures.of(FailureKind::other), static_cast<unsigned>(FailureKind::other) + 2);
  EXPECT_STREQ(to_string(static_cast<FailureKind>(stats.command_failures.by_kind.size() - 1)), "other");
}

// Each value is in the first range whose limit it does not exceed.
TEST(StatsObserver, PutsTimesIntoRanges) {
  const auto range_of = [](microseconds time) {
    StatsObserver observer;
    observer.command_ended(command("info", Delivery::applied, nullptr, time));
    const LatencyHistogram histogram = observer.stats().command_seconds;
    for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
      if (histogram.counts[i] == 1) return i;
    }
    return histogram.counts.size();
  };
  EXPECT_EQ(range_of(microseconds{0}), 0U);
  EXPECT_EQ(range_of(microseconds{-5}), 0U);
  for (std::size_t i = 0; i < LatencyHistogram::kBounds.size(); ++i) {
    const microseconds limit{std::lround(LatencyHistogram::kBounds[i] * 1e6)};
    EXPECT_EQ(range_of(limit - microseconds{1}), i);
    EXPECT_EQ(range_of(limit), i);
    EXPECT_EQ(range_of(limit + microseconds{1}), i + 1);
  }
  EXPECT_EQ(range_of(std::chrono::hours{1000}), LatencyHistogram::kBounds.size());
}

TEST(StatsObserver, KeepsTheLastErrorAndItsAge) {
  StatsObserver observer;
  const auto first = refused_connection();
  const auto second = unknown_channel();
  AttemptEnded attempt;
  attempt.error = &first;
  observer.attempt_ended(attempt);
  EXPECT_EQ(observer.stats().last_error, first.what());
  observer.command_ended(command("publish", Delivery::refused, &second));
  observer.command_ended(command("publish", Delivery::applied));
  std::this_thread::sleep_for(milliseconds{20});
  const ClientStats stats = observer.stats();
  EXPECT_EQ(stats.last_error, second.what());
  EXPECT_GE(stats.last_error_age, milliseconds{20});
}

TEST(AddQueue, AddsUp) {
  AsyncStats a;
  a.pending = 5;
  a.queued = 3;
  a.queue_bytes = 1000;
  a.oldest = milliseconds{70};
  AsyncStats b = a;
  b.oldest = milliseconds{30};
  ClientStats stats;
  add_queue(stats, a);
  add_queue(stats, b);
  ASSERT_TRUE(stats.queue.has_value());
  EXPECT_EQ(stats.queue->pending, 10U);
  EXPECT_EQ(stats.queue->queued, 6U);
  EXPECT_EQ(stats.queue->bytes, 2000U);
  EXPECT_EQ(stats.queue->oldest, milliseconds{70});
}

// Each event below adds the same to several figures, so in a copy of one instant they agree.
TEST(StatsObserver, CopiesAreOfOneInstant) {
  StatsObserver observer;
  const auto lost = refused_connection();
  std::atomic<bool> done{false};
  std::atomic<std::uint64_t> sent{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      CommandEnded event = command("broadcast", Delivery::unknown, &lost, microseconds{3});
      event.failed_channels = 2;
      std::uint64_t count = 0;
      for (; !done; ++count) observer.command_ended(event);
      sent += count;
    });
  }
  // Two readers, as with two scrapes at a time.
  threads.emplace_back([&] {
    while (!done) (void)observer.stats();
  });
  std::uint64_t before = 0;
  const auto look = [&] {
    const ClientStats stats = observer.stats();
    const std::uint64_t commands = commands_of(stats);
    EXPECT_GE(commands, before);
    EXPECT_EQ(stats.command_seconds.count(), commands);
    EXPECT_EQ(static_cast<std::uint64_t>(stats.command_seconds.sum.count()), commands * 3);
    EXPECT_EQ(stats.failed_channels, commands * 2);
    EXPECT_EQ(stats.command_failures.of(FailureKind::connect), commands);
    before = commands;
  };
  for (int copies = 0; (copies < 300 || before < 1000) && !HasFailure(); ++copies) look();
  done = true;
  for (std::thread& thread : threads) thread.join();
  look();
  EXPECT_EQ(before, sent);
}

#if !defined(_WIN32)
TEST(StatsObserver, WorksInAForkedChild) {
  StatsObserver observer;
  const auto lost = refused_connection();
  std::atomic<bool> done{false};
  std::thread counting{[&] {
    while (!done) observer.command_ended(command("rpc", Delivery::unknown, &lost));
  }};
  std::thread reading{[&] {
    while (!done) (void)observer.stats();
  }};
  int good = 0;
  for (int i = 0; i < 30; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);  // ends a child that waits for ever
      observer.command_ended(command("history", Delivery::not_sent, &lost));
      (void)observer.stats();
      const auto start = std::chrono::steady_clock::now();
      const ClientStats stats = observer.stats();
      const bool soon = std::chrono::steady_clock::now() - start < std::chrono::seconds{5};
      _exit(soon && of(stats, "history").not_sent == 1 && !stats.last_error.empty() ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    if (status == 0) ++good;
  }
  done = true;
  counting.join();
  reading.join();
  EXPECT_EQ(good, 30);
}
#endif

}  // namespace
}  // namespace cent::test

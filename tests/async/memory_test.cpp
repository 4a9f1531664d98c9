// Row 48 of the fault table for AsyncClient: every allocation fails once, in the thread that submits and in
// those of the client.
#include <gtest/gtest.h>

#include <cent/async_client.hpp>
#include <functional>
#include <string>

#include "async/allocations.hpp"
#include "async/lanes.hpp"
#include "async/outcomes.hpp"
#include "support/fault_server.hpp"
#include "support/server_process.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Counts without allocating.
struct Count {
  std::atomic<int> reported{0};
  std::atomic<int> applied{0};
  auto callback() {
    return [this](const Reply<PublishResult>& reply) {
      ++reported;
      applied += reply.ok() ? 1 : 0;
    };
  }
};

TEST(FaultRow, Row48_ASubmissionThatFindsNoMemoryIsNotTaken) {
  const FaultServer server;
  AsyncClient client{server.address()};
  const PublishRequest small{"news", Json::of("x")};
  const PublishRequest large{"news", Json::of(std::string(100'000, 'x'))};
  const BroadcastRequest broadcast{{"a", "b", "c", "d"}, Json::of("x")};
  Count count;
  int accepted = 0;
  const std::vector<std::function<void()>> submissions{
      [&] { client.publish(small, count.callback()); },
      [&] { client.publish(large, count.callback()); },
      [&] {
        client.broadcast(broadcast, [&](const Reply<BroadcastResult>& reply) {
          ++count.reported;
          count.applied += reply.ok() ? 1 : 0;
        });
      },
  };
  int failures = 0;
  for (std::size_t which = 0; which < submissions.size(); ++which) {
    bool failed = true;
    for (std::uint64_t n = 1; failed; ++n) {
      bool taken = false;
      fail_allocation(n, FailsIn::this_thread);
      try {
        submissions[which]();
        taken = true;
      } catch (const std::bad_alloc&) {
      }
      failed = allocation_has_failed();
      fail_allocation(0, FailsIn::this_thread);
      if (taken) ++accepted;
      if (failed) ++failures;
      // Between two of them the queue must be as it was: others go through it.
      client.publish(small, count.callback());
      client.broadcast(broadcast, [&](const Reply<BroadcastResult>& reply) {
        ++count.reported;
        count.applied += reply.ok() ? 1 : 0;
      });
      accepted += 2;
    }
  }
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_GT(failures, 5);
  EXPECT_EQ(count.reported, accepted);
  EXPECT_EQ(count.applied, accepted);
  EXPECT_EQ(client.stats().accepted, static_cast<std::uint64_t>(accepted));
  EXPECT_EQ(client.stats().queue_bytes, 0U);
}

TEST(FaultRow, Row48_WhateverAllocationFailsInTheClientsThreadEachIsReportedOnce) {
  const bench::ServerProcess server;
  AsyncClientOptions options;
  options.retry.base_wait = milliseconds{1};
  AsyncClient client{server.address(), options};
  const PublishRequest request{"news", Json::of("x")};
  Count warm;
  client.publish(request, warm.callback());
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  std::uint64_t n = 1;
  bool failed = true;
  for (; failed && n < 2000; ++n) {
    Count count;
    fail_allocation(n, FailsIn::other_threads);
    for (int i = 0; i < 10; ++i) {
      // A fresh client would connect anew; this one has what it needs, so part of its rounds go to new lanes.
      client.publish(request, count.callback());
    }
    const BroadcastRequest broadcast{{"a", "b", "c", "d"}, Json::of("x")};
    client.broadcast(broadcast, [&](const Reply<BroadcastResult>&) { ++count.reported; });
    ASSERT_EQ(client.flush(seconds{20}), 0U) << n;
    failed = allocation_has_failed();
    fail_allocation(0, FailsIn::other_threads);
    ASSERT_EQ(count.reported, 11) << n;
    ASSERT_TRUE(balances(client.stats()));
    ASSERT_EQ(client.stats().pending, 0U) << n;
  }
  EXPECT_GT(n, 10U);
  Count after;
  client.publish(request, after.callback());
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(after.applied, 1) << "the client is as well as before";
}

TEST(FaultRow, Row48_AFreshClientToo) {
  const bench::ServerProcess server;
  const PublishRequest request{"news", Json::of("x")};
  std::uint64_t n = 1;
  bool failed = true;
  for (; failed && n < 2000; ++n) {
    Count count;
    {
      AsyncClientOptions options;
      options.retry.base_wait = milliseconds{1};
      AsyncClient client{server.address(), options};
      fail_allocation(n, FailsIn::other_threads);
      for (int i = 0; i < 3; ++i) client.publish(request, count.callback());
      ASSERT_EQ(client.flush(seconds{20}), 0U) << n;
      failed = allocation_has_failed();
      fail_allocation(0, FailsIn::other_threads);
      ASSERT_EQ(count.reported, 3) << n;
    }
  }
  EXPECT_GT(n, 10U);
}

TEST(FaultRow, Row48_LanesAreAsBeforeAPushThatFails) {
  using detail::Lanes;
  Lanes lanes{Lanes::Bounds{4, 3, 1000, {}}};
  detail::Route one;
  one.anywhere = false;
  detail::Route several = one;
  several.more = {1, 2, 3};
  std::size_t number = 0;
  std::vector<std::size_t> pushed;
  int failures = 0;
  for (const detail::Route& route : {one, several, one, several, several}) {
    bool failed = true;
    for (std::uint64_t n = 1; failed; ++n) {
      ++number;
      pushed.reserve(pushed.size() + 2);
      detail::Submission submission;
      submission.method = "publish";
      submission.params = "{}";
      submission.route = route;
      submission.completion = numbered(number);
      submission.deadline = detail::Waiter::Time::max();
      fail_allocation(n, FailsIn::this_thread);
      try {
        lanes.push(submission, 0, {});
        pushed.push_back(number);
      } catch (const std::bad_alloc&) {
        ++failures;
      }
      failed = allocation_has_failed();
      fail_allocation(0, FailsIn::this_thread);
    }
  }
  EXPECT_GT(failures, 10);
  EXPECT_EQ(lanes.waiting(), pushed.size());
  std::vector<std::size_t> left;
  while (auto ready = lanes.take({})) {
    for (const auto& waiter : ready->group.waiters) left.push_back(number_of(*waiter.completion));
    lanes.returned(ready->lane, std::move(ready->group), {});
  }
  EXPECT_EQ(left, pushed) << "in order, each once, and no barrier is left";
  EXPECT_EQ(lanes.waiting(), 0U);
}

}  // namespace
}  // namespace cent::test

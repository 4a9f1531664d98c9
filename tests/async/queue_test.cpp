#include <gtest/gtest.h>

#include <atomic>
#include <cent/async_client.hpp>
#include <string>
#include <thread>
#include <vector>

#include "async/outcomes.hpp"
#include "support/canary.hpp"
#include "support/eventually.hpp"
#include "support/expect_error.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Queue : public testing::Test {
 protected:
  /// A client whose only lane is away until the test changes the server.
  std::unique_ptr<AsyncClient> stuck(AsyncClientOptions options) {
    options.api_key = kCanary;
    options.lanes = 1;
    server_.always(faults::hang());
    auto client = std::make_unique<AsyncClient>(server_.address(), options);
    client->publish(publication("first"), outcomes_.of("first"));
    EXPECT_TRUE(eventually([&] { return server_.executions().total() == 1; }));
    return client;
  }
  /// Commands that are taken until one is refused.
  std::size_t fill(AsyncClient& client, std::size_t bytes) {
    for (std::size_t count = 0;; ++count) {
      try {
        client.publish({"c", Json::of(std::string(bytes, 'x'))},
                       outcomes_.of("fill" + std::to_string(count)));
      } catch (const RequestException& error) {
        EXPECT_EQ(error.kind(), FailureKind::queue_full);
        EXPECT_EQ(error.delivery(), Delivery::refused);
        EXPECT_TRUE(error.retryable());
        EXPECT_TRUE(has(error.what(), "the queue is full")) << error.what();
        EXPECT_TRUE(has(error.what(), "max_queue_commands ")) << error.what();
        EXPECT_TRUE(has(error.what(), "max_queue_bytes ")) << error.what();
        return count;
      }
    }
  }
  FaultServer server_;
  Outcomes outcomes_;
};

TEST_F(Queue, FullByCountRefusesAtOnce) {
  AsyncClientOptions options;
  options.max_queue_commands = 10;
  const auto client = stuck(options);
  EXPECT_EQ(fill(*client, 10), 9U) << "what is under way counts, too";
  EXPECT_EQ(client->stats().turned_away, 1U);
  EXPECT_EQ(client->stats().accepted, 10U);
  EXPECT_EQ(client->stats().queued, 9U);
  client->close(milliseconds{0});
  EXPECT_EQ(outcomes_.total(), 10U);
}

TEST_F(Queue, FullByBytesRefusesAtOnce) {
  AsyncClientOptions options;
  options.max_queue_bytes = 100'000;
  const auto client = stuck(options);
  const std::size_t taken = fill(*client, 5000);
  EXPECT_GE(taken, 15U);
  EXPECT_LE(taken, 19U);
  EXPECT_LE(client->stats().queue_bytes, 100'000U);
  EXPECT_GT(client->stats().queue_bytes, 95'000U - 6000U);
  client->close(milliseconds{0});
}

TEST_F(Queue, RoomComesBackWithOutcomes) {
  AsyncClientOptions options;
  options.max_queue_commands = 10;
  AsyncClient client{server_.address(), options};
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 10; ++i) client.publish("c", Json::of("x"), [](const Reply<PublishResult>&) {});
    EXPECT_EQ(client.flush(seconds{10}), 0U);
    EXPECT_EQ(client.stats().queue_bytes, 0U);
  }
}

TEST_F(Queue, WaitsForRoomIfWhenFullSaysSo) {
  AsyncClientOptions options;
  options.max_queue_commands = 16;
  options.when_full = WhenFull::wait;
  options.timeout = seconds{60};
  AsyncClient client{server_.address(), options};
  constexpr int kThreads = 8;
  constexpr int kEach = 200;
  std::vector<std::thread> threads;
  std::atomic<std::uint64_t> most{0};
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const std::string id = std::to_string(t) + "." + std::to_string(i);
        client.publish(publication(id, "c" + std::to_string(t)), outcomes_.of(id));
        most = std::max<std::uint64_t>(most, client.stats().pending);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.count(Delivery::applied), std::size_t{kThreads * kEach});
  EXPECT_LE(most, 16U);
  EXPECT_EQ(client.stats().turned_away, 0U);
}

TEST_F(Queue, WaitsForRoomInBytesToo) {
  AsyncClientOptions options;
  options.max_queue_bytes = 20'000;
  options.when_full = WhenFull::wait;
  options.timeout = seconds{60};
  AsyncClient client{server_.address(), options};
  for (int i = 0; i < 100; ++i) {
    client.publish({"c", Json::of(std::string(5000, 'x'))}, outcomes_.of(std::to_string(i)));
  }
  EXPECT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.count(Delivery::applied), 100U);
}

TEST_F(Queue, WaitsNoLongerThanTheCommandsOwnDeadline) {
  AsyncClientOptions options;
  options.max_queue_commands = 1;
  options.when_full = WhenFull::wait;
  const auto client = stuck(options);
  CallOptions soon;
  soon.timeout = milliseconds{60};
  const auto start = std::chrono::steady_clock::now();
  const auto error = error_of([&] { client->publish(publication("late"), soon, outcomes_.of("late")); });
  EXPECT_EQ(error.kind(), FailureKind::queue_full);
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds{60});
  client->close(milliseconds{0});
  EXPECT_EQ(outcomes_["late"].times, 0);
}

TEST_F(Queue, ClosingEndsTheWaitForRoom) {
  AsyncClientOptions options;
  options.max_queue_commands = 1;
  options.when_full = WhenFull::wait;
  options.timeout = seconds{60};
  const auto client = stuck(options);
  std::thread waits([&] {
    const auto error = error_of([&] { client->publish(publication("b"), outcomes_.of("b")); });
    EXPECT_EQ(error.kind(), FailureKind::cancelled);
  });
  std::this_thread::sleep_for(milliseconds{20});
  client->close(milliseconds{0});
  waits.join();
}

TEST_F(Queue, ACommandLargerThanABatchGoesAlone) {
  AsyncClientOptions options;
  options.max_batch_bytes = 1000;
  options.lanes = 1;
  Latch latch;
  server_.script({faults::held(latch)});
  AsyncClient client{server_.address(), options};
  client.publish(publication("first"), outcomes_.of("first"));
  ASSERT_TRUE(eventually([&] { return server_.executions().total() == 1; }));
  client.publish(publication("small"), outcomes_.of("small"));
  client.publish({"c", Json::of(std::string(300'000, 'x'))}, outcomes_.of("large"));
  client.publish(publication("another"), outcomes_.of("another"));
  client.publish(publication("last"), outcomes_.of("last"));
  latch.open();
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.count(Delivery::applied), 5U);
  std::vector<std::string> paths;
  for (const RequestRecord& request : server_.requests()) paths.push_back(request.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"/api/publish", "/api/publish", "/api/publish", "/api/batch"}));
}

TEST_F(Queue, ACommandAboveTheLimitIsRejectedWithItsSize) {
  AsyncClientOptions options;
  options.max_command_bytes = 1000;
  options.when_full = WhenFull::wait;
  AsyncClient client{server_.address(), options};
  const auto error = error_of([&] {
    client.publish({"c", Json::of(std::string(5000, 'x'))}, outcomes_.of("large"));
  });
  EXPECT_EQ(error.kind(), FailureKind::too_large);
  EXPECT_EQ(error.delivery(), Delivery::refused);
  EXPECT_FALSE(error.retryable());
  // The size includes key, channel and names.
  EXPECT_TRUE(has(error.what(), "command of 5075 bytes exceeds max_command_bytes (1000)")) << error.what();
}

TEST_F(Queue, ACommandThatCouldNeverFitIsRefusedWithoutWaiting) {
  AsyncClientOptions options;
  options.max_queue_bytes = 1000;
  options.when_full = WhenFull::wait;
  options.timeout = seconds{60};
  AsyncClient client{server_.address(), options};
  const auto error = error_of([&] {
    client.publish({"c", Json::of(std::string(5000, 'x'))}, outcomes_.of("large"));
  });
  EXPECT_EQ(error.kind(), FailureKind::too_large);
  EXPECT_FALSE(error.retryable());
  EXPECT_TRUE(has(error.what(), "exceeds max_queue_bytes (1000)")) << error.what();
}

TEST_F(Queue, InvalidOptionsAreRejected) {
  const auto refuses = [&](auto change) {
    AsyncClientOptions options;
    change(options);
    EXPECT_THROW((AsyncClient{server_.address(), options}), UsageError);
  };
  refuses([](AsyncClientOptions& options) { options.lanes = 0; });
  refuses([](AsyncClientOptions& options) { options.lanes = 65; });
  refuses([](AsyncClientOptions& options) { options.max_batch_commands = 0; });
  refuses([](AsyncClientOptions& options) { options.max_queue_commands = 0; });
  refuses([](AsyncClientOptions& options) { options.max_delay = std::chrono::microseconds{-1}; });
  refuses([](AsyncClientOptions& options) { options.close_timeout = milliseconds{-1}; });
  refuses([](AsyncClientOptions& options) { options.timeout = milliseconds{0}; });
  refuses([](AsyncClientOptions& options) { options.retry.max_attempts = 0; });
  refuses([](AsyncClientOptions& options) { options.api_key = "a\nb"; });
  EXPECT_THROW((AsyncClient{std::vector<std::string>{}, AsyncClientOptions{}}), UsageError);
  EXPECT_THROW((AsyncClient{"ftp://h"}), UsageError);
}

}  // namespace
}  // namespace cent::test

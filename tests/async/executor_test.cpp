#include <gtest/gtest.h>

#include <atomic>
#include <cent/async_client.hpp>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "async/outcomes.hpp"
#include "support/canary.hpp"
#include "support/eventually.hpp"
#include "support/expect_error.hpp"
#include "support/fault_server.hpp"
#include "support/thread_pool.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Executor : public testing::Test {
 protected:
  AsyncClientOptions options() {
    AsyncClientOptions made;
    made.api_key = kCanary;
    made.executor = pool_.executor();
    made.on_callback_error = [this](const std::exception_ptr&) { ++errors_; };
    return made;
  }
  /// Until release() callbacks that call it wait.
  void block() { open_.wait(); }
  void release() { gate_.set_value(); }

  FaultServer server_;
  Outcomes outcomes_;
  std::atomic<int> errors_{0};
  std::promise<void> gate_;
  std::shared_future<void> open_ = gate_.get_future().share();
  ThreadPool pool_{4};
};

TEST_F(Executor, RunsCallbacksInItsThreadsOnceAndInTheOrderOfTheirChannel) {
  constexpr std::size_t kCommands = 4000;
  constexpr std::size_t kChannels = 16;
  std::vector<std::vector<std::size_t>> order(kChannels);
  std::mutex mutex;
  std::set<std::thread::id> threads;
  AsyncClient client{server_.address(), options()};
  for (std::size_t i = 0; i < kCommands; ++i) {
    const std::size_t channel = i % kChannels;
    client.publish(publication(std::to_string(i), "c" + std::to_string(channel)),
                   [&, i, channel](const Reply<PublishResult>& reply) {
                     order[channel].push_back(reply ? i : kCommands);  // two at a time are a race
                     const std::lock_guard<std::mutex> lock{mutex};
                     threads.insert(std::this_thread::get_id());
                   });
  }
  EXPECT_EQ(client.flush(seconds{20}), 0U);
  for (std::size_t channel = 0; channel < kChannels; ++channel) {
    ASSERT_EQ(order[channel].size(), kCommands / kChannels);
    for (std::size_t i = 0; i < order[channel].size(); ++i)
      ASSERT_EQ(order[channel][i], i * kChannels + channel);
  }
  EXPECT_GT(threads.size(), 1U);
  EXPECT_LE(threads.size(), 4U);
}

TEST_F(Executor, ASlowCallbackStallsNoLane) {
  AsyncClientOptions made = options();
  made.lanes = 1;
  AsyncClient client{server_.address(), made};
  client.publish(publication("slow", "slow"), [this](const auto& /*reply*/) { block(); });
  for (int i = 0; i < 200; ++i) {
    client.publish(publication(std::to_string(i), i % 2 == 0 ? "slow" : "other"),
                   outcomes_.of(std::to_string(i)));
  }
  EXPECT_TRUE(eventually([&] { return client.stats().applied == 201; }));
  EXPECT_TRUE(outcomes_.wait_for(100)) << "callbacks of the other channel";
  EXPECT_EQ(outcomes_["0"].times, 0) << "its own channel keeps its order";
  EXPECT_GT(client.flush(milliseconds{0}), 100U);
  release();
  EXPECT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.total(), 200U);
  EXPECT_TRUE(outcomes_.all_once());
}

TEST_F(Executor, ClosingEndsInTimeAndCallbacksRunLater) {
  std::optional<AsyncClient> client;
  client.emplace(server_.address(), options());
  client->publish(publication("slow"), [this](const auto& /*reply*/) { block(); });
  client->publish(publication("next"), outcomes_.of("next"));
  EXPECT_EQ(client->close(milliseconds{50}), 0U) << "both have their outcome";
  EXPECT_EQ(outcomes_.total(), 0U);
  EXPECT_EQ(client->flush(milliseconds{0}), 2U);
  client.reset();
  release();
  EXPECT_TRUE(outcomes_.wait_for(1));
  EXPECT_EQ(outcomes_["next"].delivery, Delivery::applied);
}

TEST_F(Executor, ClosingWaitsForCallbacksThatReturn) {
  AsyncClient client{server_.address(), options()};
  for (int i = 0; i < 100; ++i) {
    client.publish(publication(std::to_string(i), "c" + std::to_string(i)),
                   [&, i](const auto& reply) { outcomes_.of(std::to_string(i))(reply); });
  }
  EXPECT_EQ(client.close(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.total(), 100U);
}

TEST_F(Executor, CommandsCountInTheQueueUntilTheirCallbackHasReturned) {
  AsyncClientOptions made = options();
  made.max_queue_commands = 10;
  AsyncClient client{server_.address(), made};
  for (int i = 0; i < 10; ++i)
    client.publish(publication(std::to_string(i)), [this](const auto& /*reply*/) { block(); });
  EXPECT_TRUE(eventually([&] { return client.stats().applied == 10; }));
  EXPECT_THROW(client.publish(publication("one more"), outcomes_.of("one more")), RequestException);
  release();
  EXPECT_EQ(client.flush(seconds{20}), 0U);
}

TEST_F(Executor, OneThatThrowsOrLosesTasksLosesNoCallback) {
  std::atomic<int> calls{0};
  AsyncClientOptions made = options();
  made.executor = [&](std::function<void()> task) {
    switch (calls++ % 3) {
      case 0:
        throw std::runtime_error("the pool has stopped");
      case 1:
        task = nullptr;
        return;
      default: {
        const auto later = std::move(task);
        later();
        throw std::runtime_error("it ran nevertheless");
      }
    }
  };
  AsyncClient client{server_.address(), made};
  for (int i = 0; i < 300; ++i) {
    client.publish(publication(std::to_string(i), "c" + std::to_string(i)), outcomes_.of(std::to_string(i)));
  }
  EXPECT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.total(), 300U);
  EXPECT_TRUE(outcomes_.all_once());
  EXPECT_TRUE(eventually([&] { return errors_ == (calls + 2) / 3 + calls / 3; }))
      << "the last is thrown later";
  EXPECT_EQ(client.stats().callback_errors, static_cast<std::uint64_t>(errors_));
}

TEST_F(Executor, CallbacksMaySubmitAndThrowButNotWait) {
  auto client = std::make_unique<AsyncClient>(server_.address(), options());
  std::promise<std::string> waited;
  client->publish(publication("first"), [&](const auto& /*reply*/) {
    client->publish(publication("second"), outcomes_.of("second"));
    try {
      client->flush(seconds{1});
      waited.set_value("");
    } catch (const UsageError& error) {
      waited.set_value(error.what());
    }
    throw std::runtime_error("thrown by a callback");
  });
  EXPECT_NE(waited.get_future().get().find("flush() was called inside a callback"), std::string::npos);
  EXPECT_TRUE(outcomes_.wait_for(1));
  EXPECT_TRUE(eventually([&] { return errors_ == 1; }));
}

TEST_F(Executor, IsNotUsedForFuturesAndDetachedCommands) {
  std::atomic<int> calls{0};
  AsyncClientOptions made = options();
  made.executor = [&](const std::function<void()>& task) {
    ++calls;
    task();
  };
  AsyncClient client{server_.address(), made};
  client.publish("c", Json::of("future")).get();
  client.publish("c", Json::of("detached"), detached);
  EXPECT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(calls, 0);
}

}  // namespace
}  // namespace cent::test

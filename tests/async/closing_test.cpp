#include <gtest/gtest.h>

#include <cent/async_client.hpp>
#include <future>
#include <memory>
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
constexpr milliseconds kBound{200};  // beyond its deadline close() never returns later

class Closing : public testing::Test {
 protected:
  std::unique_ptr<AsyncClient> client(AsyncClientOptions options = {}) {
    options.api_key = kCanary;
    return std::make_unique<AsyncClient>(server_.address(), options);
  }
  /// One publication is under way and hangs there, `more` wait behind it in the same lane.
  void hang(AsyncClient& at, Outcomes& outcomes, int more) {
    server_.always(faults::hang(false));
    const std::size_t before = server_.stats().requests;
    at.publish(publication("first"), outcomes.of("first"));
    ASSERT_TRUE(eventually([&] { return server_.stats().requests > before; }));
    for (int i = 0; i < more; ++i) {
      const std::string id = "more" + std::to_string(i);
      at.publish(publication(id), outcomes.of(id));
    }
  }
  FaultServer server_;
};

TEST_F(Closing, WaitsForOutcomes) {
  Outcomes outcomes;
  server_.always(faults::delay(milliseconds{50}));
  const auto open = client();
  for (int i = 0; i < 20; ++i) open->publish(publication(std::to_string(i)), outcomes.of(std::to_string(i)));
  EXPECT_EQ(open->close(seconds{20}), 0U);
  EXPECT_EQ(outcomes.count(Delivery::applied), 20U);
  EXPECT_EQ(open->stats().pending, 0U);
}

TEST_F(Closing, RefusesWhatComesAfterwards) {
  const auto closed = client();
  closed->close(seconds{1});
  Outcomes outcomes;
  const auto error = error_of([&] { closed->publish(publication("a"), outcomes.of("a")); });
  EXPECT_EQ(error.kind(), FailureKind::cancelled);
  EXPECT_EQ(error.delivery(), Delivery::refused);
  EXPECT_TRUE(has(error.what(), "closed"));
  EXPECT_THROW(closed->publish("c", Json::of("a")), RequestException);
  EXPECT_EQ(outcomes.total(), 0U);
  EXPECT_EQ(closed->stats().turned_away, 2U);
  EXPECT_EQ(closed->flush(seconds{5}), 0U);
}

TEST_F(Closing, ReportsLeftoversByWhatIsKnownOfThem) {
  EXPECT_TRUE(takes_at_most(milliseconds{100} + kBound, [&] {
    Outcomes outcomes;
    const auto open = client();
    hang(*open, outcomes, 5);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(open->close(milliseconds{100}), 6U);
    EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds{100});
    EXPECT_EQ(outcomes.total(), 6U);
    EXPECT_TRUE(outcomes.all_once());
    EXPECT_EQ(outcomes["first"].delivery, Delivery::unknown);
    EXPECT_EQ(outcomes["first"].kind, FailureKind::cancelled);
    EXPECT_EQ(outcomes["more3"].delivery, Delivery::not_sent);
    const AsyncStats stats = open->stats();
    EXPECT_TRUE(balances(stats));
    EXPECT_EQ(stats.pending, 0U);
    EXPECT_EQ(stats.queued, 0U);
    EXPECT_EQ(stats.queue_bytes, 0U);
  }));
}

TEST_F(Closing, AtOnceSendsNothingMore) {
  EXPECT_TRUE(takes_at_most(kBound, [&] {
    Outcomes outcomes;
    AsyncClientOptions options;
    options.max_delay = seconds{10};
    const auto open = client(options);
    server_.next_fault({});
    const std::size_t before = server_.stats().requests;
    for (int i = 0; i < 100; ++i) {
      open->publish(publication(std::to_string(i), std::to_string(i)), outcomes.of(std::to_string(i)));
    }
    EXPECT_EQ(open->close(milliseconds{0}), 100U);
    EXPECT_EQ(outcomes.count(Delivery::not_sent), 100U);
    EXPECT_EQ(server_.stats().requests, before);
  }));
}

TEST_F(Closing, ANegativeTimeIsNone) {
  Outcomes outcomes;
  const auto open = client();
  hang(*open, outcomes, 1);
  EXPECT_EQ(open->close(milliseconds{-5}), 2U);
}

TEST_F(Closing, ForEverIsATimeToo) {
  Outcomes outcomes;
  const auto open = client();
  open->publish(publication("a"), CallOptions{milliseconds::max(), {}, {}}, outcomes.of("a"));
  EXPECT_EQ(open->flush(milliseconds::max()), 0U);
  EXPECT_EQ(open->close(milliseconds::max()), 0U);
  EXPECT_EQ(outcomes["a"].delivery, Delivery::applied);
}

TEST_F(Closing, TwiceDoesNothingMore) {
  Outcomes outcomes;
  const auto open = client();
  hang(*open, outcomes, 2);
  EXPECT_EQ(open->close(milliseconds{0}), 3U);
  EXPECT_EQ(open->close(seconds{10}), 0U);
  EXPECT_EQ(outcomes.total(), 3U);
}

TEST_F(Closing, FromSeveralThreadsTheEarliestDeadlineCounts) {
  EXPECT_TRUE(takes_at_most(milliseconds{50} + kBound, [&] {
    Outcomes outcomes;
    const auto open = client();
    hang(*open, outcomes, 3);
    std::vector<std::thread> others;
    for (int i = 0; i < 4; ++i) others.emplace_back([&] { open->close(seconds{30}); });
    open->close(milliseconds{50});
    for (std::thread& other : others) other.join();
    EXPECT_EQ(outcomes.total(), 4U);
    EXPECT_TRUE(outcomes.all_once());
  }));
}

TEST_F(Closing, ADestructorIsBoundedByItsTime) {
  Outcomes outcomes;
  AsyncClientOptions options;
  options.close_timeout = milliseconds{50};
  EXPECT_TRUE(takes_at_most(milliseconds{50} + kBound, [&] {
    auto open = client(options);
    hang(*open, outcomes, 3);
    const auto start = std::chrono::steady_clock::now();
    open.reset();
    EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds{50});
  }));
  EXPECT_EQ(outcomes.total() % 4, 0U) << "each leftover was reported";
}

TEST_F(Closing, SendsWhatWaitsForOthersAtOnce) {
  Outcomes outcomes;
  AsyncClientOptions options;
  options.max_delay = std::chrono::minutes{10};
  options.timeout = std::chrono::minutes{20};
  const auto open = client(options);
  for (const char* id : {"a", "b"}) open->publish(publication(id), outcomes.of(id));
  EXPECT_EQ(open->flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes.count(Delivery::applied), 2U);
  open->publish(publication("c"), outcomes.of("c"));
  EXPECT_EQ(open->close(seconds{20}), 0U);
  EXPECT_EQ(outcomes.count(Delivery::applied), 3U);
}

TEST_F(Closing, FlushReturnsWhenTheLastCallbackHas) {
  const auto open = client();
  for (int i = 0; i < 20; ++i) {
    bool done = false;
    open->publish(publication(std::to_string(i)), [&](const Reply<PublishResult>&) {
      std::this_thread::sleep_for(milliseconds{2});
      done = true;
    });
    EXPECT_EQ(open->flush(seconds{10}), 0U);
    EXPECT_TRUE(done) << "what a callback refers to may end with flush()";
  }
}

TEST_F(Closing, FlushGivesUpInTime) {
  Outcomes outcomes;
  const auto open = client();
  hang(*open, outcomes, 2);
  EXPECT_TRUE(
      takes_at_most(milliseconds{50} + kBound, [&] { EXPECT_EQ(open->flush(milliseconds{50}), 3U); }));
  EXPECT_EQ(outcomes.total(), 0U);
  open->close(milliseconds{0});
}

/// A client whose callback of "blocker" stays where it is until released.
class Blocked : public Closing {
 protected:
  std::unique_ptr<AsyncClient> blocked(AsyncClientOptions options = {}) {
    auto open = client(options);
    server_.next_fault({});
    entered_ = std::promise<void>{};
    release_ = std::promise<void>{};
    open->publish(publication("blocker", "b"),
                  [this, wait = release_.get_future().share()](const Reply<PublishResult>&) {
                    entered_.set_value();
                    wait.wait();
                    left_ = true;
                  });
    entered_.get_future().wait();
    return open;
  }
  /// The callback's thread is no part of any client any more.
  void TearDown() override {
    EXPECT_TRUE(eventually([&] { return left_.load(); }));
  }
  std::promise<void> entered_;
  std::promise<void> release_;
  std::atomic<bool> left_{false};
};

TEST_F(Blocked, ACallbackDoesNotKeepCloseBeyondItsTime) {
  EXPECT_TRUE(takes_at_most(milliseconds{100} + kBound, [&] {
    Outcomes outcomes;
    auto open = blocked();
    for (int i = 0; i < 50; ++i)
      open->publish(publication(std::to_string(i)), outcomes.of(std::to_string(i)));
    open->close(milliseconds{100});
    EXPECT_EQ(outcomes.count(Delivery::not_sent), 50U);
    EXPECT_TRUE(outcomes.all_once());
    EXPECT_NE(outcomes["7"].thread, std::this_thread::get_id())
        << "no callback runs in the thread that closes";
    EXPECT_EQ(open->stats().pending, 0U);
    release_.set_value();
  }));
}

TEST_F(Blocked, ACallbackMayOutliveTheClient) {
  AsyncClientOptions options;
  options.close_timeout = milliseconds{20};
  auto open = blocked(options);
  open.reset();
  EXPECT_FALSE(left_);
  release_.set_value();
  EXPECT_TRUE(eventually([&] { return left_.load(); }));
}

TEST_F(Blocked, NothingIsForgottenWhatExpiredBehindABlockedCallback) {
  // The callbacks of what expired together run one after another: the first of them blocks.
  Outcomes outcomes;
  const auto open = client();
  hang(*open, outcomes, 0);
  CallOptions soon;
  soon.timeout = milliseconds{50};
  open->publish(publication("blocker"), soon,
                [this, wait = release_.get_future().share()](const Reply<PublishResult>&) {
                  entered_.set_value();
                  wait.wait();
                  left_ = true;
                });
  for (int i = 0; i < 20; ++i)
    open->publish(publication(std::to_string(i)), soon, outcomes.of(std::to_string(i)));
  entered_.get_future().wait();
  open->close(milliseconds{0});
  EXPECT_EQ(outcomes.total(), 21U);
  EXPECT_TRUE(outcomes.all_once());
  EXPECT_EQ(open->stats().pending, 0U);
  release_.set_value();
}

TEST_F(Blocked, CloseFinishesCommandsThatTheClientsThreadBeganToEnd) {
  Outcomes outcomes;
  const auto open = client();
  hang(*open, outcomes, 0);
  open->publish(publication("blocker"),
                [this, wait = release_.get_future().share()](const Reply<PublishResult>&) {
                  entered_.set_value();
                  wait.wait();
                  left_ = true;
                });
  for (int i = 0; i < 20; ++i) open->publish(publication(std::to_string(i)), outcomes.of(std::to_string(i)));
  EXPECT_EQ(open->close(milliseconds{20}), 22U);
  EXPECT_EQ(outcomes.total(), 21U) << "all but the one that blocks";
  EXPECT_TRUE(outcomes.all_once());
  EXPECT_EQ(outcomes.count(Delivery::not_sent), 20U);
  EXPECT_EQ(open->stats().pending, 0U);
  release_.set_value();
}

TEST_F(Blocked, CommandsUnderWayBesideExpiredOnesAreNotForgotten) {
  // Two commands of one request: the first still waits for the reply when the second expires and blocks.
  Outcomes outcomes;
  AsyncClientOptions options;
  options.max_delay = milliseconds{50};
  const auto open = client(options);
  server_.always(faults::hang(false));
  open->publish(publication("patient"), outcomes.of("patient"));
  CallOptions soon;
  soon.timeout = milliseconds{300};
  open->publish(publication("blocker"), soon,
                [this, wait = release_.get_future().share()](const Reply<PublishResult>&) {
                  entered_.set_value();
                  wait.wait();
                  left_ = true;
                });
  entered_.get_future().wait();
  open->close(milliseconds{0});
  EXPECT_EQ(outcomes["patient"].times, 1);
  EXPECT_EQ(outcomes["patient"].delivery, Delivery::unknown);
  EXPECT_EQ(open->stats().pending, 0U);
  release_.set_value();
}

/// Callbacks that wait for the thread that closes; in vain, after ten seconds.
class Needy : public Closing {
 protected:
  void submit(AsyncClient& to, int count) {
    for (int i = 0; i < count; ++i) {
      to.publish(publication(std::to_string(i)), [this](const Reply<PublishResult>&) {
        ++entered_;
        if (taken()) {
          lock_.unlock();
        } else {
          ++in_vain_;
        }
        ++called_;
      });
    }
    ASSERT_TRUE(eventually([&] { return entered_ > 0; }));
  }
  /// By tries: ThreadSanitizer does not know how std::timed_mutex waits.
  bool taken() {
    return eventually([this] { return lock_.try_lock(); });
  }
  std::mutex lock_;
  std::atomic<int> entered_{0};
  std::atomic<int> in_vain_{0};
  std::atomic<int> called_{0};
};

TEST_F(Needy, CloseKeepsItsTimeUnderALockThatCallbacksTake) {
  const auto open = client();
  {
    const std::lock_guard<std::mutex> mine{lock_};
    submit(*open, 5);
    open->close(milliseconds{100});
    EXPECT_EQ(called_, 0);
  }
  EXPECT_EQ(open->flush(seconds{20}), 0U) << "flush() waits for callbacks that close() did not";
  EXPECT_EQ(called_, 5);
  EXPECT_EQ(in_vain_, 0);
  const AsyncStats stats = open->stats();
  EXPECT_EQ(stats.accepted, 5U);
  EXPECT_EQ(stats.pending, 0U);
  EXPECT_TRUE(balances(stats));
}

TEST_F(Needy, TheDestructorKeepsItsTimeWhateverCallbacksDo) {
  AsyncClientOptions options;
  options.close_timeout = milliseconds{100};
  auto open = client(options);
  {
    const std::lock_guard<std::mutex> mine{lock_};
    submit(*open, 3);
    open.reset();
    EXPECT_EQ(called_, 0);
  }
  EXPECT_TRUE(eventually([&] { return called_ == 3; })) << "each is called, if late";
  EXPECT_EQ(in_vain_, 0);
}

TEST_F(Needy, FuturesAreReadyAfterCloseThoughACallbackBlocks) {
  const auto open = client();
  std::vector<std::future<PublishResult>> futures;
  std::unique_lock<std::mutex> mine{lock_};
  submit(*open, 1);
  for (int i = 0; i < 10; ++i) futures.push_back(open->publish(publication("f" + std::to_string(i))));
  EXPECT_EQ(open->close(milliseconds{20}), 10U);
  for (auto& future : futures) {
    ASSERT_EQ(future.wait_for(seconds{10}), std::future_status::ready);
    EXPECT_EQ(error_of([&] { future.get(); }).delivery(), Delivery::not_sent);
  }
  mine.unlock();
  EXPECT_EQ(open->flush(seconds{20}), 0U);
}

TEST_F(Blocked, ACallbackCalledByCloseCannotCloseEither) {
  auto open = blocked();
  std::promise<int> refused;
  open->publish(publication("a"), [&](const Reply<PublishResult>&) {
    int count = 0;
    for (const auto& call : {&AsyncClient::flush, &AsyncClient::close}) {
      try {
        (*open.*call)(milliseconds{5000});
      } catch (const UsageError&) {
        ++count;
      }
    }
    refused.set_value(count);
  });
  open->close(milliseconds{10});
  EXPECT_EQ(refused.get_future().get(), 2);
  release_.set_value();
  EXPECT_EQ(open->close(milliseconds{10}), 0U) << "this thread is no callback any more";
}

TEST_F(Blocked, ACallbackCalledByCloseMayDestroyTheClient) {
  Outcomes outcomes;
  auto open = blocked();
  AsyncClient& alias = *open;
  open->publish(publication("a"), [&](const Reply<PublishResult>&) { open.reset(); });
  for (const char* id : {"b", "c"}) open->publish(publication(id), outcomes.of(id));
  alias.close(milliseconds{10});
  EXPECT_EQ(open, nullptr);
  EXPECT_EQ(outcomes.total(), 2U);
  release_.set_value();
  EXPECT_TRUE(eventually([&] { return left_.load(); }));
}

TEST_F(Blocked, SeveralThreadsThatCloseReportEachCommandOnce) {
  Outcomes outcomes;
  auto open = blocked();
  for (int i = 0; i < 200; ++i) open->publish(publication(std::to_string(i)), outcomes.of(std::to_string(i)));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { open->close(milliseconds{20}); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(outcomes.total(), 200U);
  EXPECT_TRUE(outcomes.all_once());
  release_.set_value();
}

}  // namespace
}  // namespace cent::test

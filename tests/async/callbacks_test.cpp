#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cent/async_client.hpp>
#include <cstdint>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "async/outcomes.hpp"
#include "support/canary.hpp"
#include "support/eventually.hpp"
#include "support/expect_error.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Callbacks : public testing::Test {
 protected:
  AsyncClientOptions options() {
    AsyncClientOptions made;
    made.api_key = kCanary;
    made.on_callback_error = [this](std::exception_ptr error) {
      try {
        std::rethrow_exception(error);
      } catch (const std::exception& thrown) {
        errors_.push_back(thrown.what());
      } catch (...) {
        errors_.emplace_back("not an exception");
      }
    };
    return made;
  }
  FaultServer server_;
  Outcomes outcomes_;
  std::vector<std::string> errors_;  // in the client's thread
};

TEST_F(Callbacks, AreCalledOnceEachAndNeverInsideTheSubmittingCall) {
  AsyncClient client{server_.address()};
  constexpr std::size_t kCommands = 2000;
  for (std::size_t i = 0; i < kCommands; ++i) {
    client.publish(publication(std::to_string(i), "c" + std::to_string(i % 7)),
                   outcomes_.of(std::to_string(i)));
  }
  EXPECT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.total(), kCommands);
  EXPECT_TRUE(outcomes_.all_once());
  EXPECT_EQ(outcomes_.count(Delivery::applied), kCommands);
  for (std::size_t i = 0; i < kCommands; ++i) {
    EXPECT_NE(outcomes_[std::to_string(i)].thread, std::this_thread::get_id());
  }
}

TEST_F(Callbacks, AreNotCalledForWhatWasNotAccepted) {
  AsyncClientOptions made = options();
  made.max_command_bytes = 100;
  AsyncClient client{server_.address(), made};
  EXPECT_THROW(client.publish({"c", Json::of(std::string(200, 'x'))}, outcomes_.of("large")),
               RequestException);
  EXPECT_THROW(client.publish({"", Json::of("x")}, outcomes_.of("wrong")), UsageError);
  client.close(seconds{1});
  EXPECT_EQ(outcomes_.total(), 0U);
  EXPECT_EQ(client.stats().accepted, 0U);
}

std::atomic<int> received_by_function{0};
void receive(const Reply<PublishResult>& reply) {
  received_by_function += reply.delivery() == Delivery::applied ? 1 : 0;
}

TEST_F(Callbacks, MayBePlainFunctions) {
  received_by_function = 0;
  AsyncClient client{server_.address()};
  client.publish(publication("a"), receive);
  client.publish(publication("b"), CallOptions{}, &receive);
  client.flush(seconds{10});
  EXPECT_EQ(received_by_function, 2);
}

/// A callback of any size and alignment, whose move may throw.
template <std::size_t bytes, std::size_t alignment>
struct Odd {
  explicit Odd(std::atomic<int>& count) : calls(&count) {}
  Odd(Odd&& other) noexcept(false) : calls(std::exchange(other.calls, nullptr)) {}
  void operator()(const Reply<PublishResult>& reply) {
    const bool is_aligned = reinterpret_cast<std::uintptr_t>(this) % alignment == 0;
    *calls += is_aligned && reply ? 1 : 0;
  }
  alignas(alignment) std::array<char, bytes> captured{};
  std::atomic<int>* calls;
};

TEST_F(Callbacks, MayHaveAnySizeAndAlignmentAndAMoveThatMayThrow) {
  std::atomic<int> calls{0};
  AsyncClient client{server_.address()};
  for (int i = 0; i < 3; ++i) {
    client.publish(publication("a"), Odd<1, 8>{calls});
    client.publish(publication("b"), Odd<200, 8>{calls});
    client.publish(publication("c"), Odd<5000, 64>{calls});
    client.publish(publication("d"),
                   [captured = std::array<char, 90>{}, &calls](const Reply<PublishResult>& reply) {
                     calls += captured[0] == 0 && reply ? 1 : 0;
                   });
    client.publish(publication("e"),
                   [captured = std::array<char, 2000>{}, &calls](const Reply<PublishResult>& reply) {
                     calls += captured[1999] == 0 && reply ? 1 : 0;
                   });
  }
  EXPECT_EQ(client.flush(seconds{10}), 0U);
  EXPECT_EQ(calls, 15);
}

TEST_F(Callbacks, MayBeMoveOnlyAndAreLetGo) {
  auto token = std::make_shared<int>(1);
  const std::weak_ptr<int> watched = token;
  std::promise<Delivery> promise;
  auto future = promise.get_future();
  AsyncClient client{server_.address()};
  client.publish(publication("a"),
                 [kept = std::move(token), promise = std::move(promise)](
                     const Reply<PublishResult>& reply) mutable { promise.set_value(reply.delivery()); });
  EXPECT_EQ(future.get(), Delivery::applied);
  client.flush(seconds{10});
  EXPECT_TRUE(watched.expired()) << "what a callback holds goes with it";
}

TEST_F(Callbacks, ThatThrowAreContainedAndReported) {
  {
    AsyncClient client{server_.address(), options()};
    client.publish(publication("a"), [](const Reply<PublishResult>&) { throw std::runtime_error("mine"); });
    client.publish(publication("b"), [](const Reply<PublishResult>&) { throw 7; });
    client.publish(publication("c"), outcomes_.of("c"));
    EXPECT_EQ(client.flush(seconds{10}), 0U);
    EXPECT_EQ(client.stats().callback_errors, 2U);
    EXPECT_EQ(client.stats().applied, 3U);
  }
  EXPECT_EQ(outcomes_["c"].delivery, Delivery::applied);
  ASSERT_EQ(errors_.size(), 2U);
  EXPECT_EQ(errors_[0], "mine");
  EXPECT_EQ(errors_[1], "not an exception");
}

TEST_F(Callbacks, AHookThatThrowsIsContainedToo) {
  AsyncClientOptions made;
  made.on_callback_error = [](std::exception_ptr error) { std::rethrow_exception(error); };
  AsyncClient client{server_.address(), made};
  client.publish(publication("a"), [](const Reply<PublishResult>&) { throw std::runtime_error("mine"); });
  client.publish(publication("b"), outcomes_.of("b"));
  EXPECT_TRUE(outcomes_.wait_for(1));
}

/// Ends the program rather than hang in the destructor of a client whose thread is stuck.
template <class Future>
void must_be_ready(Future& future) {
  if (future.wait_for(seconds{10}) == std::future_status::ready) return;
  fputs("FAILED: a callback is stuck: was it called under a lock?\n", stderr);
  std::_Exit(1);
}

TEST_F(Callbacks, AreCalledUnderNoLock) {
  AsyncClient client{server_.address()};
  std::promise<void> first;
  std::promise<Delivery> second;
  auto looked = first.get_future();
  auto ended = second.get_future();
  client.publish(publication("a"), [&](const Reply<PublishResult>&) {
    EXPECT_TRUE(balances(client.stats()));
    // From another thread, too: the client must not hold anything while it waits for this.
    std::async(std::launch::async, [&] {
      client.publish(publication("b"),
                     [&](const Reply<PublishResult>& reply) { second.set_value(reply.delivery()); });
    }).get();
    first.set_value();
  });
  must_be_ready(looked);
  must_be_ready(ended);
  EXPECT_EQ(ended.get(), Delivery::applied);
}

TEST_F(Callbacks, MaySubmitAgainAndAgain) {
  AsyncClient client{server_.address()};
  std::promise<void> done;
  auto future = done.get_future();
  int left = 200;
  std::function<void(const Reply<PublishResult>&)> next = [&](const Reply<PublishResult>& reply) {
    EXPECT_TRUE(reply.ok());
    if (--left == 0) return done.set_value();
    client.publish(publication(std::to_string(left)),
                   [&](const Reply<PublishResult>& again) { next(again); });
  };
  client.publish(publication("first"), [&](const Reply<PublishResult>& reply) { next(reply); });
  must_be_ready(future);
  EXPECT_EQ(server_.executions().total(), 200U);
}

TEST_F(Callbacks, DoNotWaitForRoomThatOnlyTheyCanMake) {
  AsyncClientOptions made;
  made.when_full = WhenFull::wait;
  made.max_queue_commands = 1;
  made.timeout = seconds{60};
  AsyncClient client{server_.address(), made};
  std::promise<FailureKind> kind;
  auto future = kind.get_future();
  client.publish(publication("a"), [&](const Reply<PublishResult>&) {
    try {
      client.publish(publication("b"), outcomes_.of("b"));
      kind.set_value(FailureKind::other);
    } catch (const RequestException& error) {
      kind.set_value(error.kind());
    }
  });
  must_be_ready(future);
  EXPECT_EQ(future.get(), FailureKind::queue_full);
}

TEST_F(Callbacks, CannotFlushOrClose) {
  AsyncClient client{server_.address()};
  std::promise<int> refused;
  auto future = refused.get_future();
  client.publish(publication("a"), [&](const Reply<PublishResult>&) {
    int count = 0;
    for (const auto& call : {&AsyncClient::flush, &AsyncClient::close}) {
      try {
        (client.*call)(seconds{5});
      } catch (const UsageError& error) {
        count += std::string(error.what()).find("callback") != std::string::npos ? 1 : 0;
      }
    }
    refused.set_value(count);
  });
  must_be_ready(future);
  EXPECT_EQ(future.get(), 2);
  EXPECT_EQ(client.close(seconds{5}), 0U) << "the client itself is well";
}

TEST_F(Callbacks, ThatDestroyTheClientDoNotDeadlock) {
  Latch latch;  // no callback before all are queued: none may be submitted to a client that is gone
  server_.script({faults::held(latch)});
  auto client = std::make_unique<AsyncClient>(server_.address(), options());
  AsyncClient& alias = *client;
  alias.publish(publication("a", "x"), [&](const Reply<PublishResult>&) { client.reset(); });
  ASSERT_TRUE(eventually([&] { return server_.executions().total() == 1; }));
  for (const char* id : {"b", "c", "d"}) alias.publish(publication(id, "x"), outcomes_.of(id));
  latch.open();
  EXPECT_TRUE(outcomes_.wait_for(3)) << "those that were queued are reported all the same";
  EXPECT_EQ(client, nullptr);
  for (const char* id : {"b", "c", "d"}) {
    EXPECT_EQ(outcomes_[id].times, 1);
    EXPECT_EQ(outcomes_[id].delivery, Delivery::not_sent) << outcomes_[id].what;
    EXPECT_EQ(server_.executions().count(id), 0U);
  }
  ASSERT_EQ(errors_.size(), 1U);
  EXPECT_NE(errors_[0].find("destroyed inside"), std::string::npos);
}

TEST_F(Callbacks, AFutureGivesTheResultOrThrowsTheExactError) {
  AsyncClient client{server_.address()};
  EXPECT_EQ(client.publish("c", Json::of("a")).get().offset, 1U);
  EXPECT_THROW(client.rpc({"m", Json::raw("{}")}).get(), ResponseError);
  const Json raw =
      client.call(Command{"publish", Json::raw(R"({"channel":"c","data":"b"})"), Effect::once}).get();
  EXPECT_NE(raw.text().find("\"offset\":2"), std::string::npos) << raw.text();
  server_.always(faults::status(403));
  try {
    client.publish("c", Json::of("x")).get();
    ADD_FAILURE();
  } catch (const RequestException& error) {
    EXPECT_EQ(error.status(), 403);
    EXPECT_EQ(error.delivery(), Delivery::refused);
  }
}

TEST_F(Callbacks, AFutureThatNobodyWaitsForIsNoTrouble) {
  AsyncClient client{server_.address()};
  { auto dropped = client.publish("c", Json::of("a")); }
  EXPECT_EQ(client.flush(seconds{10}), 0U);
  EXPECT_EQ(server_.executions().total(), 1U);
}

TEST_F(Callbacks, AResultOfTheWrongShapeIsThatCommandsError) {
  server_.always(faults::body(R"({"result":{"offset":"x"}})"));
  AsyncClient client{server_.address()};
  client.publish(publication("a"), outcomes_.of("a"));
  ASSERT_TRUE(outcomes_.wait_for(1));
  EXPECT_EQ(outcomes_["a"].kind, FailureKind::unreadable);
  EXPECT_EQ(outcomes_["a"].delivery, Delivery::unknown) << outcomes_["a"].what;
  EXPECT_TRUE(balances(client.stats()));
}

}  // namespace
}  // namespace cent::test

#include <gtest/gtest.h>

#include <atomic>
#include <cent/async_client.hpp>
#include <cent/resolver.hpp>
#include <condition_variable>
#include <future>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

#include "async/outcomes.hpp"
#include "support/canary.hpp"
#include "support/eventually.hpp"
#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

HttpResponse success(const HttpRequest& request) {
  HttpResponse response;
  response.status = 200;
  if (request.url.find("/batch") == std::string_view::npos) {
    response.body = R"({"result":{}})";
    return response;
  }
  response.body = R"({"replies":[)";
  for (std::size_t at = request.body.find("{\"publish\":"); at != std::string_view::npos;
       at = request.body.find("{\"publish\":", at + 1)) {
    response.body.append(response.body.back() == '[' ? "" : ",").append(R"({"publish":{}})");
  }
  response.body.append("]}");
  return response;
}

RequestException failure(FailureKind kind, Delivery delivery) {
  ErrorFacts facts;
  facts.kind = kind;
  facts.delivery = delivery;
  facts.cause = "mine";
  return RequestException(std::move(facts));
}

class OwnTransport : public testing::Test {
 protected:
  template <class F>
  AsyncClientOptions with(F function) {
    AsyncClientOptions options;
    options.api_key = kCanary;
    options.transport = make_transport(std::move(function));
    options.retry.base_wait = milliseconds{1};
    return options;
  }
  Outcomes outcomes_;
};

TEST_F(OwnTransport, GetsTheWholeRequest) {
  class OneAddress final : public Resolver {
    HostAddresses resolve(const std::string&, const std::atomic<bool>&) override { return {{"10.0.0.7"}}; }
  };
  std::atomic<bool> resolved{false};
  std::atomic<bool> all_want_times{true};
  AsyncClientOptions options = with([&](const HttpRequest& request) {
    if (request.ip == "10.0.0.7") resolved = true;
    if (!request.wants_times) all_want_times = false;
    return success(request);
  });
  options.resolver = std::make_shared<OneAddress>();
  options.observer = std::make_shared<Observer>();
  AsyncClient client{"http://h", options};
  EXPECT_TRUE(eventually([&] {
    client.publish("c", Json::of(1), use_future).get();
    return resolved.load();
  }));
  EXPECT_TRUE(all_want_times);
}

TEST_F(OwnTransport, ServesEachLaneByAThreadOfItsOwn) {
  std::atomic<int> under_way{0};
  std::atomic<int> most{0};
  std::mutex mutex;
  std::set<std::thread::id> threads;
  AsyncClientOptions options = with([&](const HttpRequest& request) {
    most = std::max(most.load(), ++under_way);
    {
      const std::lock_guard<std::mutex> lock{mutex};
      threads.insert(std::this_thread::get_id());
    }
    std::this_thread::sleep_for(milliseconds{2});
    --under_way;
    return success(request);
  });
  options.lanes = 3;
  {
    AsyncClient client{"http://h", options};
    for (int i = 0; i < 2000; ++i) {
      client.publish(publication(std::to_string(i), "c" + std::to_string(i % 20)),
                     outcomes_.of(std::to_string(i)));
      if (i % 50 == 0) std::this_thread::sleep_for(milliseconds{1});
    }
    ASSERT_EQ(client.flush(seconds{20}), 0U);
  }
  EXPECT_EQ(outcomes_.count(Delivery::applied), 2000U);
  EXPECT_LE(most, 3);
  EXPECT_LE(threads.size(), 3U) << "threads are kept";
}

TEST_F(OwnTransport, ItsExceptionsAreClassified) {
  std::atomic<int> calls{0};
  AsyncClient client{"http://h", with([&](const HttpRequest& request) -> HttpResponse {
                       if (request.body.find("not sent") != std::string_view::npos && ++calls < 3) {
                         throw failure(FailureKind::connect, Delivery::not_sent);
                       }
                       if (request.body.find("unknown") != std::string_view::npos) {
                         throw failure(FailureKind::cut, Delivery::unknown);
                       }
                       if (request.body.find("foreign") != std::string_view::npos)
                         throw std::runtime_error("foreign");
                       if (request.body.find("odd") != std::string_view::npos) throw 7;
                       return success(request);
                     })};
  CallOptions options;
  options.generate_key = false;
  for (const char* id : {"not sent", "unknown", "foreign", "odd"}) {
    client.publish(publication(id, id), options, outcomes_.of(id));
    ASSERT_EQ(client.flush(seconds{20}), 0U);
  }
  EXPECT_EQ(outcomes_["not sent"].delivery, Delivery::applied);
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(outcomes_["unknown"].delivery, Delivery::unknown);
  EXPECT_EQ(outcomes_["unknown"].kind, FailureKind::cut);
  EXPECT_EQ(outcomes_["foreign"].delivery, Delivery::unknown);
  EXPECT_TRUE(has(outcomes_["foreign"].what, "foreign"));
  EXPECT_EQ(outcomes_["odd"].delivery, Delivery::unknown);
}

TEST_F(OwnTransport, OneThatDoesNotReturnKeepsNobodyWaiting) {
  struct Latch {
    std::mutex mutex{};
    std::condition_variable changed{};
    bool released = false;
    std::atomic<int> inside{0};
  };
  // Shared, since the thread that waits at it outlives the client, and perhaps this test.
  const auto latch = std::make_shared<Latch>();
  {
    AsyncClientOptions options = with([latch](const HttpRequest& request) {
      std::unique_lock<std::mutex> lock{latch->mutex};
      ++latch->inside;
      latch->changed.wait(lock, [&] { return latch->released; });
      --latch->inside;
      return success(request);
    });
    options.lanes = 1;
    AsyncClient client{"http://h", options};
    CallOptions soon;
    soon.timeout = milliseconds{1000};  // enough to get inside
    client.publish(publication("a"), soon, outcomes_.of("a"));
    ASSERT_TRUE(eventually([&] { return latch->inside == 1; }));
    client.publish(publication("b"), soon, outcomes_.of("b"));
    ASSERT_TRUE(outcomes_.wait_for(2)) << "deadlines hold whatever the transport does";
    EXPECT_EQ(outcomes_["a"].delivery, Delivery::unknown);
    EXPECT_EQ(outcomes_["b"].delivery, Delivery::not_sent);
    client.publish(publication("c"), outcomes_.of("c"));
    EXPECT_TRUE(takes_at_most(milliseconds{250}, [&] { client.close(milliseconds{50}); }));
    EXPECT_EQ(outcomes_["c"].delivery, Delivery::not_sent);
  }
  {
    const std::lock_guard<std::mutex> lock{latch->mutex};
    latch->released = true;
    latch->changed.notify_all();
  }
  EXPECT_TRUE(eventually([&] { return latch->inside == 0; })) << "its thread outlives the client";
}

TEST_F(OwnTransport, AnAnswerAfterTheDeadlineFreesTheLane) {
  std::atomic<bool> slow{true};
  std::promise<void> expired;
  AsyncClientOptions options = with([&, wait = expired.get_future().share()](const HttpRequest& request) {
    if (slow.exchange(false)) wait.wait();
    return success(request);
  });
  options.lanes = 1;
  AsyncClient client{"http://h", options};
  CallOptions soon;
  soon.timeout = milliseconds{1000};  // enough to get there
  client.publish(publication("a"), soon, outcomes_.of("a"));
  EXPECT_TRUE(outcomes_.wait_for(1));
  client.publish(publication("b"), outcomes_.of("b"));
  expired.set_value();
  ASSERT_TRUE(outcomes_.wait_for(2));
  EXPECT_EQ(outcomes_["a"].delivery, Delivery::unknown);
  EXPECT_EQ(outcomes_["b"].delivery, Delivery::applied);
  EXPECT_EQ(outcomes_["a"].times, 1);
}

}  // namespace
}  // namespace cent::test

// <cent/coroutine.hpp>: results, errors, and what happens to a command when its coroutine is stopped.
#include <gtest/gtest.h>

#include <cent/coroutine.hpp>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/eventually.hpp"
#include "support/expect_error.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A coroutine that begins at once; its end is a future.
struct Job {
  struct promise_type {
    std::promise<void> done{};
    Job get_return_object() { return {done.get_future()}; }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() { done.set_value(); }
    void unhandled_exception() { done.set_exception(std::current_exception()); }
  };
  std::future<void> done;
};

class Coroutine : public testing::Test {
 protected:
  static AsyncClientOptions options() {
    AsyncClientOptions made;
    made.lanes = 1;
    made.protocol = Protocol::modern;
    return made;
  }
  static Json data(const std::string& id) { return Json::of(id); }
  [[nodiscard]] std::size_t executed(const std::string& id) { return server.executions().count(id); }
  /// Occupies the only lane until the latch opens.
  void block(AsyncClient& client, const Latch& latch) {
    server.script({faults::held(latch)});
    client.publish("news", data("first"), detached);
    ASSERT_TRUE(eventually([&] { return executed("first") == 1; }));
  }

  FaultServer server;
};

TEST_F(Coroutine, HasTheResult) {
  AsyncClient client{server.address(), options()};
  std::vector<std::uint64_t> offsets;
  auto job = [](AsyncClient& used, std::vector<std::uint64_t>& to) -> Job {
    for (int i = 0; i < 100; ++i) {
      const PublishResult at = co_await used.publish("news", Json::of(i), use_coroutine);
      to.push_back(at.offset);
    }
  }(client, offsets);
  job.done.get();
  EXPECT_EQ(offsets.size(), 100U);
  EXPECT_EQ(client.stats().applied, 100U);
}

TEST_F(Coroutine, EveryFormOfARequestIsSafe) {
  AsyncClient client{server.address(), options()};
  const std::string text = "a text that is too long for the storage inside of a string";
  auto job = [](AsyncClient& used, const std::string& long_text) -> Job {
    const PublishRequest request{long_text, Json::of(long_text)};
    co_await used.publish(request, use_coroutine);
    co_await used.publish(long_text, Json::of(long_text), use_coroutine);
    CallOptions call;
    call.timeout = seconds{9};
    co_await used.publish(long_text, Json::of(long_text), call, UseCoroutine());
    const std::vector<std::string> channels{long_text, "b"};
    const BroadcastResult sent = co_await used.broadcast(channels, Json::of(long_text), use_coroutine);
    EXPECT_EQ(sent.responses.size(), 2U);
    const Command command{"publish", Json::raw(R"({"channel":"c","data":"by name"})")};
    co_await used.call(command, use_coroutine);
  }(client, text);
  job.done.get();
  EXPECT_EQ(executed(text), 5U);
  EXPECT_EQ(executed("by name"), 1U);
}

TEST_F(Coroutine, ThrowsOrReturnsTheError) {
  AsyncClientOptions never = options();
  never.retry.max_attempts = 1;
  AsyncClient client{server.address(), never};
  server.always(faults::status(403));
  auto throwing = [](AsyncClient& used) -> Job {
    co_await used.publish("news", Json::of(1), use_coroutine);
  }(client);
  EXPECT_EQ(error_of([&] { throwing.done.get(); }).status(), 403);
  int status = 0;
  auto returning = [](AsyncClient& used, int& to) -> Job {
    const Reply<PublishResult> reply = co_await used.publish("news", Json::of(1), use_coroutine_reply);
    to = reply.error().status();
  }(client, status);
  returning.done.get();
  EXPECT_EQ(status, 403);
}

TEST_F(Coroutine, HasErrorsOfTheSubmission) {
  AsyncClient client{server.address(), options()};
  client.close(milliseconds{0});
  auto throwing = [](AsyncClient& used) -> Job {
    co_await used.publish("news", Json::of(1), use_coroutine);
  }(client);
  EXPECT_EQ(error_of([&] { throwing.done.get(); }).kind(), FailureKind::cancelled);
  auto returning = [](AsyncClient& used) -> Job {
    const auto closed = co_await used.publish("news", Json::of(1), use_coroutine_reply);
    EXPECT_EQ(closed.delivery(), Delivery::refused);
    const auto wrong = co_await used.publish("", Json::of(1), use_coroutine_reply);
    EXPECT_NE(wrong.template error_as<UsageError>(), nullptr);
  }(client);
  returning.done.get();
}

TEST_F(Coroutine, GoesOnWhereItIsTold) {
  AsyncClient client{server.address(), options()};
  std::vector<std::function<void()>> tasks;
  std::mutex mutex;
  const auto run_later = [&](std::function<void()> task) {
    const std::lock_guard<std::mutex> lock{mutex};
    tasks.push_back(std::move(task));
  };
  std::thread::id thread;
  auto job = [](AsyncClient& used, UseCoroutine how, std::thread::id& to) -> Job {
    co_await used.publish("news", Json::of(1), how);
    to = std::this_thread::get_id();
  }(client, UseCoroutine({}, run_later), thread);
  ASSERT_TRUE(eventually([&] {
    const std::lock_guard<std::mutex> lock{mutex};
    return !tasks.empty();
  }));
  EXPECT_EQ(thread, std::thread::id{});
  tasks.front()();
  EXPECT_EQ(thread, std::this_thread::get_id());
  job.done.get();
}

struct Stopped {
  std::string outcome = "none";
  std::thread::id thread{};
};

Job publish_stoppable(AsyncClient& client, std::stop_token stop, std::string id, Stopped& to) {
  const auto reply = co_await client.publish("news", Json::of(id), UseCoroutineReply(stop));
  to.thread = std::this_thread::get_id();
  to.outcome = std::string(to_string(reply.delivery())) + " " + (reply ? "" : reply.error().what());
}

TEST_F(Coroutine, ThatIsStoppedWhileItsCommandIsQueuedSendsNothing) {
  AsyncClient client{server.address(), options()};
  Latch latch;
  block(client, latch);
  std::stop_source stop;
  Stopped stopped;
  auto job = publish_stoppable(client, stop.get_token(), "stopped", stopped);
  auto other = client.publish("news", data("other"));
  EXPECT_EQ(stopped.outcome, "none");
  stop.request_stop();
  job.done.get();
  EXPECT_EQ(stopped.outcome, "not_sent cent: publish: the call was cancelled");
  EXPECT_EQ(stopped.thread, std::this_thread::get_id()) << "at once";
  latch.open();
  other.get();
  EXPECT_EQ(client.close(seconds{10}), 0U);
  EXPECT_EQ(executed("stopped"), 0U);
  EXPECT_EQ(executed("other"), 1U);
  const AsyncStats stats = client.stats();
  EXPECT_EQ(stats.accepted, 3U);
  EXPECT_EQ(stats.applied, 2U);
  EXPECT_EQ(stats.not_sent, 1U);
}

TEST_F(Coroutine, ThatIsStoppedWhileItsRequestIsUnderWayLeavesItToItself) {
  AsyncClient client{server.address(), options()};
  Latch latch;
  server.script({faults::held(latch)});
  std::stop_source stop;
  Stopped stopped;
  auto job = publish_stoppable(client, stop.get_token(), "stopped", stopped);
  ASSERT_TRUE(eventually([&] { return executed("stopped") == 1; }));
  stop.request_stop();
  job.done.get();
  EXPECT_EQ(stopped.outcome, "unknown cent: publish: the call was cancelled");
  latch.open();
  EXPECT_EQ(client.close(seconds{10}), 0U);
  EXPECT_EQ(client.stats().applied, 1U) << "the ledger knows better";
}

TEST_F(Coroutine, ThatIsStoppedBeforeSubmitsNothing) {
  AsyncClient client{server.address(), options()};
  std::stop_source stop;
  stop.request_stop();
  Stopped stopped;
  publish_stoppable(client, stop.get_token(), "stopped", stopped).done.get();
  EXPECT_EQ(stopped.outcome, "not_sent cent: publish: the call was cancelled");
  EXPECT_EQ(client.stats().accepted, 0U);
}

TEST_F(Coroutine, ManyAreStoppedAtRandom) {
  AsyncClientOptions several = options();
  several.lanes = 4;
  AsyncClient client{server.address(), several};
  constexpr std::size_t kMany = 500;
  std::vector<std::stop_source> stops(kMany);
  std::vector<Stopped> stopped(kMany);
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < kMany; ++i)
    jobs.push_back(publish_stoppable(client, stops[i].get_token(), "id " + std::to_string(i), stopped[i]));
  std::thread stopper{[&] {
    for (std::size_t i = kMany; i-- > 0;) stops[i].request_stop();
  }};
  for (Job& job : jobs) job.done.get();
  stopper.join();
  EXPECT_EQ(client.close(seconds{10}), 0U);
  for (std::size_t i = 0; i < kMany; ++i) {
    const std::size_t times = executed("id " + std::to_string(i));
    EXPECT_LE(times, 1U);
    if (has(stopped[i].outcome, "applied")) {
      EXPECT_EQ(times, 1U) << i;
    } else if (has(stopped[i].outcome, "not_sent")) {
      EXPECT_EQ(times, 0U) << i;
    }
  }
  const AsyncStats stats = client.stats();
  EXPECT_EQ(stats.accepted, kMany);
  EXPECT_EQ(stats.pending, 0U);
}

TEST_F(Coroutine, ReadsAHistoryInPages) {
  AsyncClient client{server.address(), options()};
  server.always(faults::body(
      R"({"result":{"publications":[{"data":1,"offset":1},{"data":2,"offset":2}],"offset":2,"epoch":"e"}})"));
  std::vector<std::size_t> sizes;
  auto job = [](AsyncClient& used, std::vector<std::size_t>& to) -> Job {
    HistoryPagesOptions page_options;
    page_options.page_size = 2;
    AsyncHistoryPages pages{used, "news", page_options};
    while (const HistoryPage* page = co_await pages.next()) to.push_back(page->publications.size());
    EXPECT_EQ(pages.position().offset, 2U);
    AsyncHistoryViewPages views{used, "news", page_options};
    while (const HistoryViewPage* page = co_await views.next()) {
      for (const PublicationView& publication : page->publications) to.push_back(publication.data.size());
    }
  }(client, sizes);
  job.done.get();
  EXPECT_EQ(sizes, (std::vector<std::size_t>{2, 1, 1}));
}

}  // namespace
}  // namespace cent::test

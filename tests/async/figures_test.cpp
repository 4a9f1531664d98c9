#include <gtest/gtest.h>

#include <atomic>
#include <cent/async_client.hpp>
#include <string>
#include <thread>
#include <utility>

#include "async/ledger.hpp"
#include "async/outcomes.hpp"
#include "support/eventually.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Looks at the ledger all the time.
class Watcher {
 public:
  explicit Watcher(const AsyncClient& client) : thread_([this, &client] { watch(client); }) {}
  ~Watcher() {
    stop_ = true;
    thread_.join();
    EXPECT_GT(looks_, 0U);
  }

 private:
  void watch(const AsyncClient& client) {
    AsyncStats last;
    while (!stop_) {
      const AsyncStats now = client.stats();
      ++looks_;
      ASSERT_TRUE(balances(now));
      ASSERT_LE(now.pending, now.accepted);
      ASSERT_GE(now.accepted, last.accepted);
      ASSERT_GE(now.applied, last.applied);
      ASSERT_GE(now.refused, last.refused);
      ASSERT_GE(now.not_sent, last.not_sent);
      ASSERT_GE(now.unknown, last.unknown);
      ASSERT_GE(now.requests, last.requests);
      ASSERT_GE(now.bytes_sent, last.bytes_sent);
      last = now;
    }
  }
  std::atomic<bool> stop_{false};
  std::size_t looks_ = 0;
  std::thread thread_;
};

class Figures : public testing::Test {
 protected:
  /// The wake-ups of a client once it has come to rest: when there was none for half a second. libcurl's last
  /// one comes 200 ms after connecting.
  static std::uint64_t wake_ups_at_rest(const AsyncClient& client) {
    std::uint64_t last = UINT64_MAX;
    EXPECT_TRUE(eventually([&] {
      const std::uint64_t before = std::exchange(last, client.stats().wake_ups);
      if (before == last) return true;
      std::this_thread::sleep_for(milliseconds{500});
      return false;
    }));
    return last;
  }
  /// Nothing that is under way ends meanwhile.
  static AsyncClientOptions without_haste() {
    AsyncClientOptions options;
    options.timeout = seconds{60};
    options.retry.attempt_timeout = seconds{60};
    return options;
  }
  FaultServer server_;
  Outcomes outcomes_;
};

TEST_F(Figures, CountTheChannelsThatBroadcastsDidNotReach) {
  AsyncClientOptions options;
  options.protocol = Protocol::modern;
  options.transport = make_transport([](const HttpRequest& request) {
    HttpResponse response;
    response.status = 200;
    const bool publish = request.url.find("/publish") != std::string_view::npos;
    response.body =
        publish ? R"({"result":{}})" : R"({"result":{"responses":[{"error":{"code":102,"message":"m"}}]}})";
    return response;
  });
  AsyncClient client{"http://h", options};
  const auto typed = client.broadcast({"nobody:a"}, Json::of("error"));
  typed.wait();
  EXPECT_EQ(client.stats().failed_channels, 1U);
  std::uint64_t inside = 0;
  client.call(Command{"broadcast", Json::raw(R"({"channels":["nobody:b"],"data":1})")},
              [&](const Reply<Json>&) { inside = client.stats().failed_channels; });
  EXPECT_EQ(client.flush(seconds{10}), 0U);
  EXPECT_EQ(inside, 2U) << "a command by its name counts, too, and before its callback";
  client.publish("c", Json::of("{\"error\"}"), [](const Reply<PublishResult>&) {});
  EXPECT_EQ(client.flush(seconds{10}), 0U);
  const AsyncStats stats = client.stats();
  EXPECT_EQ(stats.failed_channels, 2U);
  EXPECT_EQ(stats.applied, 3U) << "the broadcasts themselves were carried out";
}

TEST_F(Figures, TheLedgerIsExactAtEveryInstant) {
  AsyncClientOptions options;
  options.retry.base_wait = milliseconds{1};
  options.retry.max_attempts = 3;
  options.timeout = milliseconds{2000};
  AsyncClient client{server_.address(), options};
  server_.next_fault([](const RequestSeen& seen) -> Fault {
    switch (seen.number % 9) {
      case 2:
        return faults::status(403);
      case 4:
        return faults::execute_then_close();
      case 6:
        return faults::close_after_request_bytes(10);
      case 8:
        return faults::status(413);
      default:
        return {};
    }
  });
  std::atomic<std::uint64_t> reported{0};
  std::uint64_t accepted = 0;
  {
    const Watcher watcher{client};
    for (int i = 0; i < 3000; ++i) {
      CallOptions options_of_call;
      options_of_call.generate_key = i % 3 == 0;
      client.publish(publication(std::to_string(i), "c" + std::to_string(i % 20)), options_of_call,
                     [&](const Reply<PublishResult>&) {
                       const AsyncStats now = client.stats();
                       const std::uint64_t settled = now.accepted - now.pending;
                       // This very command is counted, and no other that was not reported.
                       EXPECT_EQ(settled, reported.fetch_add(1) + 1);
                       EXPECT_TRUE(balances(now));
                     });
      ++accepted;
      if (i % 100 == 0) std::this_thread::sleep_for(milliseconds{1});
    }
    EXPECT_EQ(client.flush(seconds{30}), 0U);
  }
  const AsyncStats stats = client.stats();
  EXPECT_EQ(stats.accepted, accepted);
  EXPECT_EQ(reported, accepted);
  EXPECT_EQ(stats.pending, 0U);
  EXPECT_GT(stats.applied, 0U);
  EXPECT_GT(stats.refused, 0U);
  EXPECT_GT(stats.unknown, 0U);
}

TEST_F(Figures, RequestsBatchesAndBytesAreThoseThatTheServerSaw) {
  AsyncClientOptions options;
  options.retry.base_wait = milliseconds{1};
  AsyncClient client{server_.address(), options};
  server_.script({faults::execute_then_close()});
  client.publish(publication("a"), outcomes_.of("a"));
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  const AsyncStats stats = client.stats();
  EXPECT_EQ(stats.batches, 1U);
  EXPECT_EQ(stats.requests, 3U) << "the first, a question for the version, the repetition";
  std::size_t bytes = 0;
  for (const RequestRecord& request : server_.requests()) bytes += request.body.size();
  EXPECT_EQ(stats.bytes_sent, bytes);
}

TEST_F(Figures, TheQueueHasAnAgeAndASize) {
  AsyncClientOptions options;
  options.lanes = 1;
  AsyncClient client{server_.address(), options};
  EXPECT_EQ(client.stats().oldest, milliseconds{0});
  server_.always(faults::hang());
  client.publish(publication("first"), outcomes_.of("first"));
  ASSERT_TRUE(eventually([&] { return server_.executions().total() == 1; }));
  EXPECT_EQ(client.stats().queued, 0U);
  EXPECT_EQ(client.stats().oldest, milliseconds{0}) << "what is under way is not queued";
  client.publish(publication("a"), outcomes_.of("a"));
  std::this_thread::sleep_for(milliseconds{20});
  client.publish(publication("b"), outcomes_.of("b"));
  const AsyncStats stats = client.stats();
  EXPECT_EQ(stats.queued, 2U);
  EXPECT_EQ(stats.pending, 3U);
  EXPECT_GE(stats.oldest, milliseconds{20});
  EXPECT_LT(stats.oldest, seconds{20});
  EXPECT_GT(stats.queue_bytes, 0U);
  client.close(milliseconds{0});
}

TEST_F(Figures, AnIdleClientSleeps) {
  AsyncClient client{server_.address()};
  client.publish(publication("a"), outcomes_.of("a"));
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  const std::uint64_t before = wake_ups_at_rest(client);
  std::this_thread::sleep_for(seconds{3});
  EXPECT_EQ(client.stats().wake_ups, before);
}

TEST_F(Figures, WhileARequestIsOutTheClientSleepsToo) {
  AsyncClient client{server_.address(), without_haste()};
  server_.always(faults::hang());
  client.publish(publication("a"), outcomes_.of("a"));
  ASSERT_TRUE(eventually([&] { return server_.executions().total() == 1; }));
  const std::uint64_t before = wake_ups_at_rest(client);
  for (int i = 0; i < 100; ++i) {
    client.publish(publication(std::to_string(i)), outcomes_.of(std::to_string(i)));
    std::this_thread::sleep_for(milliseconds{1});
  }
  EXPECT_LE(client.stats().wake_ups - before, 2U) << "what cannot be sent wakes nobody";
  client.close(milliseconds{0});
}

TEST_F(Figures, ABroadcastThatWaitsForItsLanesWakesNobody) {
  AsyncClientOptions options = without_haste();
  options.max_delay = milliseconds{1};
  AsyncClient client{server_.address(), options};
  server_.always(faults::hang());
  client.publish(publication("first", "a"), outcomes_.of("first"));
  ASSERT_TRUE(eventually([&] { return server_.executions().total() == 1; }));
  client.broadcast({{"a", "b", "c", "d", "e", "f", "g"}, Json::of("x")}, outcomes_.of("broadcast"));
  const std::uint64_t before = wake_ups_at_rest(client);
  std::this_thread::sleep_for(milliseconds{200});
  EXPECT_LE(client.stats().wake_ups - before, 2U);
  client.close(milliseconds{0});
}

TEST(Ledger, ShowsFiguresOfOneInstant) {
  detail::Ledger ledger;
  std::atomic<bool> stop{false};
  std::thread one_by_one{[&] {  // never more than one is pending
    for (unsigned i = 0; !stop; ++i) {
      ledger.accept();
      ledger.settle(static_cast<Delivery>(i % 4));
    }
  }};
  for (int look = 0; look < 100'000 && !HasFailure(); ++look) {
    AsyncStats stats;
    ledger.write(stats);
    EXPECT_TRUE(balances(stats)) << look;
    EXPECT_LE(stats.pending, 1U) << look;
  }
  stop = true;
  one_by_one.join();
  EXPECT_EQ(ledger.pending(), 0U);
}

}  // namespace
}  // namespace cent::test

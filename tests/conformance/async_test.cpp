// AsyncClient: batches that form by themselves, on servers that know batches and on those that do not.
#include <atomic>
#include <cent/async_client.hpp>
#include <future>
#include <memory>
#include <thread>

#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

AsyncClientOptions async_options(const Server& server) {
  AsyncClientOptions options;
  options.api_key = "api_key";
  options.http = server.http();
  return options;
}

std::vector<int> numbers(const HistoryResult& history) {
  std::vector<int> found;
  for (const Publication& one : history.publications) found.push_back(one.data.as<json>().get<int>());
  return found;
}

TEST_P(Conformance, AsyncPublicationsKeepTheOrderOfTheirChannel) {
  constexpr int kEach = 100;
  std::vector<std::string> channels;
  for (int i = 0; i < 4; ++i) channels.push_back(fresh("async"));
  std::atomic<int> applied{0};
  {
    AsyncClient cent{server().address(), async_options(server())};
    std::vector<std::thread> threads;
    for (const std::string& channel : channels) {
      threads.emplace_back([&] {
        for (int n = 0; n < kEach; ++n) {
          cent.publish({channel, json(n)},
                       [&](const Reply<PublishResult>& reply) { applied += reply.ok() ? 1 : 0; });
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(cent.flush(std::chrono::seconds(10)), 0U);
    const AsyncStats stats = cent.stats();
    EXPECT_EQ(stats.applied, channels.size() * kEach);
    EXPECT_EQ(stats.applied, stats.accepted);
    EXPECT_LT(stats.requests, stats.accepted);
  }
  EXPECT_EQ(applied, static_cast<int>(channels.size()) * kEach);
  std::vector<int> in_order;
  for (int n = 0; n < kEach; ++n) in_order.push_back(n);
  for (const std::string& channel : channels) EXPECT_EQ(numbers(client().history(channel)), in_order);
}

/// Submits a request and waits for its reply.
// Not by a future that throws: ThreadSanitizer does not see how libstdc++ counts who holds an exception.
template <class Request>
Reply<typename Request::Result> reply_of(AsyncClient& cent, const Request& request) {
  using Result = typename Request::Result;
  // Shared: it must outlive set_value(), which may still run when the future has its value.
  const auto promise = std::make_shared<std::promise<Reply<Result>>>();
  cent.call(request, [promise](Reply<Result> reply) { promise->set_value(std::move(reply)); });
  return promise->get_future().get();
}

TEST_P(Conformance, AsyncCommandsEndEachInItsOwnOutcome) {
  AsyncClient cent{server().address(), async_options(server())};
  const std::string channel = fresh("async");
  EXPECT_EQ(cent.publish(channel, json{{"n", 1}}).get().offset, since(3) ? 1U : 0U);
  const auto wrong = reply_of(cent, PublishRequest{"nope:x", json(2)});
  EXPECT_EQ(code_of([&] { return wrong.value(); }), ErrorCode::kUnknownChannel);
  const auto bare = reply_of(cent, HistoryRequest{"bare:x"});
  EXPECT_EQ(code_of([&] { return bare.value(); }), ErrorCode::kNotAvailable);
  EXPECT_EQ(cent.history(channel).get().publications.size(), 1U);
  EXPECT_EQ(cent.info().get().nodes.size(), 1U);
  EXPECT_EQ(cent.close(std::chrono::seconds(5)), 0U);
  EXPECT_EQ(cent.stats().refused, 2U);
}

TEST_P(Conformance, AsyncPublicationsReachASubscriberInOrder) {
  if (!since(3)) GTEST_SKIP() << "v2 has no subscriber over plain HTTP";
  const std::string channel = fresh("async");
  RawStream stream = subscriber("u", {channel});
  AsyncClient cent{server().address(), async_options(server())};
  for (int n = 0; n < 100; ++n) cent.publish({channel, json(n)}, [](const Reply<PublishResult>&) {});
  for (int n = 0; n < 100; ++n) EXPECT_EQ(next_frame(stream).at("pub").at("data"), n);
}

}  // namespace
}  // namespace cent::test

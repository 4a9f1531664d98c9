#include <dlfcn.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <cent/async_client.hpp>
#include <cerrno>
#include <string>
#include <thread>
#include <vector>

#include "async/outcomes.hpp"
#include "support/expect_error.hpp"
#include "support/fault_server.hpp"

namespace {
std::atomic<int> threads_left{-1};  ///< That may be started; below zero: any number.
}

// The system's limit on threads, as a test can set it.
extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*),
                              void* argument) noexcept {
  using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  static const auto real = reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"));
  if (threads_left == 0) return EAGAIN;
  if (threads_left > 0) --threads_left;
  return real(thread, attributes, start, argument);
}

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int kThreads = 200;
#else
constexpr int kThreads = 2000;
#endif

TEST(FaultRow, Row37_ManyThreadsShareOneClient) {
  FaultServer server;
  AsyncClientOptions options;
  options.timeout = seconds{60};  // all of them come at once
  AsyncClient client{server.address(), options};
  Outcomes outcomes;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5; ++i) {
        const std::string id = std::to_string(t) + "." + std::to_string(i);
        client.publish(publication(id, "c" + std::to_string(t % 10)), outcomes.of(id));
      }
      EXPECT_GT(client.publish("mine", Json::of("f" + std::to_string(t))).get().offset, 0U);
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_EQ(client.flush(seconds{60}), 0U);
  EXPECT_EQ(outcomes.count(Delivery::applied), std::size_t{kThreads * 5});
  EXPECT_EQ(server.executions().total(), std::size_t{kThreads * 6});
  for (int t = 0; t < kThreads; ++t) EXPECT_EQ(server.executions().count("f" + std::to_string(t)), 1U);
}

TEST(FaultRow, Row37_ManyClientsInOneProgram) {
  FaultServer server;
  std::vector<std::unique_ptr<AsyncClient>> clients;
  for (int i = 0; i < 50; ++i) clients.push_back(std::make_unique<AsyncClient>(server.address()));
  std::vector<std::future<PublishResult>> results;
  for (const auto& client : clients) results.push_back(client->publish("c", Json::of("x")));
  for (auto& result : results) EXPECT_GT(result.get().offset, 0U);
}

TEST(FaultRow, Row49_WithoutAThreadThereIsNoClient) {
  threads_left = 0;
  const auto error = error_of([] { const AsyncClient client{"http://127.0.0.1:1"}; });
  threads_left = -1;
  EXPECT_EQ(error.kind(), FailureKind::resources);
  EXPECT_TRUE(has(error.what(), "thread")) << error.what();
}

TEST(FaultRow, Row49_WithoutAThreadForAnOwnTransportItIsTriedAgain) {
  AsyncClientOptions options;
  options.retry.base_wait = milliseconds{1};
  options.transport = make_transport([](const HttpRequest&) {
    HttpResponse response;
    response.status = 200;
    response.body = R"({"result":{}})";
    return response;
  });
  AsyncClient client{"http://h", options};
  Outcomes outcomes;
  threads_left = 0;
  CallOptions once;
  once.retry = Retry::never;
  client.publish(publication("a"), once, outcomes.of("a"));
  ASSERT_TRUE(outcomes.wait_for(1));
  EXPECT_EQ(outcomes["a"].delivery, Delivery::not_sent);
  EXPECT_EQ(outcomes["a"].kind, FailureKind::resources);
  client.publish(publication("b"), outcomes.of("b"));
  std::this_thread::sleep_for(milliseconds{50});
  EXPECT_EQ(outcomes["b"].times, 0);
  threads_left = -1;
  ASSERT_TRUE(outcomes.wait_for(2));
  EXPECT_EQ(outcomes["b"].delivery, Delivery::applied);
}

}  // namespace
}  // namespace cent::test

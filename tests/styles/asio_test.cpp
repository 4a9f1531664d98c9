// <cent/asio.hpp>, with Boost.Asio or the standalone one.
#include <gtest/gtest.h>

#include <cent/asio.hpp>
#ifdef CENT_STANDALONE_ASIO
#include <asio.hpp>
#define CENT_TEST_ASIO ASIO_VERSION
#if CENT_TEST_ASIO < 102400
#include <asio/experimental/deferred.hpp>
#endif
#ifdef CENT_TEST_YIELD
#include <asio/spawn.hpp>
#endif
namespace net = asio;
#else
#include <boost/asio.hpp>
#define CENT_TEST_ASIO BOOST_ASIO_VERSION
#ifdef CENT_TEST_YIELD
#include <boost/asio/spawn.hpp>
#endif
namespace net = boost::asio;
#endif
#include <atomic>
#include <memory>
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

class Asio : public testing::Test {
 protected:
  static AsyncClientOptions options() {
    AsyncClientOptions made;
    made.lanes = 1;
    made.protocol = Protocol::modern;
    made.retry.max_attempts = 1;
    return made;
  }
  FaultServer server;
};

#if defined(BOOST_ASIO_HAS_CO_AWAIT) || defined(ASIO_HAS_CO_AWAIT)  // not by older ones with clang
TEST_F(Asio, AnAwaitableHasTheResultOrThrows) {
  AsyncClient client{server.address(), options()};
  net::io_context context;
  std::uint64_t published = 0;
  const auto self = std::this_thread::get_id();
  const auto publish = [&](bool fails) -> net::awaitable<void> {
    for (int i = 0; i < 50; ++i) {
      const PublishRequest request{"news", Json::of(i)};
      static_cast<void>(co_await client.publish(request, net::use_awaitable));
      EXPECT_EQ(std::this_thread::get_id(), self) << "its executor calls it";
      ++published;
    }
    if (!fails) co_return;
    server.always(faults::status(403));
    static_cast<void>(co_await client.publish("news", Json::of(1), net::use_awaitable));
  };
  int status = 0;
  net::co_spawn(context, publish(true), [&](std::exception_ptr error) {
    status = error_of([&] { std::rethrow_exception(error); }).status();
  });
  context.run();  // ends when there is no work left
  EXPECT_EQ(published, 50U);
  EXPECT_EQ(status, 403);
}
#endif

TEST_F(Asio, ACallbackIsCalledByItsExecutor) {
  AsyncClient client{server.address(), options()};
  net::io_context context;
  std::thread::id thread;
  client.publish("news", Json::of(1),
                 net::bind_executor(context, [&](std::exception_ptr error, PublishResult) {
                   EXPECT_FALSE(error);
                   thread = std::this_thread::get_id();
                 }));
  context.run();
  EXPECT_EQ(thread, std::this_thread::get_id());
}

TEST_F(Asio, AFutureThrows) {
  AsyncClient client{server.address(), options()};
  client.publish("news", Json::of(1), net::use_future).get();
  server.always(faults::status(403));
  auto failed = client.publish("news", Json::of(1), net::use_future);
  EXPECT_EQ(error_of([&] { failed.get(); }).status(), 403);
}

TEST_F(Asio, ErrorsOfTheSubmissionReachTheHandler) {
  AsyncClient client{server.address(), options()};
  client.close(milliseconds{0});
  EXPECT_EQ(error_of([&] { client.publish("news", Json::of(1), net::use_future).get(); }).kind(),
            FailureKind::cancelled);
  EXPECT_THROW(client.publish("", Json::of(1), net::use_future).get(), UsageError);
}

TEST_F(Asio, APlainCallbackKeepsItsMeaning) {
  AsyncClient client{server.address(), options()};
  std::atomic<bool> called{false};
  client.publish("news", Json::of(1), [&](const Reply<PublishResult>& reply) { called = reply.ok(); });
  client.close(seconds{10});
  EXPECT_TRUE(called);
}

/// A function with an allocator of its own, which counts.
struct Counting {
  template <class T>
  struct Allocator {
    using value_type = T;
    explicit Allocator(std::size_t& allocated) : count(&allocated) {}
    template <class U>
    Allocator(const Allocator<U>& other) : count(other.count) {}
    T* allocate(std::size_t size) {
      ++*count;
      return std::allocator<T>{}.allocate(size);
    }
    void deallocate(T* place, std::size_t size) { std::allocator<T>{}.deallocate(place, size); }
    template <class U>
    bool operator==(const Allocator<U>& other) const {
      return count == other.count;
    }
    template <class U>
    bool operator!=(const Allocator<U>& other) const {
      return count != other.count;
    }
    std::size_t* count;
  };
  using allocator_type = Allocator<char>;
  [[nodiscard]] allocator_type get_allocator() const noexcept { return allocator; }
  void operator()(std::exception_ptr error, const PublishResult&) const { *called = !error; }
  allocator_type allocator;
  bool* called;
};

TEST_F(Asio, AHandlerIsQueuedWithItsAllocator) {
  AsyncClient client{server.address(), options()};
  net::io_context context;
  std::size_t allocated = 0;
  bool called = false;
  const Counting handler{Counting::allocator_type{allocated}, &called};
  client.publish("news", Json::of(1), net::bind_executor(context, handler));
  context.run();
  EXPECT_TRUE(called);
  EXPECT_GT(allocated, 0U);
}

#ifdef CENT_TEST_YIELD
TEST_F(Asio, AStackfulCoroutineHasTheResultOrThrows) {
  AsyncClient client{server.address(), options()};
  net::io_context context;
  const auto self = std::this_thread::get_id();
  std::size_t published = 0;
  int status = 0;
  const auto body = [&](net::yield_context yield) {
    for (int i = 0; i < 50; ++i) {
      const PublishResult result = client.publish("news", Json::of(i), yield);
      EXPECT_EQ(std::this_thread::get_id(), self) << "its executor calls it";
      ++published;
    }
    server.always(faults::status(403));
    status = error_of([&] { client.publish("news", Json::of(1), yield); }).status();
  };
#if CENT_TEST_ASIO >= 102400
  net::spawn(context, body, net::detached);
#else
  net::spawn(context, body);
#endif
  context.run();
  EXPECT_EQ(published, 50U);
  EXPECT_EQ(status, 403);
}
#endif

#if CENT_TEST_ASIO >= 102200
#if CENT_TEST_ASIO >= 102400
constexpr auto& deferred = net::deferred;
#else
constexpr auto& deferred = net::experimental::deferred;
#endif

TEST_F(Asio, ADeferredCallStartsWhenItIsGivenAHandler) {
  AsyncClient client{server.address(), options()};
  auto call = client.publish("news", Json::of("later"), deferred);
  EXPECT_EQ(client.stats().accepted, 0U);
  net::io_context context;
  bool called = false;
  std::move(call)(
      net::bind_executor(context, [&](std::exception_ptr error, PublishResult) { called = !error; }));
  context.run();
  EXPECT_TRUE(called);
  EXPECT_EQ(server.executions().count("later"), 1U);
}

#if CENT_TEST_ASIO >= 102400  // experimental before
TEST_F(Asio, DeferredCallsAreChained) {
  AsyncClient client{server.address(), options()};
  auto both = client.publish("news", Json::of("first"),
                             deferred)(deferred([&](std::exception_ptr error, PublishResult) {
    EXPECT_FALSE(error);
    return client.publish("news", Json::of("second"), deferred);
  }));
  std::move(both)(net::use_future).get();
  EXPECT_EQ(server.executions().count("first"), 1U);
  EXPECT_EQ(server.executions().count("second"), 1U);
  server.always(faults::status(403));
  auto fails = client.publish("news", Json::of(1), deferred);
  auto failed = std::move(fails)(net::use_future);
  EXPECT_EQ(error_of([&] { failed.get(); }).status(), 403);
}
#endif
#endif

#if CENT_TEST_ASIO >= 101900
TEST_F(Asio, ASlotCancelsAQueuedCommand) {
  AsyncClient client{server.address(), options()};
  Latch latch;
  server.script({faults::held(latch)});
  auto first = client.publish("news", Json::of("first"));
  ASSERT_TRUE(eventually([&] { return server.executions().count("first") == 1; }));
  net::io_context context;
  net::cancellation_signal signal;
  std::string outcome;
  client.publish("news", Json::of("cancelled"),
                 net::bind_cancellation_slot(
                     signal.slot(), net::bind_executor(context, [&](std::exception_ptr error, PublishResult) {
                       outcome = to_string(error_of([&] { std::rethrow_exception(error); }).delivery());
                     })));
  signal.emit(net::cancellation_type::terminal);
  context.run();
  EXPECT_EQ(outcome, "not_sent");
  latch.open();
  first.get();
  EXPECT_EQ(client.close(seconds{10}), 0U);
  EXPECT_EQ(server.executions().count("cancelled"), 0U);
}
#endif

}  // namespace
}  // namespace cent::test

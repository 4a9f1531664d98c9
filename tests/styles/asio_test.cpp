// <cent/asio.hpp>, with Boost.Asio or the standalone one.
#include <gtest/gtest.h>

#include <cent/asio.hpp>
#ifdef CENT_STANDALONE_ASIO
#include <asio.hpp>
namespace net = asio;
#else
#include <boost/asio.hpp>
namespace net = boost::asio;
#endif
#include <atomic>
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

#if defined(BOOST_ASIO_VERSION) ? BOOST_ASIO_VERSION >= 101900 : ASIO_VERSION >= 101900
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

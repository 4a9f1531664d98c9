#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cent/async_client.hpp>
#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "async/outcomes.hpp"
#include "support/eventually.hpp"
#include "support/expect_error.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kStuck = -1;

/// The exit code of a forked child that does this; kStuck if it does not end within ten seconds.
int exit_code_of(pid_t child) {
  int status = 0;
  const bool ended = eventually([&] { return waitpid(child, &status, WNOHANG) == child; });
  if (!ended) {
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return kStuck;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

#if defined(__linux__)
/// fork() without the handlers that a program registers for it.
pid_t raw_fork() { return static_cast<pid_t>(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); }

int in_raw_child(const std::function<int()>& work) {
  const pid_t child = raw_fork();
  if (child == 0) _exit(work());
  return exit_code_of(child);
}
#endif

int in_child(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  return exit_code_of(child);
}

/// Uses its parent's client as a child may and may not. Returns 0, or the number of the check that failed.
int use_in_child(std::unique_ptr<AsyncClient>& client) {
  const auto refuses = [](const std::function<void()>& call) {
    try {
      call();
    } catch (const RequestException& error) {
      return error.kind() == FailureKind::cancelled && error.delivery() == Delivery::refused &&
             has(error.what(), "forked");
    }
    return false;
  };
  if (!refuses([&] { client->publish({"c", Json::of("child")}, [](const Reply<PublishResult>&) {}); }))
    return 1;
  if (!refuses([&] { client->publish("c", Json::of("child")); })) return 2;
  if (!refuses([&] { client->call(Command{"info", Json::raw("{}"), Effect::reads}); })) return 3;
  if (!refuses([&] { client->flush(seconds{5}); })) return 4;
  if (!refuses([&] { client->close(seconds{5}); })) return 5;
  if (!balances(client->stats())) return 6;
  client.reset();
  return 0;
}

/// Row 35 of the fault table.
class Fork : public testing::Test {
 protected:
  FaultServer server_;
  Outcomes outcomes_;
  std::unique_ptr<AsyncClient> client_ = std::make_unique<AsyncClient>(server_.address());
};

TEST_F(Fork, AChildOfAnIdleClientIsRefused) {
  client_->publish(publication("a"), outcomes_.of("a"));
  ASSERT_EQ(client_->flush(seconds{20}), 0U);
  EXPECT_EQ(in_child([&] { return use_in_child(client_); }), 0);
  client_->publish(publication("b"), outcomes_.of("b"));
  ASSERT_EQ(client_->flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.count(Delivery::applied), 2U);
  EXPECT_EQ(server_.stats().connections, 1U) << "the parent's connection is as it was";
}

TEST_F(Fork, AChildTouchesNeitherQueueNorWhatIsUnderWay) {
  Latch latch;
  server_.script({faults::held(latch)});
  client_->publish(publication("first"), outcomes_.of("first"));
  ASSERT_TRUE(eventually([&] { return server_.executions().total() == 1; }));
  for (int i = 0; i < 50; ++i)
    client_->publish(publication(std::to_string(i)), outcomes_.of(std::to_string(i)));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(in_child([&] { return use_in_child(client_); }), 0);
  latch.open();
  ASSERT_EQ(client_->flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.count(Delivery::applied), 51U);
  EXPECT_EQ(server_.executions().total(), 51U) << "nothing came from a child";
  EXPECT_EQ(server_.executions().count("child"), 0U);
}

// A fork while other threads allocate may leave AddressSanitizer's own allocator locked in the child, for
// good.
#if defined(__SANITIZE_ADDRESS__)
constexpr int kForksAChild = 3;
#else
constexpr int kForksAChild = 1;
#endif

TEST_F(Fork, WhileOthersSubmitNoChildHangs) {
  std::atomic<bool> stop{false};
  std::thread submits([&] {
    for (std::size_t i = 0; !stop; ++i) {
      try {
        client_->publish({"c", Json::of("x")}, [](const Reply<PublishResult>&) {});
      } catch (const RequestException&) {
        std::this_thread::yield();
      }
    }
  });
  for (int i = 0; i < 30; ++i) {
    int ended = kStuck;
    for (int forks = 0; forks < kForksAChild && ended == kStuck; ++forks) {
      ended = in_child([&] {
        static_cast<void>(client_->stats());  // some thread may hold the queue's lock
        return use_in_child(client_);
      });
    }
    EXPECT_EQ(ended, 0);
  }
  stop = true;
  submits.join();
  EXPECT_EQ(client_->flush(seconds{30}), 0U);
  EXPECT_EQ(client_->stats().applied, client_->stats().accepted);
}

TEST_F(Fork, ACallbackThatForksDoesNotLetTheChildGoOn) {
  std::atomic<pid_t> child{0};
  client_->publish(publication("a"), [&](const Reply<PublishResult>&) {
    const pid_t forked = fork();
    if (forked != 0) child = forked;  // in the child it returns into the client's thread
  });
  ASSERT_EQ(client_->flush(seconds{20}), 0U);
  for (int i = 0; i < 20; ++i)
    client_->publish(publication(std::to_string(i)), outcomes_.of(std::to_string(i)));
  ASSERT_EQ(client_->flush(seconds{20}), 0U);
  EXPECT_NE(exit_code_of(child), kStuck);
  EXPECT_EQ(outcomes_.count(Delivery::applied), 20U);
  EXPECT_EQ(server_.executions().total(), 21U);
}

#if defined(__linux__)
TEST_F(Fork, AChildThatNoHandlerSawIsRefusedToo) {
  client_->publish(publication("a"), outcomes_.of("a"));
  ASSERT_EQ(client_->flush(seconds{20}), 0U);
  EXPECT_EQ(in_raw_child([&] { return use_in_child(client_); }), 0);
  client_->publish(publication("b"), outcomes_.of("b"));
  ASSERT_EQ(client_->flush(seconds{20}), 0U);
  EXPECT_EQ(outcomes_.count(Delivery::applied), 2U);
  EXPECT_EQ(server_.executions().total(), 2U);
}

TEST_F(Fork, AGrandchildIsNoChild) {
  EXPECT_EQ(in_raw_child([&] {
              auto own = std::make_unique<AsyncClient>(server_.address());
              own->publish(publication("child")).get();
              return in_raw_child([&] { return use_in_child(own); });
            }),
            0);
  EXPECT_EQ(server_.executions().total(), 1U);
}
#endif

TEST(ForkProgram, AChildThatExitsWithAStaticClientDoesNotHang) {
  FaultServer server;
  const std::string address = server.address();
  const pid_t program = fork();
  if (program == 0) {
    execl(CENT_FORK_PROGRAM, CENT_FORK_PROGRAM, address.c_str(), nullptr);
    _exit(126);
  }
  EXPECT_EQ(exit_code_of(program), 0);
  EXPECT_EQ(server.executions().total(), 2U) << "one before the fork, one after, both by the parent";
}

}  // namespace
}  // namespace cent::test

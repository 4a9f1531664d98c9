// Row 35: a forked child never touches its parent's connections.
#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "curl/http_fixture.hpp"

namespace cent::test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

/// fork() at a moment when the server's threads only wait: a sanitizer's allocator, unlike the C library's,
/// may be left locked in the child by a thread that was in it.
pid_t quiet_fork() {
  if (kSanitized) std::this_thread::sleep_for(milliseconds{100});
  return fork();
}

/// Runs `work` in a forked child; true if it returned true.
template <class Work>
bool in_child(const Work& work) {
  const pid_t child = quiet_fork();
  if (child == 0) {
    bool good = false;
    try {
      good = work();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "in the child: %s\n", error.what());
    }
    _exit(good ? 0 : 1);
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Publishes `count` times; true if each got the answer to itself.
bool publish_many(Client& client, const std::string& channel, std::uint64_t count) {
  for (std::uint64_t i = 1; i <= count; ++i) {
    if (client.publish(channel, id_data(channel + std::to_string(i))).offset != i) return false;
  }
  return true;
}

ClientOptions patient() { return one_attempt(std::chrono::seconds{30}); }

TEST(FaultRow, Row35_ParentAndChildNeverSwapAnswers) {
  FaultServer server;
  Client client{server.address(), patient()};
  client.publish("warm", id_data("warm"));
  constexpr std::uint64_t kCalls = 2000;
  const pid_t child = quiet_fork();
  if (child == 0) _exit(publish_many(client, "child", kCalls) ? 0 : 1);
  EXPECT_TRUE(publish_many(client, "parent", kCalls));
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(server.stats().connections, 2U);
  EXPECT_EQ(server.executions().total(), 2 * kCalls + 1);
}

TEST(FaultRow, Row35_TheParentsConnectionsOutliveAChildThatEndsTheClient) {
  FaultServer server;
  auto client = std::make_unique<Client>(server.address(), patient());
  client->publish("c", id_data("a"));
  EXPECT_TRUE(in_child([&] {
    client.reset();
    return true;
  }));
  EXPECT_TRUE(in_child([&] {
    client->publish("c", id_data("b"));
    client.reset();
    return true;
  }));
  client->publish("c", id_data("c"));
  EXPECT_EQ(server.stats().connections, 2U);  // the parent's and the second child's
  EXPECT_EQ(server.executions().order("c"), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(FaultRow, Row35_AGrandchildStartsAfreshToo) {
  FaultServer server;
  Client client{server.address(), patient()};
  client.publish("c", id_data("a"));
  EXPECT_TRUE(in_child([&] {
    client.publish("c", id_data("b"));
    return in_child([&] {
      client.publish("c", id_data("c"));
      return true;
    });
  }));
  EXPECT_EQ(server.stats().connections, 3U);
}

TEST(FaultRow, Row35_AForkAmongCallsOfOtherThreadsDoesNotHang) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer's allocator does not survive a fork among busy threads";
  FaultServer server;
  Client client{server.address(), patient()};
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; !stop; ++i) client.publish("t" + std::to_string(t), id_data(std::to_string(i)));
    });
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(in_child([&] { return publish_many(client, "child" + std::to_string(i), 3); }));
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
}

TEST(FaultRow, Row35_AChildThatExitsDoesNotHang) {
  FaultServer server;
  static Client client{server.address(), patient()};  // its destructor runs in the child's exit()
  client.publish("c", id_data("a"));
  const pid_t child = quiet_fork();
  if (child == 0) std::quick_exit(0);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  client.publish("c", id_data("b"));
  EXPECT_EQ(server.stats().connections, 1U);
}

/// TCP connections of this process that a program it starts would inherit.
int inherited_connections() {
  int count = 0;
  DIR* const directory = opendir("/proc/self/fd");
  while (const dirent* entry = readdir(directory)) {
    const int fd = std::atoi(entry->d_name);
    int domain = 0;
    socklen_t size = sizeof domain;
    const bool known = getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0;
    if (known && domain == AF_INET && (fcntl(fd, F_GETFD) & FD_CLOEXEC) == 0) ++count;
  }
  closedir(directory);
  return count;
}

TEST(FaultRow, Row35_AProgramThatIsStartedInheritsNoConnection) {
  const int before = inherited_connections();
  FaultServer server;
  Client client{server.address(), patient()};
  client.publish("c", id_data("a"));
  EXPECT_EQ(inherited_connections(), before);
}

}  // namespace
}  // namespace cent::test

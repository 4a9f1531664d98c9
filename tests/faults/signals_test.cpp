// Row 36: signals. That of a broken pipe must not end the process, others must not end a call, and nobody's
// handlers may be changed.
#include <spawn.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cent/async_client.hpp>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "curl/http_fixture.hpp"
#include "faults/lib/child.hpp"
#include "support/eventually.hpp"
#include "support/tls.hpp"

namespace cent::test {
namespace {

/// As a program has it that does not think of signals.
class DefaultSigpipe {
 public:
  DefaultSigpipe() : before_(std::signal(SIGPIPE, SIG_DFL)) {}
  ~DefaultSigpipe() { std::signal(SIGPIPE, before_); }
  DefaultSigpipe(const DefaultSigpipe&) = delete;
  DefaultSigpipe& operator=(const DefaultSigpipe&) = delete;

 private:
  void (*before_)(int);
};

const std::string& large() {
  static const std::string text(4 * 1024 * 1024, 'x');
  return text;
}

/// Calls into a connection that the other side has closed, and writes on.
void publish_into_broken_pipes(const std::string& address, ClientOptions options) {
  options.retry.max_attempts = 1;
  options.timeout = std::chrono::seconds{10};
  Client client{address, options};
  int failed = 0;
  for (int i = 0; i < 20; ++i) {
    try {
      client.publish("c", Json::of(large()));
    } catch (const RequestException& error) {
      EXPECT_NE(error.delivery(), Delivery::refused) << error.what();
      ++failed;
    }
  }
  EXPECT_EQ(failed, 20);
}

TEST(FaultRow, Row36_ABrokenPipeDoesNotEndTheProcess) {
  const DefaultSigpipe as_usual;
  FaultServer server;
  server.next_fault([](const RequestSeen& seen) {
    return seen.number % 2 == 0 ? faults::reset_after_request_bytes(1000)
                                : faults::close_after_request_bytes(1000);
  });
  publish_into_broken_pipes(server.address(), {});
}

TEST(FaultRow, Row36_ABrokenPipeUnderTlsDoesNotEndTheProcess) {
  const DefaultSigpipe as_usual;
  FaultServer server;
  server.always(faults::close_after_request_bytes(1000));
  TestCa authority;
  TlsFrontOptions front_options;
  front_options.own = authority.issue("IP:127.0.0.1");
  const TlsFront front{front_options, server.port()};
  ClientOptions options;
  options.http.ca_file = authority.file();
  publish_into_broken_pipes(front.address(), options);
}

TEST(FaultRow, Row36_ABrokenPipeDoesNotEndAProcessWithAnAsyncClient) {
  const DefaultSigpipe as_usual;
  FaultServer server;
  server.always(faults::reset_after_request_bytes(1000));
  AsyncClientOptions options;
  options.retry.max_attempts = 1;
  AsyncClient client{server.address(), options};
  for (int i = 0; i < 20; ++i) {
    auto result = client.publish("c", Json::of(large()));
    EXPECT_THROW(result.get(), RequestException);
  }
}

using Handlers = std::array<struct sigaction, NSIG>;

Handlers handlers() {
  Handlers all{};
  for (int number = 1; number < NSIG; ++number) {
    sigaction(number, nullptr, &all[static_cast<std::size_t>(number)]);
  }
  return all;
}

TEST(FaultRow, Row36_HandlersAreAsBefore) {
  const auto before = handlers();
  {
    FaultServer server;
    Client client{server.address(), unhurried()};
    AsyncClient async{server.address()};
    client.publish("c", id_data("a"));
    async.publish("c", id_data("b")).get();
    const auto meanwhile = handlers();
    for (std::size_t i = 1; i < before.size(); ++i) {
      EXPECT_EQ(meanwhile[i].sa_handler, before[i].sa_handler) << strsignal(static_cast<int>(i));
      EXPECT_EQ(meanwhile[i].sa_flags, before[i].sa_flags) << strsignal(static_cast<int>(i));
    }
  }
  const auto after = handlers();
  for (std::size_t i = 1; i < before.size(); ++i) {
    EXPECT_EQ(after[i].sa_handler, before[i].sa_handler) << strsignal(static_cast<int>(i));
  }
}

// They belong to the whole process: what a call changes for a while, other threads and other calls feel.
TEST(FaultRow, Row36_HandlersStayWhileACallIsUnderWay) {
  const DefaultSigpipe as_usual;
  const Handlers before = handlers();
  std::vector<Handlers> seen;
  FaultServer server;
  server.next_fault([&](const RequestSeen&) {
    seen.push_back(handlers());
    return faults::ok();
  });
  Client client{server.address(), unhurried()};
  client.publish("c", id_data("a"));
  client.publish("c", id_data("b"));  // on the same connection
  AsyncClient{server.address()}.publish("c", id_data("c")).get();
  ASSERT_EQ(seen.size(), 3U);
  for (const Handlers& meanwhile : seen) {
    for (std::size_t i = 1; i < before.size(); ++i) {
      EXPECT_EQ(meanwhile[i].sa_handler, before[i].sa_handler) << strsignal(static_cast<int>(i));
    }
  }
}

std::atomic<int> alarms{0};

/// A signal each millisecond, whose handler does not ask for system calls to be resumed.
class Alarms {
 public:
  Alarms() {
    alarms = 0;
    struct sigaction action {};
    action.sa_handler = [](int) { ++alarms; };
    sigaction(SIGALRM, &action, &before_);
    const itimerval each{{0, 1000}, {0, 1000}};
    setitimer(ITIMER_REAL, &each, nullptr);
  }
  ~Alarms() {
    const itimerval none{};
    setitimer(ITIMER_REAL, &none, nullptr);
    sigaction(SIGALRM, &before_, nullptr);
  }
  Alarms(const Alarms&) = delete;
  Alarms& operator=(const Alarms&) = delete;

 private:
  struct sigaction before_ {};
};

TEST(FaultRow, Row36_SignalsDoNotDisturbCalls) {
  FaultServer server;
  server.always(faults::delay(milliseconds{5}));
  Client client{server.address(), unhurried()};
  AsyncClient async{server.address()};
  {
    const Alarms every_millisecond;
    for (int i = 0; i < 40; ++i) {
      ASSERT_NO_THROW(client.publish("c", id_data("a" + std::to_string(i))));
      ASSERT_NO_THROW(async.publish("d", id_data("b" + std::to_string(i))).get());
    }
    EXPECT_GT(alarms, 20);
  }
  EXPECT_EQ(server.executions().total(), 80U);
}

TEST(FaultRow, Row36_ADeadlineHoldsUnderSignals) {
  FaultServer server;
  server.always(faults::hang());
  Client client{server.address(), one_attempt(milliseconds{300})};
  const Alarms every_millisecond;
  const auto start = Steady::now();
  EXPECT_EQ(error_of([&] { client.publish("c", id_data("a")); }).kind(), FailureKind::timeout);
  const auto took = Steady::now() - start;
  EXPECT_GE(took, milliseconds{290});
  EXPECT_LT(took, milliseconds{300} + kSlack);
}

TEST(FaultRow, Row36_ACrashInACallbackReachesTheProgramsHandler) {
  FaultServer server;
  const TestFolder folder;
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT, SIGPROF}) {
    Child program({CENT_CRASH_PROGRAM, server.address(), std::to_string(number)}, folder.path("output"));
    EXPECT_EQ(program.wait(std::chrono::seconds{60}), 42) << strsignal(number);
  }
}

/// The signals that a thread of this process of that name blocks, as a mask; none if there is no such thread.
std::optional<unsigned long long> blocked_by(const std::string& name) {
  for (const auto& task : std::filesystem::directory_iterator{"/proc/self/task"}) {
    std::ifstream status{task.path() / "status"};
    bool named = false;
    for (std::string line; std::getline(status, line);) {
      named = named || line == "Name:\t" + name;
      if (named && line.rfind("SigBlk:", 0) == 0) return std::stoull(line.substr(7), nullptr, 16);
    }
  }
  return std::nullopt;
}

TEST(FaultRow, Row36_TheClientsThreadLeavesOthersTheirSignals) {
  FaultServer server;
  AsyncClient client{server.address()};
  client.publish("c", id_data("a")).get();
  const auto bit = [](int number) { return 1ULL << (number - 1); };
  unsigned long long own = 0;
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT, SIGPROF})
    own |= bit(number);
  const unsigned long long others = bit(SIGTERM) | bit(SIGINT) | bit(SIGHUP) | bit(SIGALRM) | bit(SIGCHLD);
  EXPECT_TRUE(eventually([&] {
    const auto blocked = blocked_by("cent");
    return blocked && (*blocked & own) == 0 && (*blocked & others) == others;
  })) << "a thread named cent";
}

std::string shell_that_ends_itself() { return "kill -TERM $$; exit 0"; }

int by_fork() {
  const std::string script = shell_that_ends_itself();
  const pid_t child = fork();
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
    _exit(126);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

int by_posix_spawn() {
  std::string shell = "sh";
  std::string option = "-c";
  std::string script = shell_that_ends_itself();
  std::array<char*, 4> arguments{shell.data(), option.data(), script.data(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, "/bin/sh", nullptr, nullptr, arguments.data(), environ) != 0) return -1;
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

int by_system() { return std::system(shell_that_ends_itself().c_str()); }

TEST(FaultRow, Row36_AChildOfACallbackCanBeEnded) {
  FaultServer server;
  AsyncClient client{server.address()};
  std::atomic<int> ended{0};
  for (int round = 0; round < 2; ++round) {  // the thread sleeps in between
    for (int (*const start)() : {by_fork, by_posix_spawn, by_system}) {
      client.publish("c", id_data("a"), [&, start](const Reply<PublishResult>&) {
        const int status = start();
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM) ++ended;
      });
    }
    ASSERT_EQ(client.flush(std::chrono::seconds{60}), 0U);
  }
  EXPECT_EQ(ended, 6);
}

}  // namespace
}  // namespace cent::test

// Repetitions of an event are counted instead of written.
#include <gtest/gtest.h>
#include <cent/log_ostream.hpp>

#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#if !defined(_WIN32)
#include <sys/wait.h>
#include <unistd.h>
#endif

#include "observe/log_time.hpp"
#include "observe/sample_errors.hpp"
#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

class LogRepeats : public testing::Test {
 protected:
  std::unique_ptr<detail::LogObserver> log(LogLevel level = LogLevel::debug, LogOptions options = {}) {
    return std::make_unique<detail::LogObserver>(
        [this](LogLevel /*level*/, std::string_view line) { lines.emplace_back(line); }, level, options,
        LogTime::clock());
  }
  static void pass(milliseconds time) { LogTime::since += time; }
  void fail(Observer& observer, std::string_view method = "publish", std::string_view channel = "news") {
    observer.command_ended({method, channel, Delivery::not_sent, &error, microseconds{1000}, 0, 1});
  }
  const RequestException error = refused_connection();
  std::vector<std::string> lines;
};

std::string command(const char* method, const char* channel, const std::string& end = {}) {
  return std::string("event=command_failed method=") + method + " channel=" + channel +
         " outcome=not_sent kind=connect error=\"connection refused by 10.0.0.5:8000\" attempts=1 "
         "took_ms=1.000" +
         end;
}

TEST_F(LogRepeats, AreOneLineWithTheirNumberAfterTheWindow) {
  const auto observer = log();
  fail(*observer, "publish", "first");
  for (int i = 0; i < 411; ++i) {
    pass(milliseconds{20});
    fail(*observer, "publish", "other");
  }
  pass(milliseconds{20});
  fail(*observer, "publish", "last");
  EXPECT_EQ(lines, (std::vector<std::string>{command("publish", "first")}));
  pass(milliseconds{1760});  // 10 s since the first one
  observer->command_ended({"info", "", Delivery::applied, nullptr, microseconds{0}, 0, 1});
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[1], command("publish", "last", " repeated=412 within_ms=8240.000"));
  // The window begins anew with that line.
  fail(*observer);
  EXPECT_EQ(lines.size(), 3U);
  pass(milliseconds{10'000});
  fail(*observer, "publish", "again");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[3], command("publish", "news", " repeated=1 within_ms=0.000"));
}

TEST_F(LogRepeats, AreForgottenAfterAQuietWindow) {
  const auto observer = log();
  fail(*observer);
  pass(milliseconds{10'000});
  fail(*observer);
  EXPECT_EQ(lines, (std::vector<std::string>{command("publish", "news"), command("publish", "news")}));
}

TEST_F(LogRepeats, AreOfOneKindOnly) {
  const auto observer = log();
  fail(*observer, "publish");
  fail(*observer, "history");
  const auto other = unknown_channel();
  observer->command_ended({"publish", "news", Delivery::refused, &other, microseconds{1000}, 0, 1});
  observer->key_refused({"http://a/api", 401});
  observer->key_refused({"http://b/api", 401});
  observer->key_refused({"http://b/api", 403});
  EXPECT_EQ(lines.size(), 6U);
}

TEST_F(LogRepeats, AreWrittenWhenTheObserverEnds) {
  auto observer = log();
  for (int i = 0; i < 4; ++i) fail(*observer);
  EXPECT_EQ(lines.size(), 1U);
  observer.reset();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1], command("publish", "news", " repeated=3 within_ms=0.000"));
}

TEST_F(LogRepeats, AreWrittenByAnEventBelowTheLevel) {
  const auto observer = log(LogLevel::error);
  fail(*observer);
  fail(*observer);
  observer->attempt_ended({});
  EXPECT_EQ(lines.size(), 1U);
  pass(milliseconds{10'000});
  observer->attempt_ended({});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1], command("publish", "news", " repeated=1 within_ms=0.000"));
}

TEST_F(LogRepeats, OfSuccessesAreAllWritten) {
  const auto observer = log();
  for (int i = 0; i < 10; ++i) observer->attempt_ended({});
  EXPECT_EQ(lines.size(), 10U);
}

TEST_F(LogRepeats, AreAllWrittenWithoutAWindow) {
  LogOptions options;
  options.repeat_window = milliseconds{0};
  const auto observer = log(LogLevel::debug, options);
  for (int i = 0; i < 10; ++i) fail(*observer);
  EXPECT_EQ(lines.size(), 10U);
}

TEST_F(LogRepeats, AreCountedInJsonToo) {
  LogOptions options;
  options.format = LogFormat::json;
  auto observer = log(LogLevel::debug, options);
  for (int i = 0; i < 3; ++i) observer->key_refused({"a", 401});
  observer.reset();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1], R"({"event":"key_refused","address":"a","status":401,"repeated":2,"within_ms":0.000})");
}

TEST_F(LogRepeats, OfManyKindsLoseNoCount) {
  auto observer = log();
  std::size_t sent = 0;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 1000; ++i, ++sent)
      observer->key_refused({"http://node-" + std::to_string(i % 300), 401});
  }
  observer.reset();
  std::size_t counted = 0;
  for (const std::string& line : lines) {
    const std::size_t at = line.find(" repeated=");
    counted += at == std::string::npos ? 1 : std::stoul(line.substr(at + 10));
  }
  EXPECT_EQ(counted, sent);
}

TEST_F(LogRepeats, OfManyThreadsLoseNoCount) {
  std::mutex mutex;
  std::size_t counted = 0;
  {
    detail::LogObserver observer{
        [&](LogLevel /*level*/, std::string_view line) {
          const std::lock_guard<std::mutex> lock{mutex};
          const std::size_t at = line.find(" repeated=");
          counted += at == std::string_view::npos ? 1 : std::stoul(std::string(line.substr(at + 10)));
        },
        LogLevel::info,
        {}};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 500; ++i) fail(observer);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_EQ(counted, 2000U);
}

TEST_F(LogRepeats, AnExceptionOfTheSinkReachesTheCaller) {
  detail::LogObserver observer{[](LogLevel, std::string_view) { throw std::runtime_error("full"); },
                               LogLevel::info,
                               {},
                               LogTime::clock()};
  EXPECT_THROW(fail(observer), std::runtime_error);
  fail(observer);  // held back; the destructor swallows it
}

TEST(LogOptionsTest, AreChecked) {
  EXPECT_THROW((void)make_log_observer(LogSink{}), UsageError);
  LogOptions options;
  options.repeat_window = milliseconds{-1};
  EXPECT_THROW((void)make_log_observer([](LogLevel, std::string_view) {}, LogLevel::info, options),
               UsageError);
}

TEST(LogOstream, WritesWholeLines) {
  std::ostringstream out;
  const auto error = refused_connection();
  {
    LogOptions options;
    options.repeat_window = milliseconds{0};
    const auto a = make_log_observer(out, LogLevel::info, options);
    const auto b = make_log_observer(out, LogLevel::info, options);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 200; ++i) (t % 2 == 0 ? a : b)->key_refused({"http://node", 401});
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  std::istringstream in{out.str()};
  int count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    EXPECT_EQ(line.rfind("time=20", 0), 0U) << line;
    EXPECT_EQ(line.substr(24 + 5), " level=error event=key_refused address=http://node status=401") << line;
  }
  EXPECT_EQ(count, 800);
}

#if !defined(_WIN32)
// Threads of the parent hold the locks most of the time: the streams' lock, and that of the repetitions.
TEST(LogOstream, WorksInAForkedChild) {
  std::ostringstream out;
  LogOptions all;
  all.repeat_window = milliseconds{0};
  const auto to_stream = make_log_observer(out, LogLevel::info, all);
  const auto limited = make_log_observer([](LogLevel, std::string_view) {});
  std::atomic<bool> done{false};
  std::thread writing{[&] {
    while (!done) to_stream->key_refused({"http://parent", 401});
  }};
  std::thread counting{[&] {
    while (!done) limited->key_refused({"http://parent", 401});
  }};
  int good = 0;
  for (int i = 0; i < 50; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);  // ends a child that waits for ever
      std::ostringstream own;
      make_log_observer(own)->key_refused({"http://child", 401});
      limited->key_refused({"http://child", 401});
      _exit(own.str().find("http://child") == std::string::npos ? 1 : 0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    if (status == 0) ++good;
  }
  done = true;
  writing.join();
  counting.join();
  EXPECT_EQ(good, 50);
}
#endif

}  // namespace
}  // namespace cent::test

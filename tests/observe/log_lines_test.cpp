// The text of each event's line, and its level.
#include <gtest/gtest.h>

#include <ctime>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "observe/log_time.hpp"
#include "observe/sample_errors.hpp"
#include "support/canary.hpp"

namespace cent::test {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

struct Log {
  explicit Log(LogLevel level = LogLevel::debug, LogOptions options = {})
      : observer(
            [this](LogLevel of_line, std::string_view line) {
              lines.push_back(std::string(to_string(of_line)) + " " + std::string(line));
            },
            level, options, LogTime::clock()) {}
  std::string last() const { return lines.empty() ? "" : lines.back(); }
  std::vector<std::string> lines;
  detail::LogObserver observer;
};

AttemptEnded failed_attempt(const CentException& error) {
  AttemptEnded event;
  event.address = "http://10.0.0.5:8000/api/publish";
  event.method = "publish";
  event.bytes_sent = 40;
  event.attempt = 2;
  event.times.whole = microseconds{1500};
  event.error = &error;
  event.repeats = true;
  event.wait = milliseconds{120};
  event.reason = "it had no effect";
  return event;
}

TEST(LogLines, OfAttempts) {
  Log log;
  const auto error = refused_connection();
  log.observer.attempt_ended(failed_attempt(error));
  EXPECT_EQ(log.last(),
            "warn event=attempt_failed address=http://10.0.0.5:8000/api/publish method=publish attempt=2 "
            "kind=connect "
            "error=\"connection refused by 10.0.0.5:8000\" repeat_in_ms=120.000 reason=\"it had no effect\" "
            "took_ms=1.500 bytes_sent=40 bytes_received=0");
  AttemptEnded good;
  good.address = "https://node-a/api/batch";
  good.method = "batch";
  good.commands = 500;
  good.status = 200;
  good.bytes_sent = 9000;
  good.bytes_received = 700;
  good.times = {microseconds{100}, microseconds{200}, microseconds{3000}, microseconds{4001},
                microseconds{7301}};
  log.observer.attempt_ended(good);
  EXPECT_EQ(
      log.last(),
      "debug event=attempt address=https://node-a/api/batch method=batch commands=500 attempt=1 status=200 "
      "took_ms=7.301 name_ms=0.100 connect_ms=0.200 tls_ms=3.000 first_byte_ms=4.001 bytes_sent=9000 "
      "bytes_received=700");
}

TEST(LogLines, OfCommands) {
  Log log;
  const auto refused = unknown_channel();
  log.observer.command_ended(
      {"publish", "nobody:knows", Delivery::refused, &refused, microseconds{2000}, 0, 1});
  EXPECT_EQ(
      log.last(),
      "warn event=command_failed method=publish channel=nobody:knows outcome=refused kind=response code=102 "
      "error=\"unknown channel\" attempts=1 took_ms=2.000");
  const auto lost = refused_connection();
  log.observer.command_ended({"history", "news", Delivery::not_sent, &lost, microseconds{10'000'000}, 0, 21});
  EXPECT_EQ(log.last(),
            "error event=command_failed method=history channel=news outcome=not_sent kind=connect "
            "error=\"connection "
            "refused by 10.0.0.5:8000\" attempts=21 took_ms=10000.000");
  log.observer.command_ended({"broadcast", "", Delivery::applied, nullptr, microseconds{7}, 3, 1});
  EXPECT_EQ(log.last(),
            "warn event=command method=broadcast outcome=applied failed_channels=3 attempts=1 took_ms=0.007");
  log.observer.command_ended({"info", "", Delivery::applied, nullptr, microseconds{7}, 0, 1});
  EXPECT_EQ(log.last(), "debug event=command method=info outcome=applied attempts=1 took_ms=0.007");
  const UsageError misuse{"channel is required", "publish"};
  log.observer.command_ended({"publish", "", Delivery::refused, &misuse, microseconds{7}, 0, 0});
  EXPECT_EQ(
      log.last(),
      "warn event=command_failed method=publish outcome=refused kind=usage error=\"channel is required\" "
      "attempts=0 took_ms=0.007");
}

TEST(LogLines, OfEverythingElse) {
  Log log;
  log.observer.address_changed({"http://a:8000/api", true, milliseconds{2000}});
  EXPECT_EQ(log.last(), "warn event=address_set_aside address=http://a:8000/api for_ms=2000.000");
  log.observer.address_changed({"http://a:8000/api", false, milliseconds{0}});
  EXPECT_EQ(log.last(), "info event=address_back address=http://a:8000/api");
  log.observer.server_found({"http://a:8000/api", "modern", "", "6.9.1"});
  EXPECT_EQ(log.last(), "info event=server_found address=http://a:8000/api protocol=modern version=6.9.1");
  log.observer.server_found({"http://a:8000/api", "modern", "legacy", ""});
  EXPECT_EQ(log.last(), "info event=server_found address=http://a:8000/api protocol=modern previous=legacy");
  log.observer.key_refused({"http://a:8000/api", 401});
  EXPECT_EQ(log.last(), "error event=key_refused address=http://a:8000/api status=401");
  log.observer.queue_changed({true, 80'000, 1000, 100'000, 67'108'864});
  EXPECT_EQ(log.last(),
            "warn event=queue_above_mark commands=80000 max_commands=100000 bytes=1000 max_bytes=67108864");
  log.observer.queue_changed({false, 5, 6, 7, 8});
  EXPECT_EQ(log.last(), "info event=queue_below_mark commands=5 max_commands=7 bytes=6 max_bytes=8");
  log.observer.client_closing({0, 0});
  EXPECT_EQ(log.last(), "info event=client_closed pending=0 ended=0");
  log.observer.client_closing({12, 3});
  EXPECT_EQ(log.last(), "error event=client_closed pending=12 ended=3");
}

TEST(LogLines, BelowTheLevelAreLeftOut) {
  for (const auto& [level, lines] :
       {std::pair{LogLevel::error, 1U}, {LogLevel::warn, 2U}, {LogLevel::info, 3U}, {LogLevel::debug, 4U}}) {
    Log log{level};
    log.observer.key_refused({"a", 401});
    log.observer.address_changed({"a", true, milliseconds{1}});
    log.observer.address_changed({"a", false, milliseconds{0}});
    log.observer.attempt_ended({});
    EXPECT_EQ(log.lines.size(), lines) << to_string(level);
  }
}

TEST(LogLines, AsJsonAreObjects) {
  LogOptions options;
  options.format = LogFormat::json;
  options.stamp = true;
  Log log{LogLevel::debug, options};
  const auto error = refused_connection();
  log.observer.attempt_ended(failed_attempt(error));
  const auto line = nlohmann::json::parse(log.last().substr(5));
  EXPECT_EQ(line.at("time"), "2026-01-31T23:59:59.123Z");
  EXPECT_EQ(line.at("level"), "warn");
  EXPECT_EQ(line.at("event"), "attempt_failed");
  EXPECT_EQ(line.at("attempt"), 2);
  EXPECT_EQ(line.at("repeat_in_ms"), 120.0);
  EXPECT_EQ(line.at("took_ms"), 1.5);
  EXPECT_EQ(line.at("error"), "connection refused by 10.0.0.5:8000");
}

TEST(LogLines, CanBeginWithTimeAndLevel) {
  LogOptions options;
  options.stamp = true;
  Log log{LogLevel::debug, options};
  log.observer.key_refused({"a", 401});
  EXPECT_EQ(log.last(),
            "error time=2026-01-31T23:59:59.123Z level=error event=key_refused address=a status=401");
}

TEST(LogLines, HaveTheDateOfEachDay) {
  const auto date = [](std::int64_t seconds) {
    detail::LogLine line{LogFormat::logfmt};
    line.stamp(std::chrono::system_clock::time_point{} + std::chrono::seconds{seconds}, LogLevel::info);
    return std::string(line.finish()).substr(5, 24);
  };
  EXPECT_EQ(date(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(date(-5), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(date(951'782'399), "2000-02-28T23:59:59.000Z");
  EXPECT_EQ(date(951'782'400), "2000-02-29T00:00:00.000Z");
  EXPECT_EQ(date(4'107'542'400), "2100-03-01T00:00:00.000Z");
#if !defined(_WIN32)
  for (std::int64_t day = 0; day < 60'000; ++day) {
    const std::time_t time = day * 86'400 + 43'200;
    std::tm utc{};
    gmtime_r(&time, &utc);
    char expected[40];
    ASSERT_EQ(std::strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%S.000Z", &utc), 24U);
    ASSERT_EQ(date(time), expected);
  }
#endif
}

TEST(LogLines, CanLeaveOutChannels) {
  LogOptions options;
  options.channels = false;
  Log log{LogLevel::debug, options};
  log.observer.command_ended({"publish", "user#ada", Delivery::applied, nullptr, microseconds{0}, 0, 1});
  EXPECT_EQ(log.last().find("ada"), std::string::npos) << log.last();
}

TEST(LogLines, CannotBeForged) {
  const std::string channel = "a\nlevel=error event=key_refused \"\\\x1b[31m";
  for (const LogFormat format : {LogFormat::logfmt, LogFormat::json}) {
    LogOptions options;
    options.format = format;
    Log log{LogLevel::debug, options};
    log.observer.command_ended({"publish", channel, Delivery::applied, nullptr, microseconds{0}, 0, 1});
    for (const char c : log.last()) EXPECT_GE(c, ' ') << log.last();
    if (format == LogFormat::json) {
      EXPECT_EQ(nlohmann::json::parse(log.last().substr(6)).at("channel"), channel);
    } else {
      EXPECT_NE(log.last().find(R"(channel="a\nlevel=error event=key_refused \"\\\u001b[31m")"),
                std::string::npos)
          << log.last();
    }
  }
}

TEST(LogLines, StayUtf8AndShort) {
  LogOptions options;
  options.format = LogFormat::json;
  Log log{LogLevel::debug, options};
  const auto channel_of = [&](const std::string& channel) {
    log.observer.command_ended({"publish", channel, Delivery::applied, nullptr, microseconds{0}, 0, 1});
    return nlohmann::json::parse(log.last().substr(6)).at("channel").get<std::string>();
  };
  EXPECT_EQ(channel_of("\xff\xc3x\xc3\xa9"), "??x\xc3\xa9");
  EXPECT_EQ(channel_of(std::string(1024, 'x')), std::string(1024, 'x'));
  EXPECT_EQ(channel_of(std::string(5000, 'x')), std::string(1024, 'x') + "...");
  EXPECT_EQ(channel_of(std::string(5000, '\xff')), std::string(1021, '?') + "...");
  std::string of_two = "x";
  for (int i = 0; i < 1000; ++i) of_two += "\xc3\xa9";
  EXPECT_EQ(channel_of(of_two), of_two.substr(0, 1023) + "...");
}

// Events come without secrets. This holds even if an address does not.
TEST(LogLines, ShowNoUserAndNoQueryOfAnAddress) {
  const std::string key = kCanary;
  const std::string address = "http://user:" + key + "@node-a:8000/api?api_key=" + key;
  Log log;
  log.observer.attempt_ended({address});
  log.observer.address_changed({address, true, milliseconds{1}});
  log.observer.server_found({address, "modern", "", ""});
  log.observer.key_refused({address, 401});
  ASSERT_EQ(log.lines.size(), 4U);
  for (const std::string& line : log.lines) {
    EXPECT_EQ(line.find(key), std::string::npos) << line;
    EXPECT_NE(line.find("address=http://node-a:8000/api "), std::string::npos) << line;
  }
  EXPECT_EQ(detail::without_secrets("node-a:8000/a@b"), "node-a:8000/a@b");
  EXPECT_EQ(detail::without_secrets("http://[::1]:8000"), "http://[::1]:8000");
  EXPECT_EQ(detail::without_secrets("http://u@v@h/api#" + key), "http://h/api");
}

}  // namespace
}  // namespace cent::test

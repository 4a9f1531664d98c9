#include <gtest/gtest.h>

#include <cent/client_stats.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "observe/sample_errors.hpp"

namespace cent::test {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

std::vector<std::string> lines_with(const std::string& text, const std::string& begin) {
  std::vector<std::string> found;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    if (line.rfind(begin, 0) == 0) found.push_back(line);
  }
  return found;
}
using Lines = std::vector<std::string>;

TEST(PrometheusText, OfAFullClient) {
  ClientStats stats;
  stats.methods = {{"publish", 1'000'000, 2, 3, 4}};
  stats.command_failures.by_kind[static_cast<std::size_t>(FailureKind::timeout)] = 4;
  stats.command_failures.response = 2;
  stats.command_seconds.counts = {1, 0, 2};
  stats.command_seconds.counts.back() = 5;
  stats.command_seconds.sum = microseconds{160'000'350};
  stats.requests = 12;
  stats.bytes_sent = 5'000'000'000;
  AsyncStats queue;
  queue.pending = 9;
  queue.oldest = milliseconds{1250};
  add_queue(stats, queue);
  stats.last_error = "cent: publish: timed out";
  stats.last_error_age = milliseconds{500};
  const std::string text = prometheus_text(stats, {{"client", "news"}});

  EXPECT_EQ(lines_with(text, "cent_commands_total"),
            (Lines{R"(cent_commands_total{client="news",method="publish",outcome="applied"} 1000000)",
                   R"(cent_commands_total{client="news",method="publish",outcome="refused"} 2)",
                   R"(cent_commands_total{client="news",method="publish",outcome="not_sent"} 3)",
                   R"(cent_commands_total{client="news",method="publish",outcome="unknown"} 4)"}));
  EXPECT_EQ(lines_with(text, "# HELP cent_commands_total"),
            (Lines{"# HELP cent_commands_total Commands that ended, by method and outcome."}));
  EXPECT_EQ(lines_with(text, "# TYPE cent_commands_total"), (Lines{"# TYPE cent_commands_total counter"}));
  EXPECT_EQ(lines_with(text, R"(cent_command_failures_total{client="news",kind="timeout"})"),
            (Lines{R"(cent_command_failures_total{client="news",kind="timeout"} 4)"}));
  EXPECT_EQ(lines_with(text, "cent_command_failures_total").size(), 16U);
  EXPECT_EQ(lines_with(text, "# TYPE cent_command_duration_seconds"),
            (Lines{"# TYPE cent_command_duration_seconds histogram"}));
  const Lines ranges = lines_with(text, "cent_command_duration_seconds_bucket");
  ASSERT_EQ(ranges.size(), 18U);
  EXPECT_EQ(ranges[0], R"(cent_command_duration_seconds_bucket{client="news",le="0.0001"} 1)");
  EXPECT_EQ(ranges[1], R"(cent_command_duration_seconds_bucket{client="news",le="0.00025"} 1)");
  EXPECT_EQ(ranges[2], R"(cent_command_duration_seconds_bucket{client="news",le="0.0005"} 3)");
  EXPECT_EQ(ranges[12], R"(cent_command_duration_seconds_bucket{client="news",le="1"} 3)");
  EXPECT_EQ(ranges[16], R"(cent_command_duration_seconds_bucket{client="news",le="30"} 3)");
  EXPECT_EQ(ranges[17], R"(cent_command_duration_seconds_bucket{client="news",le="+Inf"} 8)");
  EXPECT_EQ(lines_with(text, "cent_command_duration_seconds_sum"),
            (Lines{R"(cent_command_duration_seconds_sum{client="news"} 160.00035)"}));
  EXPECT_EQ(lines_with(text, "cent_command_duration_seconds_count"),
            (Lines{R"(cent_command_duration_seconds_count{client="news"} 8)"}));
  EXPECT_EQ(lines_with(text, "cent_sent_bytes_total"),
            (Lines{R"(cent_sent_bytes_total{client="news"} 5000000000)"}));
  EXPECT_EQ(lines_with(text, "cent_pending_commands"), (Lines{R"(cent_pending_commands{client="news"} 9)"}));
  EXPECT_EQ(lines_with(text, "# TYPE cent_pending_commands"), (Lines{"# TYPE cent_pending_commands gauge"}));
  EXPECT_EQ(lines_with(text, "cent_queue_oldest_seconds"),
            (Lines{R"(cent_queue_oldest_seconds{client="news"} 1.25)"}));
  EXPECT_EQ(lines_with(text, "cent_last_error_age_seconds"),
            (Lines{R"(cent_last_error_age_seconds{client="news"} 0.5)"}));
  EXPECT_EQ(text.find("timed out"), std::string::npos) << "texts of errors are no labels";
  EXPECT_EQ(text.back(), '\n');
}

TEST(PrometheusText, LeavesOutWhatIsNotThere) {
  const std::string text = prometheus_text({});
  EXPECT_EQ(lines_with(text, "cent_requests_total"), (Lines{"cent_requests_total 0"}));
  EXPECT_EQ(lines_with(text, "cent_request_duration_seconds_sum"),
            (Lines{"cent_request_duration_seconds_sum 0"}));
  for (const char* name : {"cent_commands_total", "cent_pending_commands", "cent_last_error_age_seconds"}) {
    EXPECT_EQ(text.find(name), std::string::npos) << name;
  }
}

// Each name stands once, with HELP and TYPE in front of its samples.
TEST(PrometheusText, KeepsTheLinesOfAMetricTogether) {
  StatsObserver observer;
  observer.command_ended({"publish", "c", Delivery::applied, nullptr, microseconds{1}, 0, 1});
  observer.attempt_ended({});
  std::istringstream in{prometheus_text(observer.stats())};
  std::string current;
  std::vector<std::string> seen;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("# HELP ", 0) == 0) {
      current = line.substr(7, line.find(' ', 7) - 7);
      for (const std::string& name : seen) EXPECT_NE(name, current);
      seen.push_back(current);
    } else if (line.rfind("# TYPE ", 0) == 0) {
      EXPECT_EQ(line.rfind("# TYPE " + current + " ", 0), 0U) << line;
    } else {
      EXPECT_EQ(line.rfind(current, 0), 0U) << line << " in " << current;
    }
  }
  EXPECT_GT(seen.size(), 12U);
}

TEST(PrometheusText, EscapesValuesOfLabels) {
  const std::string text = prometheus_text({}, {{"a", "\"x\\y\"\nz"}, {"b", "\xc3\xa9"}});
  EXPECT_EQ(lines_with(text, "cent_requests_total"),
            (Lines{"cent_requests_total{a=\"\\\"x\\\\y\\\"\\nz\",b=\"\xc3\xa9\"} 0"}));
}

TEST(PrometheusText, RejectsLabelsThatPrometheusDoesNotTake) {
  for (const char* name :
       {"", "1a", "a-b", "a b", "__name__", "\xc3\xa9", "method", "outcome", "kind", "le"}) {
    EXPECT_THROW((void)prometheus_text({}, {{name, "x"}}), UsageError) << name;
  }
  EXPECT_THROW((void)prometheus_text({}, {{"a", "\xff"}}), UsageError);
  EXPECT_NO_THROW((void)prometheus_text({}, {{"_a1", ""}}));
}

}  // namespace
}  // namespace cent::test

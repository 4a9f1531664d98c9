#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>
#include <cent/prometheus.hpp>

#include <algorithm>
#include <limits>
#include <set>
#include <sstream>
#include <string>

#include "observe/sample_errors.hpp"

namespace cent::test {
namespace {

ClientStats some_stats() {
  StatsObserver observer;
  const auto lost = refused_connection();
  observer.command_ended({"publish", "c", Delivery::applied, nullptr, std::chrono::microseconds{350}, 0, 1});
  observer.command_ended({"publish", "c", Delivery::not_sent, &lost, std::chrono::hours{1}, 0, 1});
  AttemptEnded attempt;
  attempt.bytes_sent = 1234567;
  observer.attempt_ended(attempt);
  ClientStats stats = observer.stats();
  AsyncStats queue;
  queue.pending = 3;
  add_queue(stats, queue);
  stats.last_error_age = std::chrono::milliseconds{0};
  return stats;
}

/// The samples, as name, labels and number; without comments, and however numbers are spelled.
std::multiset<std::string> samples_of(const std::string& text) {
  std::multiset<std::string> samples;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::string name = line.substr(0, line.rfind(' '));
    if (const std::size_t le = name.find("le=\""); le != std::string::npos) {
      const std::size_t end = name.find('"', le + 4);
      const std::string limit = name.substr(le + 4, end - le - 4);
      std::ostringstream number;
      number << (limit == "+Inf" ? std::numeric_limits<double>::infinity() : std::stod(limit));
      name.replace(le + 4, end - le - 4, number.str());
    }
    std::ostringstream sample;
    sample << name << ' ' << std::stod(line.substr(line.rfind(' ') + 1));
    samples.insert(sample.str());
  }
  return samples;
}

TEST(PrometheusCpp, ShowsTheSameAsTheText) {
  const PrometheusCollectable metrics{some_stats, {{"client", "a \"b\""}}};
  const std::string theirs = prometheus::TextSerializer{}.Serialize(metrics.Collect());
  const std::string ours = prometheus_text(some_stats(), {{"client", "a \"b\""}});
  EXPECT_EQ(samples_of(theirs), samples_of(ours));
  EXPECT_GT(samples_of(ours).size(), 60U);
  EXPECT_EQ(samples_of(ours).count(R"(cent_sent_bytes_total{client="a \"b\""} 1.23457e+06)"), 1U);
}

TEST(PrometheusCpp, ChecksLabelsAtOnce) {
  EXPECT_THROW((PrometheusCollectable{some_stats, {{"le", "1"}}}), UsageError);
}

}  // namespace
}  // namespace cent::test

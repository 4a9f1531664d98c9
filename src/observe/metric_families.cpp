#include <algorithm>
#include <cent/detail/metric_families.hpp>
#include <string_view>

#include "json/utf8.hpp"

namespace cent::detail {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

void check(const std::string& name, const std::string& value) {
  constexpr std::string_view kOwn[] = {"method", "outcome", "kind", "le"};
  const bool valid =
      !name.empty() && is_letter(name[0]) && name.rfind("__", 0) != 0 &&
      std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c); });
  if (!valid) throw UsageError("a name of a Prometheus label must be letters, digits and _");
  if (std::find(std::begin(kOwn), std::end(kOwn), name) != std::end(kOwn)) {
    throw UsageError("the Prometheus label " + name + " is one of cent's own");
  }
  if (find_invalid_utf8(value) != std::string_view::npos) {
    throw UsageError("the value of the Prometheus label " + name + " is not UTF-8");
  }
}

class Families {
 public:
  explicit Families(const PrometheusLabels& labels) {
    for (const auto& [name, value] : labels) {
      check(name, value);
      labels_.emplace_back(name, value);
    }
  }

  void begin(MetricType type, const char* name, const char* help) { all_.push_back({name, help, type, {}}); }
  void add(double value, const Labels& own = {}) {
    Labels labels = labels_;
    labels.insert(labels.end(), own.begin(), own.end());
    all_.back().samples.push_back({std::move(labels), value, nullptr});
  }
  void counter(const char* name, const char* help, std::uint64_t value) {
    begin(MetricType::counter, name, help);
    add(static_cast<double>(value));
  }
  void gauge(const char* name, const char* help, double value) {
    begin(MetricType::gauge, name, help);
    add(value);
  }
  void failures(const char* name, const char* help, const FailureCounts& counts) {
    begin(MetricType::counter, name, help);
    for (std::size_t i = 0; i < counts.by_kind.size(); ++i) {
      add(static_cast<double>(counts.by_kind[i]), {{"kind", to_string(static_cast<FailureKind>(i))}});
    }
    add(static_cast<double>(counts.response), {{"kind", "response"}});
    add(static_cast<double>(counts.usage), {{"kind", "usage"}});
  }
  void histogram(const char* name, const char* help, const LatencyHistogram& histogram) {
    begin(MetricType::histogram, name, help);
    all_.back().samples.push_back({labels_, 0, &histogram});
  }
  void commands(const std::vector<MethodCounts>& methods) {
    if (methods.empty()) return;
    begin(MetricType::counter, "cent_commands_total", "Commands that ended, by method and outcome.");
    for (const MethodCounts& one : methods) {
      const auto add_outcome = [&](Delivery outcome, std::uint64_t count) {
        add(static_cast<double>(count), {{"method", one.method}, {"outcome", to_string(outcome)}});
      };
      add_outcome(Delivery::applied, one.applied);
      add_outcome(Delivery::refused, one.refused);
      add_outcome(Delivery::not_sent, one.not_sent);
      add_outcome(Delivery::unknown, one.unknown);
    }
  }
  std::vector<MetricFamily> take() { return std::move(all_); }

 private:
  Labels labels_;
  std::vector<MetricFamily> all_;
};

double seconds(std::chrono::milliseconds time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

std::vector<MetricFamily> metric_families(const ClientStats& stats, const PrometheusLabels& labels) {
  Families out{labels};
  out.commands(stats.methods);
  out.failures("cent_command_failures_total", "Commands that ended with an error, by reason.",
               stats.command_failures);
  out.counter("cent_failed_channels_total", "Channels that failed in broadcasts that were applied.",
              stats.failed_channels);
  out.histogram("cent_command_duration_seconds",
                "Time from the call or submission of a command to its outcome.", stats.command_seconds);
  out.counter("cent_requests_total", "HTTP requests.", stats.requests);
  out.counter("cent_request_retries_total", "HTTP requests that repeat an earlier one.", stats.retries);
  out.failures("cent_request_failures_total", "HTTP requests without a usable reply, by reason.",
               stats.request_failures);
  out.histogram("cent_request_duration_seconds", "Time of an HTTP request.", stats.request_seconds);
  out.counter("cent_sent_bytes_total", "Bytes of the bodies of requests.", stats.bytes_sent);
  out.counter("cent_received_bytes_total", "Bytes of the bodies of responses.", stats.bytes_received);
  out.counter("cent_connections_opened_total", "Connections that were opened.", stats.connections_opened);
  out.counter("cent_addresses_set_aside_total", "How often an address was set aside.",
              stats.addresses_set_aside);
  out.counter("cent_keys_refused_total", "How often the API key was rejected.", stats.keys_refused);
  if (stats.queue) {
    const QueueStats& queue = *stats.queue;
    out.gauge("cent_pending_commands", "Commands without an outcome.", static_cast<double>(queue.pending));
    out.gauge("cent_queued_commands", "Commands that wait to be sent.", static_cast<double>(queue.queued));
    out.gauge("cent_queue_bytes", "Memory used by commands without an outcome.",
              static_cast<double>(queue.bytes));
    out.gauge("cent_queue_oldest_seconds", "How long the oldest queued command has waited.",
              seconds(queue.oldest));
  }
  if (!stats.last_error.empty()) {
    out.gauge("cent_last_error_age_seconds", "Time since the last error of a request or command.",
              seconds(stats.last_error_age));
  }
  return out.take();
}

}  // namespace cent::detail

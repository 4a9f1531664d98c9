#include <cent/client_stats.hpp>
#include <cent/detail/metric_families.hpp>
#include <chrono>
#include <cmath>
#include <string>
#include <string_view>

#include "json/writer.hpp"

namespace cent {
namespace {

using detail::MetricFamily;
using detail::MetricSample;
using detail::MetricType;

const char* name_of(MetricType type) {
  switch (type) {
    case MetricType::counter:
      return "counter";
    case MetricType::gauge:
      return "gauge";
    case MetricType::histogram:
      return "histogram";
  }
  return "untyped";
}

void write_escaped(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '\\' || c == '"') out += '\\';
      out += c;
    }
  }
}

/// Whole numbers without an exponent.
std::string text_of(double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  std::string out;
  if (value >= 0 && value < kExact && value == std::floor(value)) {
    detail::write_unsigned(out, static_cast<std::uint64_t>(value));
  } else {
    detail::write_double(out, value);
  }
  return out;
}

/// As seconds, without an exponent.
std::string text_of(std::chrono::microseconds time) {
  const auto count = static_cast<std::uint64_t>(time.count());
  std::string out = std::to_string(count / 1'000'000);
  if (count % 1'000'000 == 0) return out;
  out.append(1, '.').append(std::to_string(1'000'000 + count % 1'000'000), 1);
  return out.erase(out.find_last_not_of('0') + 1);
}

/// @param le Limit of a range of a histogram; empty for other samples.
void write_sample(std::string& out, std::string_view name, std::string_view suffix,
                  const MetricSample& sample, std::string_view value, std::string_view le = {}) {
  out.append(name).append(suffix);
  char before = '{';
  const auto write_label = [&](std::string_view label, std::string_view text) {
    out.append(1, before).append(label).append("=\"");
    write_escaped(out, text);
    out += '"';
    before = ',';
  };
  for (const auto& [label, text] : sample.labels) write_label(label, text);
  if (!le.empty()) write_label("le", le);
  if (before == ',') out += '}';
  out.append(1, ' ').append(value).append(1, '\n');
}

void write_histogram(std::string& out, const MetricFamily& family, const MetricSample& sample) {
  const LatencyHistogram& histogram = *sample.histogram;
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    below += histogram.counts[i];
    std::string le = "+Inf";
    if (i < LatencyHistogram::kBounds.size()) {
      le = text_of(std::chrono::round<std::chrono::microseconds>(
          std::chrono::duration<double>(LatencyHistogram::kBounds[i])));
    }
    write_sample(out, family.name, "_bucket", sample, std::to_string(below), le);
  }
  write_sample(out, family.name, "_sum", sample, text_of(histogram.sum));
  write_sample(out, family.name, "_count", sample, std::to_string(below));
}

}  // namespace

std::string prometheus_text(const ClientStats& stats, const PrometheusLabels& labels) {
  std::string out;
  for (const MetricFamily& family : detail::metric_families(stats, labels)) {
    out.append("# HELP ").append(family.name).append(1, ' ').append(family.help);
    out.append("\n# TYPE ").append(family.name).append(1, ' ').append(name_of(family.type)).append(1, '\n');
    for (const MetricSample& sample : family.samples) {
      if (sample.histogram != nullptr) {
        write_histogram(out, family, sample);
      } else {
        write_sample(out, family.name, "", sample, text_of(sample.value));
      }
    }
  }
  return out;
}

}  // namespace cent

#pragma once
#include <cent/client_stats.hpp>
#include <cent/export.hpp>
#include <string>
#include <utility>
#include <vector>

namespace cent::detail {

/// One value of a metric, or its histogram.
struct MetricSample {
  std::vector<std::pair<std::string, std::string>> labels{};
  double value = 0;
  const LatencyHistogram* histogram = nullptr;  ///< Of the stats that were given.
};

enum class MetricType { counter, gauge, histogram };

/// A metric of Prometheus.
struct MetricFamily {
  const char* name = "";
  const char* help = "";
  MetricType type = MetricType::counter;
  std::vector<MetricSample> samples{};
};

/// The figures as metrics, the labels included in each sample. The stats must outlive them.
/// @throws UsageError if a label is invalid.
CENT_EXPORT std::vector<MetricFamily> metric_families(const ClientStats& stats,
                                                      const PrometheusLabels& labels);

}  // namespace cent::detail

#pragma once
#include <prometheus/client_metric.h>
#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>
#include <cent/client_stats.hpp>
#include <cent/detail/metric_families.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

// For programs that use prometheus-cpp. cent itself does not need it.

namespace cent {

/// The figures of a client as metrics of prometheus-cpp, the same as prometheus_text() has.
///
///     const auto figures = std::make_shared<cent::StatsObserver>();
///     const auto metrics = std::make_shared<cent::PrometheusCollectable>([figures] { return
///     figures->stats(); }); prometheus::Exposer exposer{"127.0.0.1:9100"};
///     exposer.RegisterCollectable(metrics);
///
/// The exposer keeps a weak pointer only. The function is called in its threads, for each scrape.
class PrometheusCollectable final : public prometheus::Collectable {
 public:
  /// @param stats Returns the figures; must be callable from several threads at once.
  /// @param labels Added to each sample.
  /// @throws UsageError if a label is invalid, see prometheus_text().
  explicit PrometheusCollectable(std::function<ClientStats()> stats, PrometheusLabels labels = {})
      : stats_(std::move(stats)), labels_(std::move(labels)) {
    (void)detail::metric_families({}, labels_);  // checks the labels
  }

  /// All metrics of now.
  std::vector<prometheus::MetricFamily> Collect() const override {
    const ClientStats stats = stats_();
    std::vector<prometheus::MetricFamily> all;
    for (const detail::MetricFamily& family : detail::metric_families(stats, labels_)) {
      prometheus::MetricFamily out;
      out.name = family.name;
      out.help = family.help;
      out.type = type_of(family.type);
      for (const detail::MetricSample& sample : family.samples)
        out.metric.push_back(metric_of(family.type, sample));
      all.push_back(std::move(out));
    }
    return all;
  }

 private:
  static prometheus::MetricType type_of(detail::MetricType type) {
    switch (type) {
      case detail::MetricType::counter:
        return prometheus::MetricType::Counter;
      case detail::MetricType::gauge:
        return prometheus::MetricType::Gauge;
      case detail::MetricType::histogram:
        return prometheus::MetricType::Histogram;
    }
    return prometheus::MetricType::Untyped;
  }
  static prometheus::ClientMetric metric_of(detail::MetricType type, const detail::MetricSample& sample) {
    prometheus::ClientMetric metric;
    for (const auto& [name, value] : sample.labels) {
      prometheus::ClientMetric::Label label;
      label.name = name;
      label.value = value;
      metric.label.push_back(std::move(label));
    }
    if (sample.histogram != nullptr) {
      fill(metric.histogram, *sample.histogram);
    } else if (type == detail::MetricType::counter) {
      metric.counter.value = sample.value;
    } else {
      metric.gauge.value = sample.value;
    }
    return metric;
  }
  static void fill(prometheus::ClientMetric::Histogram& out, const LatencyHistogram& histogram) {
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
      below += histogram.counts[i];
      prometheus::ClientMetric::Bucket bucket;
      bucket.cumulative_count = below;
      bucket.upper_bound = i < LatencyHistogram::kBounds.size() ? LatencyHistogram::kBounds[i]
                                                                : std::numeric_limits<double>::infinity();
      out.bucket.push_back(bucket);
    }
    out.sample_count = below;
    out.sample_sum = std::chrono::duration<double>(histogram.sum).count();
  }

  std::function<ClientStats()> stats_;
  PrometheusLabels labels_;
};

}  // namespace cent

#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace cent::cli {

/// Measured times of one kind.
class Latencies {
 public:
  using Time = std::chrono::nanoseconds;

  explicit Latencies(std::string name) : name_(std::move(name)) {}

  void add(Time time) { times_.push_back(time); }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] std::size_t count() const noexcept { return times_.size(); }
  /// Orders them. To be called before those below.
  void finish();
  /// The time that this share of them does not exceed, from 0 to 1. Zero if there are none.
  [[nodiscard]] Time at(double share) const;
  /// `{"of":"publish","p50_ms":1.234,…}`
  [[nodiscard]] std::string json() const;

  struct Bar {
    Time up_to{};  ///< Doubles from bar to bar.
    std::size_t count = 0;
  };
  /// From the first bar with a time to the last.
  [[nodiscard]] std::vector<Bar> histogram() const;
  /// The histogram as lines of at most so many columns.
  [[nodiscard]] std::string text(std::size_t columns) const;

 private:
  std::string name_;
  std::vector<Time> times_;
};

/// Histograms as a picture.
[[nodiscard]] std::string svg_of(const std::string& title, const std::vector<Latencies>& all);

}  // namespace cent::cli

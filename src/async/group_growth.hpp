#pragma once
#include <chrono>
#include <cstddef>

namespace cent::detail {

/// How many times larger than the options say the groups of one lane are while it is behind. A request costs
/// time for itself and time for each command. If the former is most of it, larger groups are faster. So this
/// tries larger ones and smaller ones, and keeps a larger size only if that makes the lane a tenth faster.
///
/// A plain value: the caller passes the times.
class GroupGrowth {
 public:
  using Time = std::chrono::nanoseconds;

  /// @param most 1: groups never grow.
  explicit GroupGrowth(std::size_t most = 1) noexcept : most_(most) {}

  [[nodiscard]] std::size_t factor() const noexcept { return factor_; }
  /// To be called when a group of this factor has its outcomes. One with fewer commands says nothing.
  /// @param time From its start to its end.
  void learn(std::size_t commands, Time time) noexcept;
  /// To be called when a group was too large for the server or for a proxy. It may have been of an earlier
  /// factor.
  void too_large(std::size_t factor) noexcept;

 private:
  /// Commands per second of the groups at one factor.
  struct Sample {
    std::size_t groups = 0;
    double commands = 0;
    double seconds = 0;
    [[nodiscard]] double rate() const noexcept { return commands / seconds; }
  };
  void try_another() noexcept;
  void settle(std::size_t factor) noexcept;

  std::size_t most_;
  std::size_t factor_ = 1;
  std::size_t kept_ = 1;   ///< The best known. Unlike factor_, a trial is under way.
  double kept_rate_ = 0;   ///< Commands per second at kept_.
  Sample sample_{};        ///< At factor_.
  std::size_t pause_ = 0;  ///< Samples until the next trial.
  bool tries_less_ = false;
};

}  // namespace cent::detail

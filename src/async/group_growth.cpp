#include "async/group_growth.hpp"

#include <algorithm>

namespace cent::detail {
namespace {

constexpr std::size_t kGroups = 3;  ///< In a sample.
constexpr std::size_t kPause = 16;  ///< Samples between two trials that change nothing.
constexpr double kGain = 1.1;       ///< A larger size must be so many times faster.
/// A group that takes longer does not grow: servers end a request after ten seconds, and an attempt ends
/// after five unless the options say otherwise.
constexpr double kLongest = 1;

}  // namespace

void GroupGrowth::learn(std::size_t commands, Time time) noexcept {
  if (most_ == 1) return;
  ++sample_.groups;
  sample_.commands += static_cast<double>(commands);
  sample_.seconds += std::max(std::chrono::duration<double>(time).count(), 1e-9);
  if (sample_.groups < kGroups) return;
  const double rate = sample_.rate();
  const bool is_slow = sample_.seconds > kLongest * static_cast<double>(kGroups);
  sample_ = {};
  if (is_slow) {
    kept_rate_ = rate;
    return settle(std::max<std::size_t>(factor_ / 2, 1));
  }
  if (factor_ == kept_) {
    kept_rate_ = rate;
    if (pause_ > 0) {
      --pause_;
    } else {
      try_another();
    }
    return;
  }
  const bool is_better = factor_ > kept_ ? rate >= kept_rate_ * kGain : rate * kGain >= kept_rate_;
  if (!is_better) return settle(kept_);
  kept_ = factor_;
  kept_rate_ = rate;
  try_another();
}

void GroupGrowth::try_another() noexcept {
  const std::size_t larger = std::min(kept_ * 2, most_);
  const std::size_t smaller = std::max<std::size_t>(kept_ / 2, 1);
  factor_ = tries_less_ ? smaller : larger;
  if (factor_ == kept_) settle(kept_);
}

void GroupGrowth::settle(std::size_t factor) noexcept {
  factor_ = kept_ = factor;
  pause_ = kPause;
  tries_less_ = !tries_less_ && kept_ > 1;
}

void GroupGrowth::too_large(std::size_t factor) noexcept {
  sample_ = {};
  most_ = std::max<std::size_t>(std::min(most_, factor / 2), 1);
  settle(std::min(kept_, most_));
}

}  // namespace cent::detail

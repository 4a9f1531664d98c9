#include <algorithm>
#include <utility>

#include "async/lanes.hpp"

namespace cent::detail {
namespace {

/// Side lanes of one lane. If more groups have commands to repeat, a common cause is likely, and the lane
/// waits.
constexpr std::size_t kMostSides = 8;

}  // namespace

std::optional<std::size_t> Lanes::step_aside(std::size_t lane, std::vector<Mark> marks) {
  Lane& home = lanes_[lane];
  const bool is_side = lane >= bounds_.lanes;
  if (is_side || home.multi_lane || marks.empty() || home.sides.size() == kMostSides) return std::nullopt;
  home.sides.reserve(kMostSides);
  std::size_t at = bounds_.lanes;
  while (at < lanes_.size() && !lanes_[at].marks.empty()) ++at;
  if (at == lanes_.size()) lanes_.emplace_back();
  Lane& side = lanes_[at];
  side.marks = std::move(marks);
  side.home = lane;
  side.under_way = true;
  home.sides.push_back(at);
  home.under_way = false;
  return at;
}

void Lanes::leave_side(Lane& side) noexcept {
  side.marks.clear();
  auto& sides = lanes_[side.home].sides;
  sides.erase(std::find_if(sides.begin(), sides.end(), [&](std::size_t at) { return &lanes_[at] == &side; }));
}

Lanes::Lane* Lanes::side_of(const Lane& lane, Mark mark) noexcept {
  if (mark == kNoMark) return nullptr;
  for (const std::size_t at : lane.sides) {
    const auto& marks = lanes_[at].marks;
    if (std::find(marks.begin(), marks.end(), mark) != marks.end()) return &lanes_[at];
  }
  return nullptr;
}

void Lanes::move_to(Lane& side, Group& group, std::size_t at) {
  const std::size_t bytes = text_bytes(group.commands.method(at), group.commands.params(at));
  if (side.entries.empty() || !has_room(side.entries.back().group, 1, bytes, group.waiters[at].retry)) {
    side.entries.emplace_back().undelayed = true;
  }
  try {
    side.entries.back().group.move_in(group, at);
  } catch (...) {
    if (side.entries.back().group.waiters.empty()) side.entries.pop_back();
    throw;
  }
}

bool Lanes::give_to_sides(Lane& lane) {
  Group& group = lane.entries.front().group;
  bool is_any_left = false;
  for (std::size_t i = 0; i < group.waiters.size(); ++i) {
    const Waiter& waiter = group.waiters[i];
    if (!waiter.completion) continue;
    if (Lane* const side = side_of(lane, waiter.mark)) {
      move_to(*side, group, i);
    } else {
      is_any_left = true;
    }
  }
  if (!is_any_left) lane.entries.pop_front();
  return is_any_left;
}

}  // namespace cent::detail

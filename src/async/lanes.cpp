#include "async/lanes.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace cent::detail {
namespace {

constexpr std::size_t kDeep = 2;  ///< Entries in a lane from which saving memory is worth a copy.
/// Heap overhead of a group, beside its texts and waiters, or of a barrier.
constexpr std::size_t kEntryOverhead = 80;
/// A spare group is kept if its texts are at most so many full batches.
constexpr std::size_t kSpareBatches = 2;

Mark mark_of(const Route& route, std::size_t lanes) noexcept {
  if (route.anywhere || !route.more.empty()) return kNoMark;
  return static_cast<Mark>(1 + route.key / lanes);  // may be kNoMark by chance: then it never steps aside
}

}  // namespace

Lanes::Lanes(const Bounds& bounds) : bounds_(bounds), lanes_(bounds.lanes) {
  spares_.reserve(bounds.lanes);
  for (Lane& lane : lanes_) lane.growth = GroupGrowth{bounds.growth};
}

bool Lanes::has_room(const Group& group, std::size_t weight, std::size_t more_bytes, Retry retry,
                     std::size_t factor) const {
  return !group.halved && group.waiters.front().retry == retry &&
         group.weight + weight <= bounds_.batch_commands * factor &&
         group.commands.bytes() + more_bytes <= bounds_.batch_bytes * factor;
}

bool Lanes::is_full(const Group& group) const {
  return group.weight >= bounds_.batch_commands || group.commands.bytes() >= bounds_.batch_bytes;
}

bool Lanes::is_nearly_full(const Group& group, std::size_t factor) const {
  return group.weight >= bounds_.batch_commands * factor * 3 / 4 ||
         group.commands.bytes() >= bounds_.batch_bytes * factor / 4 * 3;
}

std::vector<std::size_t> Lanes::other_lanes(const Route& route, std::size_t home) const {
  std::vector<std::size_t> others;
  for (const std::size_t key : route.more) {
    if (key % bounds_.lanes != home) others.push_back(key % bounds_.lanes);
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  return others;
}

Lanes::Entry* Lanes::last_group(std::size_t lane) {
  if (lanes_[lane].entries.empty()) return nullptr;
  Entry& last = lanes_[lane].entries.back();
  if (!last.is_barrier) return &last;
  auto& there = lanes_[last.multi_lane->home].entries;
  const bool is_same =
      !there.empty() && !there.back().is_barrier && there.back().multi_lane == last.multi_lane;
  return is_same ? &there.back() : nullptr;
}

Lanes::Entry* Lanes::joinable(std::size_t home, const std::vector<std::size_t>& others, std::size_t weight,
                              std::size_t bytes, Retry retry) {
  Entry* const last = last_group(home);
  if (last == nullptr || !has_room(last->group, weight, bytes, retry)) return nullptr;
  if (others.empty()) return last;
  const bool in_all =
      std::all_of(others.begin(), others.end(), [&](std::size_t other) { return last_group(other) == last; });
  return in_all ? last : nullptr;
}

Group Lanes::spare_group() noexcept {
  if (spares_.empty()) return {};
  Group group = std::move(spares_.back());
  spares_.pop_back();
  return group;
}

void Lanes::place(std::size_t home, std::vector<std::size_t> others, Group group) {
  auto& entries = lanes_[home].entries;
  if (entries.size() >= kDeep) entries.back().group.shrink();
  MultiLanePtr multi_lane;
  std::size_t barriers = 0;
  if (!others.empty()) {
    multi_lane = std::make_shared<MultiLane>();
    multi_lane->home = home;
    multi_lane->blocked = std::move(others);
  }
  try {
    for (; multi_lane && barriers < multi_lane->blocked.size(); ++barriers) {
      Entry& barrier = lanes_[multi_lane->blocked[barriers]].entries.emplace_back();
      barrier.is_barrier = true;
      barrier.multi_lane = multi_lane;
    }
    entries.emplace_back();
  } catch (...) {
    for (std::size_t i = 0; i < barriers; ++i) lanes_[multi_lane->blocked[i]].entries.pop_back();
    throw;
  }
  entries.back().multi_lane = std::move(multi_lane);
  entries.back().group = std::move(group);
}

std::size_t Lanes::most_overhead(const Route& route) const noexcept {
  return (1 + std::min(route.more.size(), bounds_.lanes - 1)) * (sizeof(Entry) + kEntryOverhead);
}

Lanes::Pushed Lanes::push(Submission& submission, std::size_t bytes, Time now) {
  const Route& route = submission.route;
  const std::size_t home = route.anywhere ? next_any_++ % bounds_.lanes : route.key % bounds_.lanes;
  std::vector<std::size_t> others;
  if (!route.more.empty()) others = other_lanes(route, home);
  const std::size_t text = text_bytes(submission.method, submission.params);
  const std::size_t weight = 1 + route.more.size();
  Waiter waiter{std::move(submission.completion), submission.deadline,           bytes, submission.retry,
                submission.is_cancellable,        mark_of(route, bounds_.lanes), now};
  Pushed pushed;
  pushed.bytes = bytes;
  if (Entry* const last = joinable(home, others, weight, text, waiter.retry)) {
    last->group.add(submission.method, submission.params, submission.repeat, std::move(waiter), weight);
    const bool full = is_full(last->group);
    if (full) usual_ = {last->group.waiters.size(), last->group.commands.bytes()};
    pushed.may_start = full && !lanes_[last->multi_lane ? last->multi_lane->home : home].under_way;
  } else {
    pushed.bytes += (1 + others.size()) * (sizeof(Entry) + kEntryOverhead);
    waiter.bytes = pushed.bytes;
    Group group = spare_group();
    group.opened = now;
    if (lanes_[home].under_way || !lanes_[home].entries.empty())
      group.reserve_as(usual_.commands, usual_.bytes);
    group.add(submission.method, submission.params, submission.repeat, std::move(waiter), weight);
    pushed.may_start =
        !lanes_[home].under_way || !others.empty();  // a barrier ends max_delay for the group before it
    place(home, std::move(others), std::move(group));
  }
  earliest_ = std::min(earliest_, submission.deadline);
  ++waiting_;
  return pushed;
}

void Lanes::count_reached() noexcept {
  for (Lane& lane : lanes_) {
    if (lane.under_way || !lane.sides.empty() || lane.entries.empty() || !lane.entries.front().is_barrier)
      continue;
    Entry& barrier = lane.entries.front();
    if (!std::exchange(barrier.reached, true)) ++barrier.multi_lane->reached;
  }
}

bool Lanes::is_clear(const Lane& lane) const {
  if (lane.under_way || lane.entries.empty() || lane.entries.front().is_barrier) return false;
  const Entry& first = lane.entries.front();
  if (!lane.sides.empty() && (first.multi_lane || first.group.has_several || first.group.halved))
    return false;
  const MultiLanePtr& multi_lane = first.multi_lane;
  return !multi_lane || multi_lane->reached == multi_lane->blocked.size();
}

std::optional<Lanes::Time> Lanes::held_until(const Lane& lane) const {
  // Waiting is no use if another entry follows, or if no command can be added.
  if (lane.entries.size() != 1 || bounds_.max_delay.count() == 0) return std::nullopt;
  const Entry& first = lane.entries.front();
  if (first.undelayed || first.group.halved || is_full(first.group)) return std::nullopt;
  return first.group.opened + bounds_.max_delay;
}

std::optional<Lanes::ReadyGroup> Lanes::take(Time now) {
  count_reached();
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const std::size_t at = (next_ + i) % lanes_.size();
    Lane& lane = lanes_[at];
    while (is_clear(lane)) {
      if (const auto held = held_until(lane); held && *held > now) break;
      if (!lane.sides.empty() && !give_to_sides(lane)) continue;
      next_ = at + 1;
      gather(lane);
      ReadyGroup ready{at, std::move(lane.entries.front().group)};
      lane.multi_lane = std::move(lane.entries.front().multi_lane);
      lane.entries.pop_front();
      lane.under_way = true;
      lane.began = now;
      for (const Waiter& waiter : ready.group.waiters) waiting_ -= waiter.completion ? 1U : 0U;
      if (waiting_ == 0) earliest_ = Time::max();
      return ready;
    }
  }
  return std::nullopt;
}

void Lanes::gather(Lane& lane) noexcept {
  const std::size_t factor = lane.growth.factor();
  auto& entries = lane.entries;
  while (factor > 1 && !entries.front().multi_lane && lane.sides.empty() && entries.size() > 1) {
    const Entry& next = entries[1];
    if (next.is_barrier || next.multi_lane || next.group.halved ||
        !has_room(entries.front().group, next.group.weight, next.group.commands.bytes(),
                  next.group.waiters.front().retry, factor))
      break;
    try {
      entries.front().group.absorb(entries[1].group);
    } catch (const std::bad_alloc&) {  // it is sent alone
      break;
    }
    entries.erase(entries.begin() + 1);
  }
  Group& group = entries.front().group;
  lane.factor = !group.halved && is_nearly_full(group, factor) ? factor : 0;
  if (group.halved) return;
  const std::size_t bytes = std::max<std::size_t>(bounds_.batch_bytes, 1);
  std::size_t times =
      std::max((group.weight - 1) / bounds_.batch_commands, (group.commands.bytes() - 1) / bytes);
  for (; times > 0; times /= 2) ++group.halvings;
}

void Lanes::release(Lane& lane) noexcept {
  lane.under_way = false;
  if (!lane.marks.empty() && lane.entries.empty()) leave_side(lane);
  if (!lane.multi_lane) return;
  for (const std::size_t other : lane.multi_lane->blocked) lanes_[other].entries.pop_front();
  lane.multi_lane.reset();
}

void Lanes::returned(std::size_t lane, Group spent, Time now) noexcept {
  Lane& there = lanes_[lane];
  if (there.factor == there.growth.factor() && spent.weight > 0)
    there.growth.learn(spent.weight, now - there.began);
  release(there);
  const bool is_huge = spent.commands.bytes() > kSpareBatches * bounds_.batch_bytes;
  spent.clear();
  if (!is_huge && spares_.size() < bounds_.lanes) spares_.push_back(std::move(spent));
}

void Lanes::put_back(std::size_t lane, std::vector<Group>&& groups) {
  Lane& there = lanes_[lane];
  std::size_t made = 0;
  try {
    for (; made < groups.size(); ++made) there.entries.emplace_front();
  } catch (...) {
    for (; made > 0; --made) there.entries.pop_front();
    throw;
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (const Waiter& waiter : groups[i].waiters) waiting_ += waiter.completion ? 1U : 0U;
    earliest_ = std::min(earliest_, groups[i].earliest);
    there.entries[i].group = std::move(groups[i]);
  }
  there.growth.too_large(there.factor);
  there.factor = 0;
  // The barriers stay until the last part is done.
  there.entries[groups.size() - 1].multi_lane = std::move(there.multi_lane);
  there.under_way = false;
}

void Lanes::end_delay() noexcept {
  for (Lane& lane : lanes_) {
    for (Entry& entry : lane.entries) entry.undelayed = true;
  }
}

}  // namespace cent::detail

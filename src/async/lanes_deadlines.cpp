#include <algorithm>
#include <utility>

#include "async/lanes.hpp"

namespace cent::detail {

std::optional<Lanes::Time> Lanes::next_delay_end() const {
  std::optional<Time> next;
  for (const Lane& lane : lanes_) {
    if (!is_clear(lane)) continue;
    const auto held = held_until(lane);
    if (held && (!next || *held < *next)) next = held;
  }
  return next;
}

std::vector<Unsent> Lanes::expired(Time now) {
  std::vector<Unsent> gone;
  if (now < earliest_) return gone;
  std::size_t most = 0;
  for (const Lane& lane : lanes_) {
    for (const Entry& entry : lane.entries) {
      if (entry.group.earliest <= now) most += entry.group.waiters.size();
    }
  }
  gone.reserve(most);  // up front, so that no waiter is lost if memory runs out
  earliest_ = Time::max();
  for (Lane& lane : lanes_) {
    for (Entry& entry : lane.entries) {
      if (entry.group.expire(now, gone) > 0) entry.group.compact();
      earliest_ = std::min(earliest_, entry.group.earliest);
    }
  }
  waiting_ -= gone.size();
  if (!gone.empty()) drop_expired();
  return gone;
}

void Lanes::drop_expired() noexcept {
  // Otherwise expired texts would pile up without a bound behind a request that hangs.
  for (Lane& lane : lanes_) {
    for (auto entry = lane.entries.begin(); entry != lane.entries.end();) {
      // A half stays, since the other half may still need its barriers.
      if (entry->is_barrier || entry->group.halved || entry->group.is_alive()) {
        ++entry;
        continue;
      }
      const MultiLanePtr multi_lane = std::move(entry->multi_lane);
      entry = lane.entries.erase(entry);
      if (!multi_lane) continue;
      for (const std::size_t other : multi_lane->blocked) {
        auto& there = lanes_[other].entries;
        there.erase(std::find_if(there.begin(), there.end(), [&](const Entry& one) {
          return one.is_barrier && one.multi_lane == multi_lane;
        }));
      }
    }
    if (!lane.marks.empty() && !lane.under_way && lane.entries.empty()) leave_side(lane);
  }
}

std::vector<Unsent> Lanes::take_all() {
  for (Lane& lane : lanes_) {
    for (Entry& entry : lane.entries) {
      entry.group.earliest = Time::min();
      for (Waiter& waiter : entry.group.waiters) waiter.deadline = Time::min();
    }
  }
  earliest_ = Time::min();
  return expired(Time::min());
}

std::optional<Lanes::Time> Lanes::oldest() const {
  std::optional<Time> oldest;
  for (const Lane& lane : lanes_) {
    for (const Entry& entry : lane.entries) {
      if (!entry.group.is_alive()) continue;
      if (!oldest || entry.group.opened < *oldest) oldest = entry.group.opened;
      break;
    }
  }
  return oldest;
}

}  // namespace cent::detail

#include <algorithm>
#include <utility>

#include "async/lanes.hpp"

namespace cent::detail {

std::optional<Lanes::Time> Lanes::next_departure() const {
  std::optional<Time> next;
  for (const Lane& lane : lanes_) {
    if (!is_clear(lane)) continue;
    const auto held = held_until(lane);
    if (held && (!next || *held < *next)) next = held;
  }
  return next;
}

std::vector<Waiter> Lanes::expired(Time now) {
  std::vector<Waiter> gone;
  if (now < earliest_) return gone;
  std::size_t most = 0;
  for (const Lane& lane : lanes_) {
    for (const Entry& entry : lane.entries) {
      if (entry.parcel.earliest <= now) most += entry.parcel.waiters.size();
    }
  }
  gone.reserve(most);  // so that nothing is lost half way
  earliest_ = Time::max();
  for (Lane& lane : lanes_) {
    for (Entry& entry : lane.entries) {
      if (entry.parcel.expire(now, gone) > 0) entry.parcel.compact();
      earliest_ = std::min(earliest_, entry.parcel.earliest);
    }
  }
  waiting_ -= gone.size();
  if (!gone.empty()) drop_dead();
  return gone;
}

void Lanes::drop_dead() noexcept {
  // Behind a lane that hangs, texts that nobody waits for would pile up without a bound.
  for (Lane& lane : lanes_) {
    for (auto entry = lane.entries.begin(); entry != lane.entries.end();) {
      // A half stays: the gates that it holds may still be needed for the other.
      if (entry->gate || entry->parcel.halved || entry->parcel.is_alive()) {
        ++entry;
        continue;
      }
      const CrossingPtr crossing = std::move(entry->crossing);
      entry = lane.entries.erase(entry);
      if (!crossing) continue;
      for (const std::size_t other : crossing->gates) {
        auto& there = lanes_[other].entries;
        there.erase(std::find_if(there.begin(), there.end(),
                                 [&](const Entry& one) { return one.gate && one.crossing == crossing; }));
      }
    }
  }
}

std::vector<Waiter> Lanes::take_all() {
  for (Lane& lane : lanes_) {
    for (Entry& entry : lane.entries) {
      entry.parcel.earliest = Time::min();
      for (Waiter& waiter : entry.parcel.waiters) waiter.deadline = Time::min();
    }
  }
  earliest_ = Time::min();
  return expired(Time::min());
}

std::optional<Lanes::Time> Lanes::oldest() const {
  std::optional<Time> oldest;
  for (const Lane& lane : lanes_) {
    for (const Entry& entry : lane.entries) {
      if (!entry.parcel.is_alive()) continue;
      if (!oldest || entry.parcel.opened < *oldest) oldest = entry.parcel.opened;
      break;
    }
  }
  return oldest;
}

}  // namespace cent::detail

#include "async/lanes.hpp"

#include <algorithm>
#include <utility>

namespace cent::detail {
namespace {

constexpr std::size_t kDeep = 2;  ///< Entries in a lane from which memory matters more than copying.
/// What the heap holds for a parcel beside its texts and waiters, and for a gate.
constexpr std::size_t kBesideEntry = 80;
/// A spare that holds more than so many batches' texts is not kept.
constexpr std::size_t kSpareBatches = 2;

}  // namespace

Lanes::Lanes(const Bounds& bounds) : bounds_(bounds), lanes_(bounds.lanes) { spares_.reserve(bounds.lanes); }

bool Lanes::has_room(const Parcel& parcel, std::size_t weight, std::size_t more_bytes, Retry retry) const {
  return !parcel.halved && parcel.waiters.front().retry == retry &&
         parcel.weight + weight <= bounds_.batch_commands &&
         parcel.commands.body().size() + more_bytes <= bounds_.batch_bytes;
}

bool Lanes::is_full(const Parcel& parcel) const {
  return parcel.weight >= bounds_.batch_commands || parcel.commands.body().size() >= bounds_.batch_bytes;
}

std::vector<std::size_t> Lanes::other_lanes(const Route& route, std::size_t home) const {
  std::vector<std::size_t> others;
  for (const std::size_t key : route.more) {
    if (key % lanes_.size() != home) others.push_back(key % lanes_.size());
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  return others;
}

Lanes::Entry* Lanes::last_parcel(std::size_t lane) {
  if (lanes_[lane].entries.empty()) return nullptr;
  Entry& last = lanes_[lane].entries.back();
  if (!last.gate) return &last;
  auto& there = lanes_[last.crossing->home].entries;
  const bool is_its_parcel = !there.empty() && !there.back().gate && there.back().crossing == last.crossing;
  return is_its_parcel ? &there.back() : nullptr;
}

Lanes::Entry* Lanes::joinable(std::size_t home, const std::vector<std::size_t>& others, std::size_t weight,
                              std::size_t bytes, Retry retry) {
  Entry* const last = last_parcel(home);
  if (last == nullptr || !has_room(last->parcel, weight, bytes, retry)) return nullptr;
  const bool in_all = std::all_of(others.begin(), others.end(),
                                  [&](std::size_t other) { return last_parcel(other) == last; });
  return in_all ? last : nullptr;
}

Parcel Lanes::fresh_parcel() noexcept {
  if (spares_.empty()) return {};
  Parcel parcel = std::move(spares_.back());
  spares_.pop_back();
  return parcel;
}

void Lanes::place(std::size_t home, std::vector<std::size_t> others, Parcel parcel) {
  auto& entries = lanes_[home].entries;
  if (entries.size() >= kDeep) entries.back().parcel.shrink();
  CrossingPtr crossing;
  std::size_t gates = 0;
  if (!others.empty()) {
    crossing = std::make_shared<Crossing>();
    crossing->home = home;
    crossing->gates = std::move(others);
  }
  try {
    for (; crossing && gates < crossing->gates.size(); ++gates) {
      Entry& gate = lanes_[crossing->gates[gates]].entries.emplace_back();
      gate.gate = true;
      gate.crossing = crossing;
    }
    entries.emplace_back();
  } catch (...) {
    for (std::size_t i = 0; i < gates; ++i) lanes_[crossing->gates[i]].entries.pop_back();
    throw;
  }
  entries.back().crossing = std::move(crossing);
  entries.back().parcel = std::move(parcel);
}

std::size_t Lanes::most_bytes_beside(const Route& route) const noexcept {
  return (1 + std::min(route.more.size(), lanes_.size() - 1)) * (sizeof(Entry) + kBesideEntry);
}

Lanes::Pushed Lanes::push(const Route& route, std::string_view method, std::string_view params, Repeat repeat,
                          Waiter waiter, Time now) {
  const std::size_t home = route.anywhere ? next_any_++ % lanes_.size() : route.key % lanes_.size();
  std::vector<std::size_t> others = other_lanes(route, home);
  const std::size_t bytes = method.size() + params.size() + 8;
  const std::size_t weight = 1 + route.more.size();
  const Time deadline = waiter.deadline;
  Pushed pushed;
  pushed.bytes = waiter.bytes;
  if (Entry* const last = joinable(home, others, weight, bytes, waiter.retry)) {
    last->parcel.add(method, params, repeat, std::move(waiter), weight);
    pushed.news = is_full(last->parcel) && !lanes_[last->crossing ? last->crossing->home : home].away;
  } else {
    pushed.bytes += (1 + others.size()) * (sizeof(Entry) + kBesideEntry);
    waiter.bytes = pushed.bytes;
    Parcel parcel = fresh_parcel();
    parcel.opened = now;
    parcel.add(method, params, repeat, std::move(waiter), weight);
    pushed.news = !lanes_[home].away || !others.empty();  // a gate may free a parcel before it from max_delay
    place(home, std::move(others), std::move(parcel));
  }
  earliest_ = std::min(earliest_, deadline);
  ++waiting_;
  return pushed;
}

void Lanes::count_arrivals() noexcept {
  for (Lane& lane : lanes_) {
    if (lane.away || lane.entries.empty() || !lane.entries.front().gate) continue;
    Entry& gate = lane.entries.front();
    if (!std::exchange(gate.arrived, true)) ++gate.crossing->arrived;
  }
}

bool Lanes::is_clear(const Lane& lane) const {
  if (lane.away || lane.entries.empty() || lane.entries.front().gate) return false;
  const CrossingPtr& crossing = lane.entries.front().crossing;
  return !crossing || crossing->arrived == crossing->gates.size();
}

std::optional<Lanes::Time> Lanes::held_until(const Lane& lane) const {
  // What stands behind it, or what may not take others in, gains nothing by waiting.
  if (lane.entries.size() != 1 || bounds_.max_delay.count() == 0) return std::nullopt;
  const Entry& first = lane.entries.front();
  if (first.hurried || first.parcel.halved || is_full(first.parcel)) return std::nullopt;
  return first.parcel.opened + bounds_.max_delay;
}

std::optional<Lanes::Departure> Lanes::take(Time now) {
  count_arrivals();
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const std::size_t at = (next_ + i) % lanes_.size();
    Lane& lane = lanes_[at];
    if (!is_clear(lane)) continue;
    if (const auto held = held_until(lane); held && *held > now) continue;
    next_ = at + 1;
    Departure departure{at, std::move(lane.entries.front().parcel)};
    lane.crossing = std::move(lane.entries.front().crossing);
    lane.entries.pop_front();
    lane.away = true;
    for (const Waiter& waiter : departure.parcel.waiters) waiting_ -= waiter.completion ? 1U : 0U;
    if (waiting_ == 0) earliest_ = Time::max();
    return departure;
  }
  return std::nullopt;
}

void Lanes::release(Lane& lane) noexcept {
  lane.away = false;
  if (!lane.crossing) return;
  for (const std::size_t other : lane.crossing->gates) lanes_[other].entries.pop_front();
  lane.crossing.reset();
}

void Lanes::returned(std::size_t lane, Parcel spent) noexcept {
  release(lanes_[lane]);
  const bool is_huge = spent.commands.body().size() > kSpareBatches * bounds_.batch_bytes;
  spent.clear();
  if (!is_huge && spares_.size() < lanes_.size()) spares_.push_back(std::move(spent));
}

void Lanes::put_back(std::size_t lane, std::vector<Parcel>&& parcels) {
  Lane& there = lanes_[lane];
  std::size_t made = 0;
  try {
    for (; made < parcels.size(); ++made) there.entries.emplace_front();
  } catch (...) {
    for (; made > 0; --made) there.entries.pop_front();
    throw;
  }
  for (std::size_t i = 0; i < parcels.size(); ++i) {
    for (const Waiter& waiter : parcels[i].waiters) waiting_ += waiter.completion ? 1U : 0U;
    earliest_ = std::min(earliest_, parcels[i].earliest);
    there.entries[i].parcel = std::move(parcels[i]);
  }
  // Gates stand where they stood until the last part is back.
  there.entries[parcels.size() - 1].crossing = std::move(there.crossing);
  there.away = false;
}

void Lanes::hurry() noexcept {
  for (Lane& lane : lanes_) {
    for (Entry& entry : lane.entries) entry.hurried = true;
  }
}

}  // namespace cent::detail

#include "async/group.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include "protocol/channel_of.hpp"

namespace cent::detail {
namespace {

constexpr auto waits = [](const Waiter& waiter) { return waiter.completion != nullptr; };

}  // namespace

void Group::add(std::string_view method, std::string_view params, Repeat repeat, Waiter&& waiter,
                std::size_t weight_of_it) {
  reserve_one();
  commands.push(method, params, repeat);
  earliest = std::min(earliest, waiter.deadline);
  waiters.push_back(std::move(waiter));
  weight += weight_of_it;
  has_several = has_several || weight_of_it > 1;
}

void Group::reserve_one() {
  if (waiters.size() == waiters.capacity()) waiters.reserve(waiters.empty() ? 4 : waiters.size() * 2);
}

void Group::move_in(Group& from, std::size_t at) {
  reserve_one();
  commands.push(from.commands.method(at), from.commands.params(at), from.commands.repeat(at));
  Waiter& waiter = from.waiters[at];
  if (waiters.empty()) opened = from.opened;
  earliest = std::min(earliest, waiter.deadline);
  waiters.push_back(std::move(waiter));
  ++weight;
}

void Group::absorb(Group& other) {
  waiters.reserve(waiters.size() + other.waiters.size());
  commands.append(other.commands);
  for (Waiter& waiter : other.waiters) waiters.push_back(std::move(waiter));
  earliest = std::min(earliest, other.earliest);
  has_several = has_several || other.has_several;
  weight += other.weight;
}

void Group::clear() noexcept {
  commands.clear();
  waiters.clear();
  earliest = Time::max();
  halved = has_several = false;
  halvings = 1;
  weight = 0;
}

void Group::reserve_as(std::size_t count, std::size_t bytes) {
  commands.reserve(count, bytes);
  waiters.reserve(count);
}

void Group::shrink() {
  commands.shrink();
  waiters.shrink_to_fit();
}

bool Group::is_alive() const noexcept { return std::any_of(waiters.begin(), waiters.end(), waits); }

bool Group::has_gaps() const noexcept { return !std::all_of(waiters.begin(), waiters.end(), waits); }

std::size_t Group::expire(Time now, std::vector<Unsent>& gone) noexcept {
  if (earliest > now) return 0;
  const std::size_t before = gone.size();
  earliest = Time::max();
  for (std::size_t i = 0; i < waiters.size(); ++i) {
    Waiter& waiter = waiters[i];
    if (!waiter.completion) continue;
    if (waiter.deadline <= now) {
      gone.push_back({std::move(waiter), channel_of(commands.params(i))});
    } else {
      earliest = std::min(earliest, waiter.deadline);
    }
  }
  return gone.size() - before;
}

Group Group::texts(std::size_t begin, std::size_t end) const {
  Group part;
  part.opened = opened;
  part.has_several = has_several;
  for (std::size_t i = begin; i < end; ++i) {
    if (waiters[i].completion) part.commands.push(commands.method(i), commands.params(i), commands.repeat(i));
  }
  part.waiters.reserve(part.commands.size());
  return part;
}

void Group::move_waiters(std::size_t begin, std::size_t end, Group& to) noexcept {
  for (std::size_t i = begin; i < end; ++i) {
    if (!waiters[i].completion) continue;
    to.earliest = std::min(to.earliest, waiters[i].deadline);
    to.waiters.push_back(std::move(waiters[i]));
  }
}

void Group::compact() noexcept {
  const auto alive = std::count_if(waiters.begin(), waiters.end(), waits);
  if (alive == 0 || static_cast<std::size_t>(alive) * 5 > waiters.size() * 4) return;
  try {
    Group left = texts(0, waiters.size());
    move_waiters(0, waiters.size(), left);
    left.halved = halved;
    left.halvings = halvings;
    left.weight = weight;
    *this = std::move(left);
  } catch (const std::bad_alloc&) {  // only saves memory, so it can wait
  }
}

}  // namespace cent::detail

#include "async/lanes_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "async/outcomes.hpp"

namespace cent::test {

using detail::Group;
using detail::Lanes;
using detail::Waiter;

std::size_t LanesModel::submit(Command command) {
  commands_.push_back(std::move(command));
  waiting_.insert(commands_.size() - 1);
  return commands_.size() - 1;
}

bool LanesModel::meet(std::size_t one, std::size_t other) const {
  const auto& keys = commands_[one].keys;
  const auto& other_keys = commands_[other].keys;
  if (std::any_of(keys.begin(), keys.end(), [&](std::size_t key) { return other_keys.count(key) != 0; }))
    return true;
  const auto is_single = [&](std::size_t number) {
    return commands_[number].weight == 1 && commands_[number].keys.size() == 1;
  };
  const auto is_aside = [&](std::size_t number) {
    return aside_.count(*commands_[number].keys.begin()) != 0;
  };
  if (is_single(one) && is_single(other) && (is_aside(one) || is_aside(other))) return false;
  const auto& mine = commands_[one].lanes;
  const auto& theirs = commands_[other].lanes;
  return std::any_of(mine.begin(), mine.end(), [&](std::size_t lane) {
    return std::find(theirs.begin(), theirs.end(), lane) != theirs.end();
  });
}

void LanesModel::check_bounds(const Group& group, const std::vector<std::size_t>& numbers) const {
  if (group.waiters.size() > 1) {
    std::size_t weight = 0;
    for (const std::size_t number : numbers) weight += commands_[number].weight;
    EXPECT_LE(weight, bounds_.batch_commands * bounds_.growth) << "a broadcast counts once a channel";
    EXPECT_LE(group.commands.body().size(), bounds_.batch_bytes * bounds_.growth);
  }
  for (const std::size_t number : numbers) {
    EXPECT_EQ(commands_[number].retry, commands_[numbers.front()].retry) << "one fate, two policies";
    EXPECT_EQ(halved_.count(number), halved_.count(numbers.front())) << "a half took others in";
  }
}

void LanesModel::check_order(const std::vector<std::size_t>& numbers) const {
  EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end())) << "the group itself is out of order";
  const std::set<std::size_t> together(numbers.begin(), numbers.end());
  for (const std::size_t number : numbers) {
    for (const std::size_t earlier : waiting_) {
      if (earlier >= number) break;
      EXPECT_TRUE(together.count(earlier) != 0 || !meet(number, earlier))
          << number << " overtook " << earlier << ", which waits";
    }
    for (const auto& [lane, others] : away_) {
      for (const std::size_t other : others) {
        EXPECT_FALSE(meet(number, other)) << number << " left while " << other << " was away";
      }
    }
  }
}

void LanesModel::left(const Lanes::ReadyGroup& ready, Time now) {
  std::vector<std::size_t> numbers;
  const Group& group = ready.group;
  ASSERT_EQ(group.commands.size(), group.waiters.size());
  ASSERT_FALSE(group.waiters.empty());
  EXPECT_EQ(away_.count(ready.lane), 0U) << "two groups of one lane are away";
  Time earliest = Time::max();
  for (std::size_t i = 0; i < group.waiters.size(); ++i) {
    const Waiter& waiter = group.waiters[i];
    if (!waiter.completion) continue;
    const std::size_t number = number_of(*waiter.completion);
    ASSERT_EQ(waiting_.count(number), 1U) << number << " left twice";
    EXPECT_EQ(group.commands.params(i).substr(0, 5 + std::to_string(number).size()),
              "{\"n\":" + std::to_string(number));
    EXPECT_GT(waiter.deadline, now) << "left after its deadline";
    earliest = std::min(earliest, waiter.deadline);
    numbers.push_back(number);
  }
  EXPECT_LE(group.earliest, earliest);
  EXPECT_TRUE(group.halved || !numbers.empty()) << "a group that nobody waits for";
  check_bounds(group, numbers);
  check_order(numbers);
  for (const std::size_t number : numbers) waiting_.erase(number);
  away_[ready.lane] = std::move(numbers);
  most_at_once_ = std::max(most_at_once_, away_.size());
}

void LanesModel::nothing_leaves(const Lanes& lanes, Time now) const {
  const auto next = lanes.next_delay_end();
  if (next) {
    EXPECT_GT(*next, now) << "take() would be asked again and again";
  }
  if (!away_.empty() || waiting_.empty()) return;
  EXPECT_TRUE(next) << "commands wait for nothing";
  EXPECT_LE(next.value_or(now) - now, bounds_.max_delay);
}

void LanesModel::returned(std::size_t lane) { away_.erase(lane); }

void LanesModel::stepped_aside(std::size_t lane, std::size_t side, std::vector<std::size_t> numbers) {
  EXPECT_EQ(away_.count(side), 0U);
  for (const std::size_t number : numbers) aside_.insert(*commands_[number].keys.begin());
  away_.erase(lane);
  away_[side] = std::move(numbers);
}

void LanesModel::put_back(std::size_t lane, const std::vector<std::vector<std::size_t>>& parts) {
  for (const auto& part : parts) {
    waiting_.insert(part.begin(), part.end());
    halved_.insert(part.begin(), part.end());
  }
  away_.erase(lane);
}

void LanesModel::expired(const std::vector<detail::Unsent>& gone, Time now) {
  for (const Waiter& waiter : gone) {
    ASSERT_TRUE(waiter.completion);
    const std::size_t number = number_of(*waiter.completion);
    EXPECT_EQ(waiting_.erase(number), 1U) << number << " expired twice, or while it was away";
    EXPECT_LE(commands_[number].deadline, now);
  }
  for (const std::size_t number : waiting_) {
    EXPECT_GT(commands_[number].deadline, now) << number << " was forgotten";
  }
}

void LanesModel::all_taken(const std::vector<detail::Unsent>& gone) {
  for (const Waiter& waiter : gone) {
    ASSERT_TRUE(waiter.completion);
    EXPECT_EQ(waiting_.erase(number_of(*waiter.completion)), 1U);
  }
  EXPECT_TRUE(waiting_.empty());
}

void LanesModel::agrees(const Lanes& lanes) const {
  EXPECT_EQ(lanes.waiting(), waiting_.size());
  EXPECT_EQ(lanes.oldest().has_value(), !waiting_.empty());
  Time oldest = Time::max();
  Time earliest = Time::max();
  for (const std::size_t number : waiting_) {
    oldest = std::min(oldest, commands_[number].submitted);
    earliest = std::min(earliest, commands_[number].deadline);
  }
  if (!waiting_.empty()) {
    EXPECT_LE(lanes.oldest().value_or(Time::max()), oldest);
  }
  EXPECT_LE(lanes.earliest_deadline(), earliest);
  if (waiting_.empty()) {
    EXPECT_EQ(lanes.earliest_deadline(), Time::max());
  }
}

}  // namespace cent::test

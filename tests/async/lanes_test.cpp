#include "async/lanes.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "async/outcomes.hpp"

namespace cent::test {
namespace {

using detail::Group;
using detail::Lanes;
using detail::Route;
using detail::Waiter;
using std::chrono::microseconds;
using std::chrono::milliseconds;

using Time = Waiter::Time;
using Numbers = std::vector<std::size_t>;

/// Lanes whose keys are the lanes' own numbers, and commands that are numbers.
class LanesTest : public testing::Test {
 protected:
  explicit LanesTest() { make(4); }

  void make(std::size_t lanes, std::size_t batch_commands = 100, microseconds max_delay = {}) {
    lanes_ = std::make_unique<Lanes>(Lanes::Bounds{lanes, batch_commands, 1000, max_delay});
  }

  static Route route(const Numbers& keys) {
    Route made;
    for (const std::size_t key : keys) {
      if (made.anywhere) {
        made.key = key;
        made.anywhere = false;
      } else {
        made.more.push_back(key);
      }
    }
    return made;
  }

  bool push(std::size_t number, const Numbers& keys, std::size_t bytes = 2, Retry retry = Retry::by_policy) {
    const std::string params = "{" + std::string(bytes - 2, ' ') + "}";
    detail::Submission submission;
    submission.method = "publish";
    submission.params = params;
    submission.route = route(keys);
    submission.completion = numbered(number);
    submission.deadline = now_ + milliseconds{number + 1000};
    submission.retry = retry;
    return lanes_->push(submission, 0, now_).may_start;
  }

  static Numbers numbers(const Group& group) {
    Numbers found;
    for (const Waiter& waiter : group.waiters) {
      if (waiter.completion) found.push_back(number_of(*waiter.completion));
    }
    return found;
  }

  /// Everything that may leave now.
  std::vector<Numbers> take() {
    std::vector<Numbers> left;
    while (auto ready = lanes_->take(now_)) {
      left.push_back(numbers(ready->group));
      away_[ready->lane] = std::move(ready->group);
    }
    return left;
  }
  void come_back(std::size_t lane) {
    lanes_->returned(lane, std::move(away_.at(lane)), now_);
    away_.erase(lane);
  }

  /// The side lane to which the group that is away of a lane has gone, if it can.
  std::optional<std::size_t> step_aside(std::size_t lane, detail::Mark mark) {
    const auto side = lanes_->step_aside(lane, {mark});
    if (side) {
      away_[*side] = std::move(away_.at(lane));
      away_.erase(lane);
    }
    return side;
  }

  Time now_{milliseconds{1}};
  std::unique_ptr<Lanes> lanes_;
  std::map<std::size_t, Group> away_;
};

TEST_F(LanesTest, ALoneCommandGoesAtOnce) {
  EXPECT_TRUE(push(1, {0}));
  EXPECT_EQ(take(), (std::vector<Numbers>{{1}}));
  EXPECT_EQ(lanes_->waiting(), 0U);
}

TEST_F(LanesTest, CommandsThatArriveWhileAGroupIsUnderWayGather) {
  push(1, {0});
  take();
  EXPECT_FALSE(push(2, {0})) << "nothing can be done about it yet";
  EXPECT_FALSE(push(3, {4}));  // the same lane
  EXPECT_TRUE(push(4, {1}));
  EXPECT_EQ(take(), (std::vector<Numbers>{{4}}));
  come_back(0);
  EXPECT_EQ(take(), (std::vector<Numbers>{{2, 3}}));
}

TEST_F(LanesTest, ABatchIsBoundedInCommandsAndBytes) {
  make(1, 3);
  for (std::size_t i = 0; i < 5; ++i) push(i, {0});
  push(5, {0}, 600);
  push(6, {0}, 600);
  push(7, {0}, 5000);
  push(8, {0});
  std::vector<Numbers> left;
  for (auto now = take(); !now.empty(); now = take()) {
    left.push_back(now.front());
    come_back(0);
  }
  EXPECT_EQ(left, (std::vector<Numbers>{{0, 1, 2}, {3, 4, 5}, {6}, {7}, {8}}));
}

TEST_F(LanesTest, ABroadcastCountsOnceAChannelAndGoesAloneIfThatIsTooMany) {
  make(1, 4);
  push(0, {0});
  push(1, {0, 1, 2});
  push(2, {0});
  push(3, {0, 1, 2, 3, 4, 5});
  push(4, {0, 1});
  push(5, {0});
  std::vector<Numbers> left;
  for (auto now = take(); !now.empty(); now = take()) {
    left.push_back(now.front());
    come_back(0);
  }
  EXPECT_EQ(left, (std::vector<Numbers>{{0, 1}, {2}, {3}, {4, 5}}));
}

TEST_F(LanesTest, ABatchIsOfOneRetrySetting) {
  push(1, {0});
  push(2, {0}, 2, Retry::never);
  push(3, {0}, 2, Retry::never);
  push(4, {0});
  EXPECT_EQ(take(), (std::vector<Numbers>{{1}}));
  come_back(0);
  EXPECT_EQ(take(), (std::vector<Numbers>{{2, 3}}));
  come_back(0);
  EXPECT_EQ(take(), (std::vector<Numbers>{{4}}));
}

TEST_F(LanesTest, CommandsWithoutAKeyAreSpread) {
  for (std::size_t i = 0; i < 8; ++i) push(i, {});
  EXPECT_EQ(take(), (std::vector<Numbers>{{0, 4}, {1, 5}, {2, 6}, {3, 7}}));
}

TEST_F(LanesTest, ACommandWithSeveralKeysWaitsForAllItsLanesAndHoldsThem) {
  push(1, {0});
  push(2, {1});
  take();
  push(3, {0, 1});
  push(4, {1});
  push(5, {2});
  come_back(0);
  EXPECT_EQ(take(), (std::vector<Numbers>{{5}})) << "lane 1 is still away";
  come_back(1);
  EXPECT_EQ(take(), (std::vector<Numbers>{{3, 4}}));
  push(6, {1});
  EXPECT_TRUE(take().empty()) << "lane 1 is held by what left from lane 0";
  come_back(0);
  EXPECT_EQ(take(), (std::vector<Numbers>{{6}}));
}

TEST_F(LanesTest, CommandsOfSeveralLanesDoNotBlockEachOther) {
  push(1, {0, 1});
  push(2, {1, 2});
  push(3, {2, 0});
  push(4, {3, 2, 1, 0});
  std::vector<Numbers> left;
  for (auto now = take(); !now.empty(); now = take()) {
    left.insert(left.end(), now.begin(), now.end());
    while (!away_.empty()) come_back(away_.begin()->first);
  }
  EXPECT_EQ(left, (std::vector<Numbers>{{1}, {2}, {3}, {4}}));
}

TEST_F(LanesTest, BroadcastsToTheSameLanesShareABatch) {
  push(1, {0, 1, 2, 3});
  push(2, {3, 0, 1});
  push(3, {2});
  push(4, {1, 0, 2, 3});
  EXPECT_EQ(take(), (std::vector<Numbers>{{1, 2, 3, 4}}));
  push(5, {3, 2, 1, 0});
  push(6, {0});
  push(7, {1, 0});
  EXPECT_TRUE(take().empty());
  come_back(0);
  EXPECT_EQ(take(), (std::vector<Numbers>{{5, 6, 7}}));
}

TEST_F(LanesTest, ABroadcastDoesNotJoinWhatIsNotLastInAllItsLanes) {
  push(1, {0});
  push(2, {1});
  push(3, {0, 1});
  EXPECT_EQ(take(), (std::vector<Numbers>{{1}, {2}}));
  push(4, {0, 1, 2});  // lane 2 is not held for 3
  come_back(0);
  come_back(1);
  EXPECT_EQ(take(), (std::vector<Numbers>{{3}}));
}

TEST_F(LanesTest, WithMaxDelayACommandWaitsForOthers) {
  make(2, 3, milliseconds{5});
  EXPECT_TRUE(push(1, {0})) << "max_delay may end earlier now";
  EXPECT_TRUE(take().empty());
  EXPECT_EQ(lanes_->next_delay_end(), now_ + milliseconds{5});
  now_ += milliseconds{4};
  EXPECT_FALSE(push(2, {0}));
  EXPECT_TRUE(take().empty());
  now_ += milliseconds{1};
  EXPECT_EQ(take(), (std::vector<Numbers>{{1, 2}}));
  EXPECT_EQ(lanes_->next_delay_end(), std::nullopt);
}

TEST_F(LanesTest, WithMaxDelayAFullBatchGoesAtOnce) {
  make(2, 3, milliseconds{5});
  push(1, {0});
  push(2, {0});
  EXPECT_TRUE(push(3, {0}));
  EXPECT_EQ(take(), (std::vector<Numbers>{{1, 2, 3}}));
}

TEST_F(LanesTest, WithMaxDelayWhatHasSomethingBehindItGoesAtOnce) {
  make(2, 3, milliseconds{5});
  push(1, {0});
  EXPECT_TRUE(push(2, {0}, 2, Retry::never));
  EXPECT_EQ(take(), (std::vector<Numbers>{{1}}));
  make(2, 3, milliseconds{5});
  push(1, {0});
  push(2, {1});
  take();
  EXPECT_TRUE(push(3, {1, 0})) << "a barrier follows 1";
  EXPECT_EQ(take(), (std::vector<Numbers>{{1}, {2}}));
}

TEST_F(LanesTest, AGroupThatWaitsForOtherLanesHasNoEndOfDelay) {
  make(2, 100, milliseconds{5});
  push(1, {1}, 2000);
  EXPECT_EQ(take(), (std::vector<Numbers>{{1}}));
  push(2, {0, 1});
  now_ += milliseconds{50};
  EXPECT_TRUE(take().empty());
  EXPECT_EQ(lanes_->next_delay_end(), std::nullopt) << "it would be asked again and again";
  come_back(1);
  EXPECT_EQ(take(), (std::vector<Numbers>{{2}}));
}

TEST_F(LanesTest, EndDelayReleasesQueuedGroups) {
  make(2, 100, milliseconds{5});
  push(1, {0});
  lanes_->end_delay();
  EXPECT_EQ(take(), (std::vector<Numbers>{{1}}));
  push(2, {1});
  EXPECT_TRUE(take().empty()) << "only for groups queued at that time";
}

TEST_F(LanesTest, ExpiresExactlyThoseWhoseDeadlineHasCome) {
  for (std::size_t i = 0; i < 6; ++i) push(i, {i % 2});
  EXPECT_EQ(lanes_->earliest_deadline(), now_ + milliseconds{1000});
  EXPECT_TRUE(lanes_->expired(now_ + milliseconds{999}).empty());
  const auto gone = lanes_->expired(now_ + milliseconds{1002});
  ASSERT_EQ(gone.size(), 3U);
  EXPECT_EQ(lanes_->waiting(), 3U);
  EXPECT_EQ(lanes_->earliest_deadline(), now_ + milliseconds{1003});
  EXPECT_EQ(take(), (std::vector<Numbers>{{4}, {3, 5}}));
}

TEST_F(LanesTest, ABroadcastThatExpiresLeavesNoBarrierBehind) {
  push(1, {1});
  take();
  push(2, {0, 1});
  push(3, {0}, 2, Retry::never);
  const auto gone = lanes_->expired(now_ + milliseconds{1002});
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(take(), (std::vector<Numbers>{{3}}));
  push(4, {1});
  come_back(1);
  EXPECT_EQ(take(), (std::vector<Numbers>{{4}}));
}

TEST_F(LanesTest, TakesOutAllThatWait) {
  for (std::size_t i = 0; i < 6; ++i) push(i, {i % 4, (i + 1) % 4});
  take();
  const std::size_t waiting = lanes_->waiting();
  EXPECT_EQ(lanes_->take_all().size(), waiting);
  EXPECT_EQ(lanes_->waiting(), 0U);
  EXPECT_EQ(lanes_->oldest(), std::nullopt);
  EXPECT_EQ(lanes_->earliest_deadline(), Time::max());
}

/// With four lanes these keys share one, but for those of other channels.
constexpr std::size_t kBad = 4;
constexpr detail::Mark kBadMark = 2;

TEST_F(LanesTest, AChannelThatStepsAsideLetsTheOthersOfItsLanePass) {
  push(1, {kBad});
  take();
  push(2, {0});
  push(3, {kBad});
  push(4, {8});
  EXPECT_TRUE(take().empty());
  const auto side = step_aside(0, kBadMark);
  ASSERT_TRUE(side);
  EXPECT_EQ(take(), (std::vector<Numbers>{{2, 4}})) << "3 is of the channel that waits";
  push(5, {kBad});
  push(6, {0});
  come_back(0);
  EXPECT_EQ(take(), (std::vector<Numbers>{{6}}));
  EXPECT_EQ(lanes_->waiting(), 2U);
  come_back(*side);
  EXPECT_EQ(take(), (std::vector<Numbers>{{3, 5}}));
  push(7, {kBad});
  come_back(0);
  EXPECT_TRUE(take().empty()) << "5 is under way";
  come_back(*side);
  EXPECT_EQ(take(), (std::vector<Numbers>{{7}})) << "in its lane again, or in the side lane";
}

TEST_F(LanesTest, ABroadcastWaitsForTheSideLanesOfItsLanes) {
  push(1, {kBad});
  take();
  const auto side = step_aside(0, kBadMark);
  ASSERT_TRUE(side);
  push(2, {1, 0});
  push(3, {0});
  EXPECT_TRUE(take().empty());
  come_back(*side);
  EXPECT_EQ(take(), (std::vector<Numbers>{{2, 3}}));
}

TEST_F(LanesTest, EightGroupsStepAsideAndTheNinthHoldsItsLane) {
  for (std::size_t i = 0; i < 9; ++i) {
    push(i, {4 * i});
    ASSERT_EQ(take().size(), 1U);
    EXPECT_EQ(step_aside(0, static_cast<detail::Mark>(1 + i)).has_value(), i < 8);
  }
  push(9, {100});
  EXPECT_TRUE(take().empty());
  const std::size_t first_side = 4;
  EXPECT_FALSE(lanes_->step_aside(first_side, {1})) << "it is aside";
  come_back(first_side);
  EXPECT_EQ(lanes_->step_aside(0, {9}), first_side) << "it is used again";
}

TEST_F(LanesTest, WhatFollowsInASideLaneKeepsItsDeadline) {
  push(1, {kBad});
  take();
  const auto side = step_aside(0, kBadMark);
  ASSERT_TRUE(side);
  push(2, {kBad});
  EXPECT_TRUE(take().empty());
  now_ += milliseconds{5000};
  EXPECT_EQ(lanes_->expired(now_).size(), 1U);
  come_back(*side);
  push(3, {kBad});
  EXPECT_EQ(take(), (std::vector<Numbers>{{3}}));
}

TEST_F(LanesTest, CommandsThatArePutBackGoFirstAndAlone) {
  make(2, 100, milliseconds{5});
  push(1, {0});
  push(2, {1});
  push(3, {0, 1});
  push(4, {0});
  lanes_->end_delay();
  take();
  come_back(0);
  come_back(1);
  EXPECT_EQ(take(), (std::vector<Numbers>{{3, 4}}));
  push(5, {0});
  push(6, {1});
  Group& whole = away_.at(0);
  std::vector<Group> halves;
  for (std::size_t i = 0; i < 2; ++i) {
    halves.push_back(whole.texts(i, i + 1));
    whole.move_waiters(i, i + 1, halves.back());
    halves.back().halved = true;
  }
  lanes_->put_back(0, std::move(halves));
  EXPECT_EQ(lanes_->waiting(), 4U);
  EXPECT_EQ(take(), (std::vector<Numbers>{{3}})) << "at once, whatever max_delay is";
  come_back(0);
  EXPECT_EQ(take(), (std::vector<Numbers>{{4}})) << "the barrier stays until the last part is done";
  come_back(0);
  now_ += milliseconds{5};
  EXPECT_EQ(take(), (std::vector<Numbers>{{6}, {5}}));
}

TEST_F(LanesTest, GroupsOfALaneThatIsBehindGrowAndKeepTheirOrder) {
  Lanes::Bounds bounds{1, 2, 1000, {}};
  bounds.growth = 4;
  lanes_ = std::make_unique<Lanes>(bounds);
  constexpr std::size_t kCommands = 60;
  for (std::size_t number = 0; number < kCommands; ++number) push(number, {0});
  Numbers all;
  std::vector<std::size_t> sizes;
  while (auto ready = lanes_->take(now_)) {
    const Numbers taken = numbers(ready->group);
    sizes.push_back(taken.size());
    all.insert(all.end(), taken.begin(), taken.end());
    EXPECT_EQ(ready->group.commands.size(), taken.size());
    now_ += milliseconds{10};  // whatever the group holds
    lanes_->returned(ready->lane, std::move(ready->group), now_);
  }
  Numbers expected(kCommands);
  for (std::size_t number = 0; number < kCommands; ++number) expected[number] = number;
  EXPECT_EQ(all, expected);
  EXPECT_EQ(sizes, (std::vector<std::size_t>{2, 2, 2, 4, 4, 4, 8, 8, 8, 8, 8, 2}));
  EXPECT_EQ(lanes_->waiting(), 0U);
}

TEST_F(LanesTest, AGroupThatGrewMayBeHalvedUntilItIsAsSmallAsBefore) {
  Lanes::Bounds bounds{1, 2, 1000, {}};
  bounds.growth = 4;
  lanes_ = std::make_unique<Lanes>(bounds);
  for (std::size_t number = 0; number < 60; ++number) push(number, {0});
  std::map<std::size_t, unsigned> halvings;
  while (auto ready = lanes_->take(now_)) {
    halvings[ready->group.waiters.size()] = ready->group.halvings;
    now_ += milliseconds{10};
    lanes_->returned(ready->lane, std::move(ready->group), now_);
  }
  EXPECT_EQ(halvings, (std::map<std::size_t, unsigned>{{2, 1}, {4, 2}, {8, 3}}));
}

TEST_F(LanesTest, EachLaneHasItsTurn) {
  std::size_t number = 0;
  for (std::size_t lane = 0; lane < 4; ++lane) push(number++, {lane});
  std::vector<std::size_t> order;
  for (int i = 0; i < 12; ++i) {
    auto ready = lanes_->take(now_);
    ASSERT_TRUE(ready);
    order.push_back(ready->lane);
    lanes_->returned(ready->lane, std::move(ready->group), now_);
    push(number++, {order.back()});  // a busy lane is ready again at once
  }
  EXPECT_EQ(order, (Numbers{0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3}));
}

TEST_F(LanesTest, KnowSinceWhenTheOldestWaits) {
  push(1, {0});
  take();
  push(2, {0});
  const Time then = now_;
  now_ += milliseconds{3};
  push(3, {0});
  EXPECT_EQ(lanes_->oldest(), then);
}

}  // namespace
}  // namespace cent::test

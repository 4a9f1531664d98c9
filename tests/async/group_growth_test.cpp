#include "async/group_growth.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace cent::test {
namespace {

using detail::GroupGrowth;

/// A server that takes some time for each request and some for each command. Its lane is always behind.
struct Server {
  double request_ms;
  double command_ms;
  void answer(GroupGrowth& growth, int groups = 3) const {
    constexpr std::size_t kCommands = 500;
    for (int i = 0; i < groups; ++i) {
      const std::size_t commands = kCommands * growth.factor();
      const double time = request_ms + command_ms * static_cast<double>(commands);
      growth.learn(commands, std::chrono::nanoseconds{static_cast<long long>(time * 1e6)});
    }
  }
};

constexpr Server kFar{50, 0.002};
constexpr Server kBusy{1, 0.5};

TEST(GroupGrowth, GrowsWhereARequestCostsMoreThanItsCommands) {
  GroupGrowth growth{7};
  std::vector<std::size_t> factors;
  for (int i = 0; i < 4; ++i) {
    factors.push_back(growth.factor());
    kFar.answer(growth);
  }
  EXPECT_EQ(factors, (std::vector<std::size_t>{1, 2, 4, 7}));
}

TEST(GroupGrowth, StaysWhereLargerGroupsAreNotFaster) {
  GroupGrowth growth{7};
  int larger = 0;
  for (int i = 0; i < 1000; ++i) {
    kBusy.answer(growth, 1);
    larger += growth.factor() > 1 ? 1 : 0;
  }
  EXPECT_LT(larger, 100) << "trials are rare";
  EXPECT_GT(larger, 0);
}

TEST(GroupGrowth, ShrinksWhenTheServerBecomesBusyAndGrowsAgainAfterwards) {
  GroupGrowth growth{7};
  kFar.answer(growth, 100);
  ASSERT_GE(growth.factor(), 3U);
  kBusy.answer(growth, 300);
  EXPECT_LE(growth.factor(), 2U);
  kFar.answer(growth, 300);
  EXPECT_GE(growth.factor(), 3U);
}

TEST(GroupGrowth, StaysNearTheBestOfAllFixedSizes) {
  for (const Server& server : {kFar, kBusy, Server{2, 0.002}, Server{300, 0.01}, Server{5, 0.01}}) {
    GroupGrowth growth{7};
    server.answer(growth, 30);
    double commands = 0;
    double time = 0;
    for (int i = 0; i < 3000; ++i) {
      const auto size = 500.0 * static_cast<double>(growth.factor());
      commands += size;
      time += server.request_ms + server.command_ms * size;
      server.answer(growth, 1);
    }
    const double best = 3500 / (server.request_ms + server.command_ms * 3500);
    EXPECT_GE(commands / time, 0.85 * best) << server.request_ms << " " << server.command_ms;
  }
}

TEST(GroupGrowth, DoesNotGrowBeyondASecond) {
  constexpr Server kVeryFar{900, 0.4};
  GroupGrowth growth{7};
  for (int i = 0; i < 200; ++i) {
    kVeryFar.answer(growth, 1);
    ASSERT_LE(growth.factor(), 2U);
  }
}

TEST(GroupGrowth, NeverReachesASizeAgainThatWasTooLarge) {
  GroupGrowth growth{7};
  kFar.answer(growth, 12);
  ASSERT_EQ(growth.factor(), 7U);
  growth.too_large(7);
  for (int i = 0; i < 300; ++i) {
    kFar.answer(growth, 1);
    ASSERT_LE(growth.factor(), 3U);
  }
  growth.too_large(1);
  kFar.answer(growth, 300);
  EXPECT_EQ(growth.factor(), 1U);
}

TEST(GroupGrowth, IsOffAtOne) {
  GroupGrowth growth{1};
  kFar.answer(growth, 300);
  EXPECT_EQ(growth.factor(), 1U);
}

}  // namespace
}  // namespace cent::test

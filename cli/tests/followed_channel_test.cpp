// A followed channel: what a stream leaves out is read from the history, or named.
#include "cli/src/followed_channel.hpp"

#include <gtest/gtest.h>

#include <cent/errors.hpp>
#include <memory>
#include <string>
#include <vector>

namespace cent::test {
namespace {

using Lines = std::vector<std::string>;

Publication publication(std::uint64_t offset) {
  Publication one;
  one.offset = offset;
  return one;
}

/// A history with the offsets from first to top, of one epoch.
class Followed : public ::testing::Test {
 protected:
  Reply<HistoryResult> history(const HistoryRequest& request) {
    if (fault) return Reply<HistoryResult>::ErrorPtr(std::make_shared<ResponseError>(*fault));
    if (request.since && !request.since->epoch.empty() && request.since->epoch != epoch) {
      ErrorFacts other;
      other.code = ErrorCode::kUnrecoverablePosition;
      return Reply<HistoryResult>::ErrorPtr(std::make_shared<ResponseError>(other));
    }
    HistoryResult result;
    result.offset = top;
    result.epoch = epoch;
    const std::uint64_t behind = request.since ? request.since->offset : 0;
    if (!request.limit) return result;
    for (std::uint64_t i = std::max(behind + 1, first); i <= top; ++i) {
      result.publications.push_back(publication(i));
    }
    return result;
  }
  cli::FollowedChannel follow(std::optional<StreamPosition> since = {}) {
    return {"news",
            std::move(since),
            {[this](const HistoryRequest& request) { return history(request); },
             [this](const Publication& one) { lines.push_back(std::to_string(one.offset)); },
             [this](const std::string& text) { lines.push_back(text); }}};
  }
  void take(cli::FollowedChannel& channel, std::initializer_list<std::uint64_t> offsets) {
    for (const std::uint64_t offset : offsets) channel.take(publication(offset));
  }

  std::uint64_t first = 1;
  std::uint64_t top = 5;
  std::string epoch = "one";
  std::optional<ResponseError> fault{};
  Lines lines{};
};

TEST_F(Followed, BeginsWithWhatIsPublishedNow) {
  auto channel = follow();
  channel.connected();
  take(channel, {6, 7});
  EXPECT_EQ(lines, (Lines{"6", "7"}));
}

TEST_F(Followed, ShowsWhatCameWhileThePositionWasAsked) {
  auto channel = follow();
  channel.connected();
  take(channel, {5, 6});
  EXPECT_EQ(lines, (Lines{"5", "6"}));
}

TEST_F(Followed, BeginsBehindAPosition) {
  auto channel = follow(StreamPosition{3, "one"});
  channel.connected();
  take(channel, {5, 6});
  EXPECT_EQ(lines, (Lines{"4", "5", "6"}));
}

TEST_F(Followed, ReadsAfterABreakWhatItMissed) {
  auto channel = follow();
  channel.connected();
  take(channel, {6});
  top = 8;
  channel.connected();
  take(channel, {8, 9});
  EXPECT_EQ(lines, (Lines{"6", "7", "8", "9"}));
}

TEST_F(Followed, ShowsOnceWhatTheHistoryAndTheStreamBothHaveAfterABreak) {
  auto channel = follow();
  channel.connected();
  take(channel, {5});  // came while the position was asked
  top = 7;
  channel.connected();
  take(channel, {7, 8});
  EXPECT_EQ(lines, (Lines{"5", "6", "7", "8"}));
}

TEST_F(Followed, ReadsWhatTheStreamLeavesOut) {
  auto channel = follow();
  channel.connected();
  top = 8;
  take(channel, {6, 8, 9});
  EXPECT_EQ(lines, (Lines{"6", "7", "8", "9"}));
}

TEST_F(Followed, NamesWhatTheHistoryDoesNotKeep) {
  auto channel = follow(StreamPosition{2, "one"});
  first = 5;
  channel.connected();
  EXPECT_EQ(lines, (Lines{"2 publications before offset 5 are no longer kept", "5"}));
}

TEST_F(Followed, NamesAnotherEpoch) {
  auto channel = follow(StreamPosition{3, "one"});
  epoch = "two";
  top = 2;
  channel.connected();
  take(channel, {3});
  EXPECT_EQ(lines, (Lines{"the history was lost and began again, with epoch two", "1", "2", "3"}));
}

TEST_F(Followed, NamesOffsetsThatBeginAgain) {
  auto channel = follow();
  channel.connected();
  take(channel, {6, 1, 2});
  EXPECT_EQ(lines, (Lines{"6", "the history was lost and began again", "1", "2"}));
}

TEST_F(Followed, NamesAGapWithoutAHistory) {
  auto channel = follow();
  channel.connected();
  fault.emplace(ErrorFacts{"broken", "", "", Delivery::unknown});
  take(channel, {6, 9, 10});
  EXPECT_EQ(lines, (Lines{"6", "its history cannot be read: broken",
                          "2 publications are missing before offset 9", "9", "10"}));
}

TEST_F(Followed, SaysOnceThatThereIsNoHistory) {
  auto channel = follow();
  ErrorFacts facts;
  facts.code = ErrorCode::kNotAvailable;
  fault.emplace(facts);
  channel.connected();
  take(channel, {0, 0});
  channel.connected();
  take(channel, {0});
  EXPECT_EQ(lines, (Lines{"has no history: what is published while there is no connection is lost", "0", "0",
                          "connected again; publications may be missing", "0"}));
}

}  // namespace
}  // namespace cent::test

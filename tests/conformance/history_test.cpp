#include <cent/history_view.hpp>
#include <cent/values.hpp>

#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

std::vector<int> numbers(const HistoryResult& history) {
  std::vector<int> found;
  for (const Publication& one : history.publications) found.push_back(one.data.as<json>().get<int>());
  return found;
}

using Numbers = std::vector<int>;

TEST_P(Conformance, HistoryIsOldestFirstAndWhole) {
  Client cent = client();
  const std::string channel = fresh("history");
  for (int i = 1; i <= 5; ++i) cent.publish(channel, json(i));
  const HistoryResult all = cent.history(channel);
  EXPECT_EQ(numbers(all), (Numbers{1, 2, 3, 4, 5}));
  EXPECT_EQ(all.offset, since(3) ? 5U : 0U);
  EXPECT_EQ(all.epoch.empty(), !since(3));
  EXPECT_EQ(all.publications.back().offset, since(3) ? 5U : 0U);
  const HistoryView view = cent.call(HistoryViewRequest{{channel}});
  ASSERT_EQ(view.size(), all.publications.size());
  for (std::size_t i = 0; i < view.size(); ++i) EXPECT_TRUE(view[i].copy() == all.publications[i]);
  EXPECT_TRUE(view.position() == (StreamPosition{all.offset, all.epoch}));
}

TEST_P(Conformance, HistoryKeepsAsManyAsConfigured) {
  Client cent = client();
  const std::string channel = "ns:" + fresh("history");
  for (int i = 1; i <= 12; ++i) cent.publish(channel, json(i));
  const HistoryResult kept = cent.history(channel);
  EXPECT_EQ(kept.publications.size(), 10U);
  EXPECT_EQ(numbers(kept).front(), 3);
}

TEST_P(Conformance, HistoryOfAChannelNeverUsedIsEmpty) {
  Client cent = client();
  const std::string channel = fresh("unused");
  const HistoryResult none = cent.history(channel);
  EXPECT_TRUE(none.publications.empty());
  EXPECT_EQ(none.offset, 0U);
  EXPECT_EQ(none.epoch, cent.history(channel).epoch);
}

TEST_P(Conformance, HistoryPagesByLimitAndSince) {
  Client cent = client();
  const std::string channel = fresh("pages");
  for (int i = 1; i <= 5; ++i) cent.publish(channel, json(i));
  HistoryRequest request{channel};
  request.limit = 2;
  const HistoryResult first = cent.history(request);
  if (!since(3)) {
    EXPECT_EQ(numbers(first), (Numbers{1, 2, 3, 4, 5}));  // v2 knows no limit
    return;
  }
  EXPECT_EQ(numbers(first), (Numbers{1, 2}));
  EXPECT_EQ(first.offset, 5U);
  request.since = StreamPosition{first.publications.back().offset, first.epoch};
  EXPECT_EQ(numbers(cent.history(request)), (Numbers{3, 4}));
  request.since->offset = 5;
  EXPECT_EQ(numbers(cent.history(request)), Numbers{});
  request.since->offset = 99;
  EXPECT_EQ(numbers(cent.history(request)), Numbers{});
  request.limit = 0;
  const HistoryResult position = cent.history(request);
  EXPECT_TRUE(position.publications.empty());
  EXPECT_EQ(position.offset, 5U);
}

TEST_P(Conformance, HistoryGoesBackFromAPosition) {
  if (!since(3)) GTEST_SKIP() << "v2 knows no order but its own";
  Client cent = client();
  const std::string channel = fresh("reverse");
  for (int i = 1; i <= 5; ++i) cent.publish(channel, json(i));
  HistoryRequest request{channel};
  request.reverse = true;
  EXPECT_EQ(numbers(cent.history(request)), (Numbers{5, 4, 3, 2, 1}));
  request.limit = 2;
  EXPECT_EQ(numbers(cent.history(request)), (Numbers{5, 4}));
  request.since = StreamPosition{4, {}};
  EXPECT_EQ(numbers(cent.history(request)), (Numbers{3, 2}));
  request.since->offset = 1;
  EXPECT_EQ(numbers(cent.history(request)), Numbers{});
  request.since->offset = 0;
  EXPECT_EQ(code_of([&] { cent.history(request); }), ErrorCode::kInternal);
}

TEST_P(Conformance, HistoryKnowsAnotherEpoch) {
  Client cent = client();
  HistoryRequest request{fresh("epoch")};
  const std::string epoch = cent.publish(request.channel, json(1)).epoch;
  request.since = StreamPosition{0, "other"};
  const auto read = [&] { return cent.history(request); };
  EXPECT_EQ(code_of(read), since(3) ? ErrorCode::kUnrecoverablePosition : 0U);
  request.limit = 0;
  EXPECT_EQ(code_of(read), since(3) ? ErrorCode::kUnrecoverablePosition : 0U);
  request.since->epoch = epoch;
  EXPECT_EQ(code_of(read), 0U);
  request.since->epoch.clear();
  EXPECT_EQ(code_of(read), 0U);
}

TEST_P(Conformance, HistoryRemoveKeepsThePosition) {
  Client cent = client();
  const std::string channel = fresh("remove");
  const PublishResult first = cent.publish(channel, json(1));
  cent.history_remove(channel);
  const HistoryResult empty = cent.history(channel);
  EXPECT_TRUE(empty.publications.empty());
  EXPECT_EQ(empty.offset, first.offset);
  EXPECT_EQ(empty.epoch, first.epoch);
  EXPECT_EQ(cent.publish(channel, json(2)).offset, since(3) ? 2U : 0U);
}

TEST_P(Conformance, TagsComeBackSinceVersionThree) {
  Client cent = client();
  PublishRequest request{fresh("tags"), json(1)};
  request.tags = {{"a", "1"}, {"b", "\xC3\xA9 \"<>\""}};
  cent.publish(request);
  EXPECT_EQ(cent.history(request.channel).publications.at(0).tags, since(3) ? request.tags : Tags{});
}

TEST_P(Conformance, HistoryLooksAtTheOffsetFirstAndWrapsIt) {
  if (!since(3)) GTEST_SKIP() << "v2 has no offsets";
  Client cent = client();
  HistoryRequest request{fresh("wrap")};
  for (int i = 1; i <= 3; ++i) cent.publish(request.channel, json(i));
  request.since = StreamPosition{0, "other"};
  request.reverse = true;
  EXPECT_EQ(code_of([&] { cent.history(request); }), ErrorCode::kInternal);
  request.since->offset = 1;
  EXPECT_EQ(code_of([&] { cent.history(request); }), ErrorCode::kUnrecoverablePosition);
  request.reverse = false;
  request.since = StreamPosition{UINT64_MAX, {}};
  EXPECT_EQ(numbers(cent.history(request)), (Numbers{1, 2, 3}));
  request.since->offset = UINT64_MAX - 1;
  EXPECT_EQ(numbers(cent.history(request)), Numbers{});
}

TEST_P(Conformance, EpochsHaveTheLengthOfTheirGeneration) {
  Client cent = client();
  const std::size_t letters = since(6) ? 8U : since(3) ? 4U : 0U;
  EXPECT_EQ(cent.publish(fresh("epoch"), json(1)).epoch.size(), letters);
  if (since(6)) {
    EXPECT_EQ(cent.map_publish({"mm:" + fresh("epoch"), "k", json(1)}).epoch.size(), letters);
  }
}

}  // namespace
}  // namespace cent::test

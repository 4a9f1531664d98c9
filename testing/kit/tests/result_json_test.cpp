#include <gtest/gtest.h>

#include <cent/command.hpp>
#include <cent/errors.hpp>
#include <cent/testing/fake_transport.hpp>

#include <cent/detail/method_list.hpp>

namespace cent {

template <class Result>
void read_back_empty() {
  EXPECT_NO_THROW((void)parse_result<Result>(testing::result_json(Result{}).text()));
}

// One test for each method.
#define CENT_READ_BACK(name, Type, since, number) \
  TEST(ResultJsonReadsBack, Type##Result) { read_back_empty<Type##Result>(); }
CENT_METHODS(CENT_READ_BACK)
#undef CENT_READ_BACK

}  // namespace cent

namespace cent::testing {
namespace {

TEST(ResultJson, KeepsWhatIsSet) {
  HistoryResult history;
  history.publications.push_back({});
  history.publications[0].data = Json::raw("{\"n\": 1.50}");
  history.publications[0].offset = 7;
  history.publications[0].tags = {{"a", "b"}};
  history.publications[0].info.emplace();  // an anonymous user
  history.epoch = "xyz";
  const auto read = parse_result<HistoryResult>(result_json(history).text());
  ASSERT_EQ(read.publications.size(), 1U);
  EXPECT_EQ(read.publications[0].data.text(), "{\"n\": 1.50}");
  EXPECT_EQ(read.publications[0].offset, 7U);
  EXPECT_EQ(read.publications[0].tags.at("a"), "b");
  EXPECT_EQ(read.publications[0].info->user, "");
  EXPECT_EQ(read.epoch, "xyz");
}

TEST(ResultJson, KeepsEachChannelsOutcomeOfABroadcast) {
  BroadcastResult broadcast;
  broadcast.responses.resize(2);
  broadcast.responses[0].result = PublishResult{};
  broadcast.responses[1].error = ErrorInfo{102, "unknown channel"};
  const auto read = parse_result<BroadcastResult>(result_json(broadcast).text());
  ASSERT_EQ(read.responses.size(), 2U);
  EXPECT_TRUE(read.responses[0].result.has_value());
  EXPECT_EQ(read.responses[1].error->code, 102U);
}

TEST(ResultJson, RefusesBrokenText) {
  PublishResult result;
  result.epoch = "\xFF";
  EXPECT_THROW((void)result_json(result), UsageError);
}

}  // namespace
}  // namespace cent::testing

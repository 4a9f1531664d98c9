#include "wire/judge.hpp"

#include <gtest/gtest.h>

namespace cent::test {
namespace {

Seen seen(const std::string& body, int status = 200, std::optional<std::string> type = "application/json") {
  return {status, std::move(type), body, {}};
}

TEST(Judge, DistinguishesStatusTypeAndValues) {
  EXPECT_EQ(judge(seen("{}"), seen("{}")), Verdict::same);
  EXPECT_EQ(judge(seen("{}"), seen("{}", 400)), Verdict::differs);
  EXPECT_EQ(judge(seen("{}"), seen("{}", 200, "text/plain")), Verdict::differs);
  EXPECT_EQ(judge(seen("{}", 200, ""), seen("{}", 200, std::nullopt)), Verdict::differs);
  EXPECT_EQ(judge(seen("{\"a\":1}"), seen("{\"a\":2}")), Verdict::differs);
  EXPECT_EQ(judge(seen("404 page"), seen("404 pages")), Verdict::differs);
}

TEST(Judge, PassesOverOrderOfMembersEscapesAndSpace) {
  EXPECT_EQ(judge(seen("{\"a\":1,\"b\":[1,{}]}"), seen("{ \"b\":[1,{}],\"a\":1}")), Verdict::text);
  EXPECT_EQ(judge(seen("{\"a\":\"\\u00e9\"}"), seen("{\"a\":\"\xC3\xA9\"}")), Verdict::text);
  EXPECT_EQ(judge(seen("{}\n{}"), seen("{}{}\n")), Verdict::text);
  EXPECT_EQ(judge(seen("{}\n{}"), seen("{}")), Verdict::differs);
}

TEST(Judge, SeesHowNumbersAreSpelledAndDoubledMembers) {
  EXPECT_EQ(judge(seen("[1.0]"), seen("[1]")), Verdict::differs);
  EXPECT_EQ(judge(seen("[1e400, -0]"), seen("[1e400,-0]")), Verdict::text);
  EXPECT_EQ(judge(seen("[\"1\"]"), seen("[1]")), Verdict::differs);
  EXPECT_EQ(judge(seen("{\"a\":1,\"a\":1}"), seen("{\"a\":1}")), Verdict::differs);
  EXPECT_EQ(judge(seen("[[1],2]"), seen("[1,[2]]")), Verdict::differs);
}

TEST(Judge, ReplacesWhatChangesFromRunToRun) {
  EXPECT_EQ(normalise(R"({"offset":1,"epoch":"xyzA"})"), R"({"offset":1,"epoch":"<epoch>"})");
  EXPECT_EQ(normalise(R"({"version":"0.0.0","uptime":7,"metrics":{"interval":60,"items":{"a":1}},"num":1})"),
            R"({"version":"<version>","num":1})");
}

TEST(Recording, KeepsBytesThatAreNoText) {
  std::size_t broken = 0;
  for (const Recording& one : recordings()) {
    for (const Scenario& scenario : one.scenarios) {
      for (const Step& step : scenario.steps) {
        const bool sent = step.request.body.find('\xFF') != std::string::npos;
        const bool came = step.seen.body.find('\xFF') != std::string::npos;
        broken += static_cast<std::size_t>(sent) + static_cast<std::size_t>(came);
      }
    }
  }
  EXPECT_GE(broken, 8U);  // published and returned on each of the four
}

TEST(Recording, HoldsEightHundredSteps) {
  std::size_t steps = 0;
  for (const Recording& one : recordings()) steps += one.steps();
  EXPECT_EQ(steps, 800U);
}

}  // namespace
}  // namespace cent::test

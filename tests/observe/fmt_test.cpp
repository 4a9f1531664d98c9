// <cent/fmt.hpp>.
#include <gtest/gtest.h>

#include <cent/fmt.hpp>

namespace cent::test {
namespace {

TEST(Fmt, FormatsValues) {
  EXPECT_EQ(fmt::format("{}", PublishResult{7, "e"}), R"({"offset":7,"epoch":"e"})");
  EXPECT_EQ(fmt::format("{:>8}|", Delivery::applied), " applied|");
  EXPECT_EQ(fmt::format("{}", UsageError("no")), "cent: no");
  EXPECT_EQ(fmt::format("{}", Reply<PublishResult>{PublishResult{}}), "{}");
}

}  // namespace
}  // namespace cent::test

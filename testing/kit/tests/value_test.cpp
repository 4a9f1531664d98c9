#include "testing/kit/src/value.hpp"

#include <gtest/gtest.h>

#include "json/text_error.hpp"

namespace cent::testing::kit {
namespace {

bool same(std::string_view a, std::string_view b) { return parse_value(a) == parse_value(b); }
std::string diff(std::string_view came, std::string_view expected) {
  return difference(parse_value(came), parse_value(expected));
}

TEST(Value, IsTheSameInAnySpelling) {
  EXPECT_TRUE(same(R"({"a":1,"b":[true,null]})", " { \"b\" : [ true , null ] , \"a\" : 1.0e0 } "));
  EXPECT_TRUE(same(R"("A\u00e9\/")", "\"\\u0041\xC3\xA9/\""));
  EXPECT_TRUE(same("0", "-0"));
  EXPECT_TRUE(same("0", "0.0"));
  EXPECT_TRUE(same("100", "1E2"));
  EXPECT_TRUE(same("0.1", "1e-1"));
}

TEST(Value, IsAnotherWhereTheMeaningDiffers) {
  EXPECT_FALSE(same("1", "\"1\""));
  EXPECT_FALSE(same("null", "false"));
  EXPECT_FALSE(same("[]", "{}"));
  EXPECT_FALSE(same("[1,2]", "[2,1]"));
  EXPECT_FALSE(same(R"({"a":null})", "{}"));
  EXPECT_FALSE(same("9007199254740993", "9007199254740992"));
  EXPECT_FALSE(same("18446744073709551615", "18446744073709551614"));
}

TEST(Value, PrintsInOneWay) {
  EXPECT_EQ(to_text(parse_value(R"( {"b":[],"a":{"x":1.50,"y":"\n"},"c":{},"d":[1,"z",null]} )")),
            R"({"a":{"x":1.5,"y":"\n"},"b":[],"c":{},"d":[1,"z",null]})");
}

TEST(Value, SaysWhereItDiffers) {
  EXPECT_EQ(diff("1", "1"), "");
  EXPECT_EQ(diff("1", "2"), "it is 1, not 2");
  EXPECT_EQ(diff(R"({"a":{"b":[1,2]}})", R"({"a":{"b":[1,3]}})"), "a.b[1] is 2, not 3");
  EXPECT_EQ(diff(R"({"a":1})", R"({"a":1,"b":2})"), "b is missing, expected 2");
  EXPECT_EQ(diff(R"({"a":1,"b":2})", R"({"a":1})"), "b is unexpected, it is 2");
  EXPECT_EQ(diff("[1]", "[1,2]"), "[1] is missing, expected 2");
  EXPECT_EQ(diff("[1,2]", "[1]"), "[1] is unexpected, it is 2");
  EXPECT_EQ(diff("[1]", "{}"), "it is [1], not {}");
}

TEST(Value, IsNotMadeFromWhatIsNoJson) {
  EXPECT_THROW(parse_value("{} {}"), detail::TextError);
  EXPECT_THROW(parse_value("{"), detail::TextError);
}

}  // namespace
}  // namespace cent::testing::kit

// JSON as Go reads and writes it, where no recording of a real server reaches.
#include "testing/dev_server/src/go_json.hpp"

#include <gtest/gtest.h>

namespace cent::test {
namespace {

namespace go = testing::go;
using Texts = std::vector<std::string>;

std::string decoded(std::string_view inside) { return go::decode_string("\"" + std::string(inside) + "\""); }

TEST(GoJson, DecodesEscapes) {
  EXPECT_EQ(decoded(R"(\"\\\/\b\f\n\r\t)"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(decoded(R"(\u0041\u00e9\u20AC\ud83d\ude00)"), "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  EXPECT_EQ(decoded(R"(a\u0000b)"), std::string("a\0b", 3));
}

TEST(GoJson, ReplacesLoneSurrogates) {
  constexpr const char* kReplaced = "\xEF\xBF\xBD";
  EXPECT_EQ(decoded(R"(\ud83d)"), kReplaced);
  EXPECT_EQ(decoded(R"(\ude00x)"), std::string(kReplaced) + "x");
  EXPECT_EQ(decoded(R"(\ud83d\u0041)"), std::string(kReplaced) + "A");
  EXPECT_EQ(decoded(R"(\ud83d\ud83d\ude00)"), std::string(kReplaced) + "\xF0\x9F\x98\x80");
}

TEST(GoJson, ReplacesEachByteOfBrokenUtf8) {
  const std::string one = "\xEF\xBF\xBD";
  for (const char* whole : {"\xC3\xA9", "\xE0\xA0\x80", "\xE2\x82\xAC", "\xED\x9F\xBF", "\xF0\x90\x80\x80",
                            "\xF3\xA0\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(decoded(whole), whole);
  }
  EXPECT_EQ(decoded("\x80z"), one + "z");
  EXPECT_EQ(decoded("\xC0\xAF"), one + one) << "overlong";
  EXPECT_EQ(decoded("\xC3z"), one + "z");
  EXPECT_EQ(decoded("\xE0\x9F\xBF"), one + one + one) << "overlong";
  EXPECT_EQ(decoded("\xED\xA0\x80"), one + one + one) << "a surrogate";
  EXPECT_EQ(decoded("\xE2\x82"), one + one) << "cut off";
  EXPECT_EQ(decoded("\xF0\x8F\xBF\xBF"), one + one + one + one) << "overlong";
  EXPECT_EQ(decoded("\xF4\x90\x80\x80"), one + one + one + one) << "beyond Unicode";
  EXPECT_EQ(decoded("\xF5z"), one + "z");
}

TEST(GoJson, ComparesNamesAsGoDoes) {
  EXPECT_EQ(go::fold_key(R"("Channel")"), "channel");
  EXPECT_EQ(go::fold_key("\"\xC5\xBFkip_\xE2\x84\xAA\""), "skip_k");
  EXPECT_EQ(go::fold_key("\"\xC3\xA9\""), "\xC3\xA9");
}

TEST(GoJson, ReadsEachTypeStrictlyAndLeavesNullAlone) {
  std::string text = "before";
  EXPECT_TRUE(go::read("null", text));
  EXPECT_EQ(text, "before");
  EXPECT_FALSE(go::read("1", text));
  bool flag = true;
  EXPECT_TRUE(go::read("null", flag));
  EXPECT_TRUE(flag);
  EXPECT_TRUE(go::read("false", flag));
  EXPECT_FALSE(flag);
  EXPECT_FALSE(go::read("\"true\"", flag));
  Texts list{"before"};
  EXPECT_TRUE(go::read(R"([ "a" , null,"b"])", list));
  EXPECT_EQ(list, (Texts{"a", "", "b"}));
  EXPECT_FALSE(go::read(R"(["a",1])", list));
  EXPECT_FALSE(go::read("{}", list));
  EXPECT_TRUE(go::read("null", list));
  EXPECT_TRUE(list.empty());
  std::map<std::string, std::string> map{{"kept", "1"}};
  EXPECT_FALSE(go::read(R"({"A":"x","b":1,"c":"y"})", map));
  EXPECT_EQ(map.size(), 3U) << "what is right takes effect though its neighbour is wrong";
  EXPECT_EQ(map["A"], "x");
  EXPECT_FALSE(go::read("[]", map));
  EXPECT_TRUE(go::read("null", map));
  EXPECT_TRUE(map.empty());
}

TEST(GoJson, ReadsIntegersWithinTheirRange) {
  std::int32_t small = 5;
  EXPECT_TRUE(go::read("null", small));
  EXPECT_EQ(small, 5);
  EXPECT_TRUE(go::read("-2147483648", small));
  EXPECT_EQ(small, INT32_MIN);
  for (const char* wrong : {"2147483648", "-2147483649", "1.0", "1e2", "\"1\"", "true"}) {
    EXPECT_FALSE(go::read(wrong, small)) << wrong;
  }
  std::uint64_t large = 0;
  EXPECT_TRUE(go::read("18446744073709551615", large));
  EXPECT_EQ(large, UINT64_MAX);
  EXPECT_FALSE(go::read("18446744073709551616", large));
  EXPECT_FALSE(go::read("-1", large));
  std::uint32_t medium = 0;
  EXPECT_FALSE(go::read("4294967296", medium));
}

TEST(GoJson, TakesExactlyOneValue) {
  std::string_view value;
  for (const char* whole :
       {" {\"a\" : [1, -2.5e+3, true, false, null, \"x\\u00e9\"] } ", "[]", "0", "\"\"", "{}"}) {
    EXPECT_TRUE(go::whole_value(whole, value)) << whole;
  }
  EXPECT_EQ(value, "{}");
  for (const char* broken : {"",           " ",  "{",         "[1,]",      "{\"a\"}",     "{\"a\":}", "{a:1}",
                             "{\"a\":1,}", "01", "1.",        "-",         "1e",          ".5",       "tru",
                             "nul",        "\"", "\"\\x\"",   "\"\\u12\"", "\"\\u12g4\"", "\"a\nb\"", "1 2",
                             "[1 2]",      "]",  "{\"a\" 1}", "[}",        "\"\\"}) {
    EXPECT_FALSE(go::whole_value(broken, value)) << broken;
  }
}

TEST(GoJson, EscapesWhatGoEscapes) {
  std::string out;
  go::append_string(out, "\"\\\n\r\t\x01<>&\xE2\x80\xA8\xE2\x80\xA9\xE2\x82\xAC");
  EXPECT_EQ(out, R"("\"\\\n\r\t\u0001\u003c\u003e\u0026\u2028\u2029)"
                 "\xE2\x82\xAC\"");
  out.clear();
  EXPECT_TRUE(go::append_compact(out, " { \"a\" : [ 1 , \"<\xE2\x80\xA8 \\\" >\" ] } "));
  EXPECT_EQ(out, R"({"a":[1,"\u003c\u2028 \" \u003e"]})");
  EXPECT_FALSE(go::append_compact(out, "{"));
  EXPECT_EQ(out, R"({"a":[1,"\u003c\u2028 \" \u003e"]})") << "nothing is appended";
}

}  // namespace
}  // namespace cent::test

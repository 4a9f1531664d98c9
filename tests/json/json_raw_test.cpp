// cent::Json: which texts it takes, what it says about the others, and that it keeps them as they are.
#include <gtest/gtest.h>
#include <algorithm>
#include <cent/errors.hpp>
#include <cent/json.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "json/json_cases.hpp"

namespace {

using cent::Json;

/// Short enough to be read in a failure's message.
std::string shown(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, 60)) {
    if (c >= 0x20 && c < 0x7f) {
      out += c;
    } else {
      constexpr char kHex[] = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      out += std::string("\\x") + kHex[byte >> 4U] + kHex[byte & 15U];
    }
  }
  return text.size() > 60 ? out + "… (" + std::to_string(text.size()) + " bytes)" : out;
}

std::string complaint(const std::string& text) {
  try {
    (void)Json::raw(text);
    return {};
  } catch (const cent::UsageError& error) {
    return error.what();
  }
}

TEST(JsonRaw, TakesAndRefusesWhatRfc8259Says) {
  for (const TextCase& c : json_cases()) {
    const std::string error = complaint(c.text);
    EXPECT_EQ(error.empty(), c.good) << shown(c.text) << " " << error;
  }
}

TEST(JsonRaw, DiffersFromNlohmannOnlyWhereTheTableSaysWhy) {
  for (const TextCase& c : json_cases()) {
    const bool theirs = nlohmann::json::accept(c.text);
    EXPECT_EQ(theirs == c.good, c.nlohmann_differs == nullptr) << shown(c.text);
  }
}

std::string without_line_breaks(std::string text) {
  const auto is_break = [](char c) { return c == '\n' || c == '\r'; };
  text.erase(std::remove_if(text.begin(), text.end(), is_break), text.end());
  return text;
}

TEST(JsonRaw, KeepsTheTextAsItIsExceptForLineBreaks) {
  for (const TextCase& c : json_cases()) {
    if (!c.good) continue;
    EXPECT_TRUE(Json::raw(c.text).text() == without_line_breaks(c.text)) << shown(c.text);
  }
}

TEST(JsonRaw, LeavesOutLineBreaksWhereverTheyStand) {
  const std::pair<const char*, const char*> cases[] = {
      {"\r\n1", "1"},
      {"1\n", "1"},
      {" \t\r1 \r\n\t", " \t1 \t"},
      {"[1,\n 2]", "[1, 2]"},
      {"[\r]", "[]"},
      {"{\r\n  \"a\\n\" :\r\n [true,\rnull],\n\"b\":{\n}\n}", "{  \"a\\n\" : [true,null],\"b\":{}}"},
      {"[1,\t 2 ]", "[1,\t 2 ]"},
  };
  for (const auto& [given, kept] : cases) {
    EXPECT_EQ(Json::raw(given).text(), kept);
    EXPECT_TRUE(nlohmann::json::parse(given) == nlohmann::json::parse(kept));
  }
  const nlohmann::json value = {{"a", {1, 2}}, {"b", "x\r\ny"}};
  EXPECT_EQ(nlohmann::json::parse(Json::raw(value.dump(2)).text()), value);
  EXPECT_EQ(Json::raw(value.dump(2)).text().find_first_of("\r\n"), std::string::npos);
}

TEST(JsonRaw, NamesTheReasonAndTheByte) {
  const struct {
    std::string text;
    const char* message;
  } cases[] = {
      {"", "the JSON text ends too early (at byte 0)"},
      {"  ", "the JSON text ends too early (at byte 2)"},
      {"nul", "not a JSON value (at byte 0)"},
      {"hello", "not a JSON value (at byte 0)"},
      {"[1,]", "not a JSON value (at byte 3)"},
      {"[1 2]", "a comma or a closing bracket is missing (at byte 3)"},
      {"[1", "the JSON text ends too early (at byte 2)"},
      {"1 x", "text after the JSON value (at byte 2)"},
      {"01", "text after the JSON value (at byte 1)"},
      {"1.", "a digit is missing in a number (at byte 2)"},
      {"-x", "a digit is missing in a number (at byte 1)"},
      {"1e+x", "a digit is missing in a number (at byte 3)"},
      {R"({"a" 1})", "a colon is missing (at byte 5)"},
      {R"({1:1})", "a member name is missing (at byte 1)"},
      {R"({"a":1,})", "a member name is missing (at byte 7)"},
      {R"({"a)", "the JSON text ends inside a string (at byte 3)"},
      {R"("ab\)", "the JSON text ends inside a string (at byte 3)"},
      {"\"ab\ncd\"", "a control character inside a string (at byte 3)"},
      {R"("ab\xcd")", "an unknown escape (at byte 3)"},
      {R"("ab\u12")", "a broken \\u escape (at byte 3)"},
      {R"("ab\ud800cd")", "invalid UTF-8 or lone surrogate (at byte 3)"},
      {"[\"\xc3\xa9\",\"a\xff\xfe\"]", "invalid UTF-8 or lone surrogate (at byte 8)"},
      {"{\"\xff\":[1}", "a comma or a closing bracket is missing (at byte 7)"},
      {nested(129), "nested too deeply (at byte 128)"},
      {std::string(100000, '['), "nested too deeply (at byte 128)"},
      {"\xef\xbb\xbf{}", "not a JSON value (at byte 0)"},
      {bytes("\0"), "not a JSON value (at byte 0)"},
      {bytes("{}\0"), "text after the JSON value (at byte 2)"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(complaint(c.text), std::string("cent: invalid JSON: ") + c.message) << shown(c.text);
  }
}

TEST(JsonRaw, ComplaintIsADefiniteNo) {
  try {
    (void)Json::raw("{");
    FAIL() << "taken";
  } catch (const cent::UsageError& error) {
    EXPECT_EQ(error.delivery(), cent::Delivery::refused);
    EXPECT_FALSE(error.retryable());
    EXPECT_EQ(error.attempts(), 0);
  }
}

TEST(JsonOf, QuotesText) {
  EXPECT_EQ(Json::of("hi").text(), R"("hi")");
  EXPECT_EQ(Json::of(std::string("a\"b\\c/d")).text(), R"("a\"b\\c/d")");
  EXPECT_EQ(Json::of(std::string_view("\b\f\n\r\t")).text(), R"("\b\f\n\r\t")");
  EXPECT_EQ(Json::of(bytes("\0\x01\x1f\x7f")).text(), "\"\\u0000\\u0001\\u001f\x7f\"");
  EXPECT_EQ(Json::of("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80").text(),
            "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"");
  EXPECT_EQ(Json::of("").text(), R"("")");
  EXPECT_TRUE(Json::of("").has_value());
}

TEST(JsonOf, RefusesTextThatIsNotUtf8AndNamesTheByte) {
  try {
    (void)Json::of("caf\xe9!");
    FAIL() << "taken";
  } catch (const cent::UsageError& error) {
    EXPECT_STREQ(error.what(), "cent: invalid JSON: invalid UTF-8 (at byte 3)");
  }
  EXPECT_THROW((void)Json::of("\xed\xa0\x80"), cent::UsageError);
  EXPECT_THROW((void)Json::of("\xc3"), cent::UsageError);
}

TEST(JsonOf, WritesIntegersExactly) {
  EXPECT_EQ(Json::of(0).text(), "0");
  EXPECT_EQ(Json::of(-1).text(), "-1");
  EXPECT_EQ(Json::of(std::numeric_limits<std::uint64_t>::max()).text(), "18446744073709551615");
  EXPECT_EQ(Json::of(std::numeric_limits<std::int64_t>::min()).text(), "-9223372036854775808");
  EXPECT_EQ(Json::of((1ULL << 53U) + 1).text(), "9007199254740993");
  EXPECT_EQ(Json::of(static_cast<short>(-3)).text(), "-3");
  EXPECT_EQ(Json::of(static_cast<unsigned char>(200)).text(), "200");
}

TEST(JsonOf, WritesBoolsAndDoubles) {
  EXPECT_EQ(Json::of(true).text(), "true");
  EXPECT_EQ(Json::of(false).text(), "false");
  EXPECT_EQ(Json::of(0.1).text(), "0.1");
  EXPECT_EQ(Json::of(-0.0).text(), "-0");
  EXPECT_EQ(Json::of(1e300).text(), "1e+300");
  EXPECT_EQ(Json::of(0.1F).text(), "0.10000000149011612");
  for (const double value : {5e-324, 1.7976931348623157e308, 0.3, 1e23, 123456789.125}) {
    EXPECT_EQ(nlohmann::json::parse(Json::of(value).text()).get<double>(), value);
  }
}

TEST(JsonOf, RefusesNumbersThatJsonCannotSay) {
  using Limits = std::numeric_limits<double>;
  for (const double value : {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) {
    EXPECT_THROW((void)Json::of(value), cent::UsageError);
  }
  EXPECT_THROW((void)Json::of(std::numeric_limits<float>::quiet_NaN()), cent::UsageError);
  EXPECT_THROW((void)Json::of(std::numeric_limits<long double>::infinity()), cent::UsageError);
}

// A character is an integer to C++: Json::of('x') would be 120. A null pointer would be read.
template <class T, class = void>
constexpr bool can_be_of = false;
template <class T>
constexpr bool can_be_of<T, std::void_t<decltype(Json::of(std::declval<T>()))>> = true;
template <class T, class = void>
constexpr bool can_be_raw = false;
template <class T>
constexpr bool can_be_raw<T, std::void_t<decltype(Json::raw(std::declval<T>()))>> = true;

TEST(JsonOf, TakesNoCharactersAndNoNullPointer) {
  EXPECT_FALSE(can_be_of<char>);
  EXPECT_FALSE(can_be_of<wchar_t>);
  EXPECT_FALSE(can_be_of<char16_t>);
  EXPECT_FALSE(can_be_of<char32_t>);
  EXPECT_FALSE(can_be_of<std::nullptr_t>);
  EXPECT_FALSE(can_be_raw<std::nullptr_t>);
  EXPECT_TRUE(can_be_of<signed char>);
  EXPECT_TRUE(can_be_of<const char*>);
  EXPECT_TRUE(can_be_raw<const char*>);
}

TEST(JsonValue, IsAbsentByDefaultWhichIsNotNull) {
  const Json absent;
  EXPECT_FALSE(absent.has_value());
  EXPECT_EQ(absent.text(), "");
  EXPECT_TRUE(Json::raw("null").has_value());
  EXPECT_NE(absent, Json::raw("null"));
  EXPECT_THROW((void)absent.as<nlohmann::json>(), cent::UsageError);
}

TEST(JsonValue, ComparesBySpelling) {
  EXPECT_EQ(Json::raw("1"), Json::of(1));
  EXPECT_NE(Json::raw("1"), Json::raw("1.0"));
  EXPECT_NE(Json::raw("[1]"), Json::raw("[ 1 ]"));
}

TEST(JsonValue, IsMovedAndCopiedLikeText) {
  Json a = Json::raw("[1,2,3]");
  Json b = a;
  EXPECT_EQ(a, b);
  const Json c = std::move(b);
  EXPECT_EQ(c, a);
  EXPECT_EQ(Json::raw("[9]").text(), "[9]");
  EXPECT_TRUE(std::is_nothrow_move_constructible_v<Json>);
}

}  // namespace

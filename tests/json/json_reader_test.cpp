// The pull reader: typed reads, exact numbers, offsets, limits, and what it passes over.
#include "json/reader.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "json/json_cases.hpp"
#include "json/text_error.hpp"

namespace {

using cent::detail::JsonReader;
using cent::detail::TextError;

/// The complaint of `read` as `reason (at byte N)`, empty if there was none.
std::string complaint(const std::string& text, const std::function<void(JsonReader&)>& read) {
  JsonReader in{text};
  try {
    read(in);
    return {};
  } catch (const TextError& error) {
    return error.message();
  }
}

std::string string_of(std::string_view text) {
  JsonReader in{text};
  std::string out = "old";
  in.read_string(out);
  in.finish();
  return out;
}

TEST(JsonReader, WalksObjectsAndArrays) {
  JsonReader in{R"( { "a" : [ 1 , "x" , [] , {} ] , "b" : true , "c" : null } )"};
  std::string_view key;
  std::string text;
  in.begin_object();
  ASSERT_TRUE(in.next_member(key));
  EXPECT_EQ(key, "a");
  in.begin_array();
  ASSERT_TRUE(in.next_element());
  EXPECT_EQ(in.read_unsigned(), 1U);
  ASSERT_TRUE(in.next_element());
  in.read_string(text);
  EXPECT_EQ(text, "x");
  ASSERT_TRUE(in.next_element());
  in.begin_array();
  EXPECT_FALSE(in.next_element());
  ASSERT_TRUE(in.next_element());
  in.begin_object();
  EXPECT_FALSE(in.next_member(key));
  EXPECT_FALSE(in.next_element());
  ASSERT_TRUE(in.next_member(key));
  EXPECT_EQ(key, "b");
  EXPECT_TRUE(in.read_bool());
  ASSERT_TRUE(in.next_member(key));
  in.read_null();
  EXPECT_FALSE(in.next_member(key));
  EXPECT_NO_THROW(in.finish());
  EXPECT_TRUE(in.at_end());
}

TEST(JsonReader, PeeksWithoutMoving) {
  using Kind = JsonReader::Kind;
  const struct {
    const char* text;
    Kind kind;
  } cases[] = {{"{}", Kind::object}, {"[]", Kind::array},     {"\"\"", Kind::string}, {"-1", Kind::number},
               {"9", Kind::number},  {"true", Kind::boolean}, {"f", Kind::boolean},   {"n", Kind::null}};
  for (const auto& c : cases) {
    JsonReader in{c.text};
    EXPECT_EQ(in.peek(), c.kind) << c.text;
    EXPECT_EQ(in.offset(), 0U);
  }
  EXPECT_EQ(complaint("x", [](JsonReader& in) { in.peek(); }), "not a JSON value (at byte 0)");
  EXPECT_EQ(complaint(" ", [](JsonReader& in) { in.peek(); }), "the JSON text ends too early (at byte 1)");
}

TEST(JsonReader, ReadsIntegersExactlyAndOnlyWithinTheirRange) {
  const auto as_unsigned = [](const std::string& text, std::uint64_t max = UINT64_MAX) {
    JsonReader in{text};
    const std::uint64_t value = in.read_unsigned(max);
    in.finish();
    return value;
  };
  const auto as_signed = [](const std::string& text) {
    JsonReader in{text};
    const std::int64_t value = in.read_signed();
    in.finish();
    return value;
  };
  EXPECT_EQ(as_unsigned("0"), 0U);
  EXPECT_EQ(as_unsigned("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(as_unsigned("9007199254740993"), 9007199254740993U);  // no double holds it
  EXPECT_EQ(as_unsigned("4294967295", UINT32_MAX), UINT32_MAX);
  EXPECT_EQ(as_signed("-0"), 0);
  EXPECT_EQ(as_signed("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(as_signed("-9223372036854775808"), INT64_MIN);

  const auto read_u = [](JsonReader& in) { in.read_unsigned(); };
  const auto read_u32 = [](JsonReader& in) { in.read_unsigned(UINT32_MAX); };
  const auto read_i = [](JsonReader& in) { in.read_signed(); };
  const auto read_i32 = [](JsonReader& in) { in.read_signed(INT32_MIN, INT32_MAX); };
  EXPECT_EQ(complaint("18446744073709551616", read_u), "a number out of range (at byte 0)");
  EXPECT_EQ(complaint("4294967296", read_u32), "a number out of range (at byte 0)");
  EXPECT_EQ(complaint(" -1", read_u), "a negative number is not allowed (at byte 1)");
  EXPECT_EQ(complaint("-0", read_u), "a negative number is not allowed (at byte 0)");
  EXPECT_EQ(complaint("9223372036854775808", read_i), "a number out of range (at byte 0)");
  EXPECT_EQ(complaint("-9223372036854775809", read_i), "a number out of range (at byte 0)");
  EXPECT_EQ(complaint("2147483648", read_i32), "a number out of range (at byte 0)");
  EXPECT_EQ(complaint("-2147483649", read_i32), "a number out of range (at byte 0)");
  for (const char* text : {"1.0", "1e3", "1E0", "0.5", "-0.0"}) {
    EXPECT_NE(complaint(text, read_u), "") << text;
    EXPECT_EQ(complaint(text, read_i), "not an integer (at byte 0)") << text;
  }
  for (const char* text : {"\"5\"", "null", "true", "{}", "[1]"}) {
    EXPECT_EQ(complaint(text, read_u), "not a number (at byte 0)") << text;
    EXPECT_EQ(complaint(text, read_i), "not a number (at byte 0)") << text;
    EXPECT_EQ(complaint(text, [](JsonReader& in) { in.read_double(); }), "not a number (at byte 0)") << text;
  }
}

TEST(JsonReader, ReadsDoublesAsNearAsTheyCanBe) {
  const auto as_double = [](const std::string& text) {
    JsonReader in{text};
    const double value = in.read_double();
    in.finish();
    return value;
  };
  const struct {
    std::string text;
    double value;
  } cases[] = {
      {"0", 0.0},
      {"1", 1.0},
      {"-1.5", -1.5},
      {"1e3", 1000.0},
      {"0.1", 0.1},
      {"1E+2", 100.0},
      {"2.2250738585072011e-308", 2.2250738585072011e-308},
      {"1.7976931348623157e308", std::numeric_limits<double>::max()},
      {"5e-324", std::numeric_limits<double>::denorm_min()},
      {"18446744073709551616", 18446744073709551616.0},
      {"9007199254740993", 9007199254740992.0},
      // Too small for a double is zero, however it is spelled …
      {"1e-400", 0.0},
      {"1e-99999999999999999999", 0.0},
      {"0." + std::string(400, '0') + "1", 0.0},
      {"123456789e-500", 0.0},
      {"0e99999999999999999999", 0.0},
      {"0." + std::string(400, '0') + "1e10", 0.0},
      // … and what only looks too large or too small is read.
      {"1" + std::string(400, '0') + "e-400", 1.0},
      {"0." + std::string(399, '0') + "1e400", 1.0},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(as_double(c.text), c.value) << c.text.substr(0, 40);
  }
  EXPECT_TRUE(std::signbit(as_double("-0")));
  EXPECT_TRUE(std::signbit(as_double("-1e-400")));

  // Never a quiet zero or infinity for a number that is too large.
  for (const std::string& text :
       {std::string("1e400"), std::string("-1e400"), std::string("1.8e308"), "1" + std::string(400, '0'),
        "1" + std::string(400, '0') + "e-10", std::string("1e99999999999999999999"),
        "0." + std::string(100, '0') + "1e800", std::string("12345e400")}) {
    EXPECT_EQ(complaint(text, [](JsonReader& in) { in.read_double(); }), "a number out of range (at byte 0)")
        << text.substr(0, 40);
  }
}

TEST(JsonReader, ReadsStrings) {
  EXPECT_EQ(string_of(R"("")"), "");
  EXPECT_EQ(string_of(R"("plain")"), "plain");
  EXPECT_EQ(string_of(R"("a\"b\\c\/d\b\f\n\r\te")"), "a\"b\\c/d\b\f\n\r\te");
  EXPECT_EQ(string_of(R"("\u0041\u00e9\u20AC\ud83d\uDE00!")"), "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80!");
  EXPECT_EQ(string_of(R"("\u0000\u007f\u0080\u07ff\u0800\uffff")"),
            bytes("\0\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf"));
  EXPECT_EQ(string_of(R"("\ud800\udc00\udbff\udfff")"), "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
  EXPECT_EQ(string_of("\"\xc3\xa9\xf0\x9f\x98\x80\""), "\xc3\xa9\xf0\x9f\x98\x80");
}

TEST(JsonReader, RefusesBrokenStringsAtTheirFirstFault) {
  const auto read = [](JsonReader& in) {
    std::string out;
    in.read_string(out);
  };
  EXPECT_EQ(complaint("1", read), "not a string (at byte 0)");
  EXPECT_EQ(complaint("\"ab\xff\xfe\"", read), "invalid UTF-8 or lone surrogate (at byte 3)");
  EXPECT_EQ(complaint(R"("\ud800\ud800")", read), "invalid UTF-8 or lone surrogate (at byte 1)");
  EXPECT_EQ(complaint(R"("\uDC00")", read), "invalid UTF-8 or lone surrogate (at byte 1)");
  EXPECT_EQ(complaint("\"ab", read), "the JSON text ends inside a string (at byte 3)");
}

TEST(JsonReader, ReadsMemberNamesWithEscapes) {
  JsonReader in{R"({"\u0061b":1,"\ud83d\ude00":2,"plain":3})"};
  std::string_view key;
  in.begin_object();
  ASSERT_TRUE(in.next_member(key));
  EXPECT_EQ(key, "ab");
  in.skip_value();
  ASSERT_TRUE(in.next_member(key));
  EXPECT_EQ(key, "\xf0\x9f\x98\x80");
  in.skip_value();
  ASSERT_TRUE(in.next_member(key));
  EXPECT_EQ(key, "plain");
  in.skip_value();
  EXPECT_FALSE(in.next_member(key));
  EXPECT_EQ(complaint("{\"a\xff\":1}",
                      [](JsonReader& reader) {
                        std::string_view name;
                        reader.begin_object();
                        reader.next_member(name);
                      }),
            "invalid UTF-8 or lone surrogate in a member name (at byte 3)");
}

TEST(JsonReader, RefusesTheWrongType) {
  EXPECT_EQ(complaint("[]", [](JsonReader& in) { in.begin_object(); }), "not an object (at byte 0)");
  EXPECT_EQ(complaint("", [](JsonReader& in) { in.begin_object(); }), "not an object (at byte 0)");
  EXPECT_EQ(complaint("{}", [](JsonReader& in) { in.begin_array(); }), "not an array (at byte 0)");
  EXPECT_EQ(complaint("1", [](JsonReader& in) { in.read_bool(); }), "not a bool (at byte 0)");
  EXPECT_EQ(complaint("1", [](JsonReader& in) { in.read_null(); }), "not null (at byte 0)");
  EXPECT_EQ(complaint("trux", [](JsonReader& in) { in.read_bool(); }), "not a JSON value (at byte 0)");
  EXPECT_EQ(complaint("falsy", [](JsonReader& in) { in.read_bool(); }), "not a JSON value (at byte 0)");
  EXPECT_EQ(complaint("nuxx", [](JsonReader& in) { in.read_null(); }), "not a JSON value (at byte 0)");
  EXPECT_EQ(complaint("1 1",
                      [](JsonReader& in) {
                        in.skip_value();
                        in.finish();
                      }),
            "text after the JSON value (at byte 2)");
}

TEST(JsonReader, ReturnsAValuesTextAsItStands) {
  const std::string payload = R"({ "b" : [1.0, 1e2,-0], "a":"\u00e9" })";
  JsonReader in{"[ " + payload + " ,2]"};
  const std::string text = "[ " + payload + " ,2]";
  JsonReader reader{text};
  bool clean = false;
  reader.begin_array();
  ASSERT_TRUE(reader.next_element());
  EXPECT_EQ(reader.read_raw(clean), payload);
  EXPECT_TRUE(clean);
  ASSERT_TRUE(reader.next_element());
  EXPECT_EQ(reader.read_raw(clean), "2");
  EXPECT_FALSE(reader.next_element());
  reader.finish();
}

TEST(JsonReader, DistinguishesRawValuesWithBrokenTextFromCleanOnes) {
  for (const std::string& broken :
       {std::string("\"\xff\""), std::string(R"("\ud800")"), std::string("{\"\xc3\":1}"),
        std::string("[[\"\xe9t\xe9\"],\"good\"]"), std::string(R"({"\udc00":"x"})")}) {
    const std::string text = "[" + broken + ",\"good\"]";
    JsonReader in{text};
    bool clean = true;
    in.begin_array();
    ASSERT_TRUE(in.next_element());
    EXPECT_EQ(in.read_raw(clean), broken);
    EXPECT_FALSE(clean) << broken;
    ASSERT_TRUE(in.next_element());
    EXPECT_EQ(in.read_raw(clean), "\"good\"");
    EXPECT_TRUE(clean) << "the neighbour of " << broken;
  }
}

TEST(JsonReader, SkipsValuesWithBrokenTextToo) {
  // A field that this version does not know may hold any payload.
  JsonReader in{"[\"\xff\",\"\\ud800\",{\"\xff\":1},2]"};
  in.begin_array();
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(in.next_element());
    in.skip_value();
  }
  EXPECT_FALSE(in.next_element());
  // But not what is no JSON at all.
  EXPECT_EQ(complaint("[1}", [](JsonReader& reader) { reader.skip_value(); }),
            "a comma or a closing bracket is missing (at byte 2)");
}

TEST(JsonReader, LimitsTheDepthOfWhatItWalksAndOfWhatItPassesOver) {
  const auto max = JsonReader::kMaxDepth;
  const auto walk = [](JsonReader& in, std::size_t depth) {
    for (std::size_t i = 0; i < depth; ++i) {
      in.begin_array();
      if (!in.next_element()) return;
    }
  };
  const std::string deepest = nested(max);
  JsonReader walked{deepest};
  EXPECT_NO_THROW(walk(walked, max));
  JsonReader skipped{deepest};
  EXPECT_NO_THROW(skipped.skip_value());
  skipped.finish();
  const std::string deeper = nested(max + 1);
  EXPECT_EQ(complaint(deeper, [&](JsonReader& in) { walk(in, max + 1); }), "nested too deeply (at byte 160)");
  EXPECT_EQ(complaint(deeper, [](JsonReader& in) { in.skip_value(); }), "nested too deeply (at byte 160)");
  EXPECT_EQ(complaint(deeper,
                      [](JsonReader& in) {
                        in.begin_array();
                        (void)in.next_element();
                        bool clean = true;
                        in.read_raw(clean);
                      }),
            "nested too deeply (at byte 160)");
  JsonReader lower{deepest, 10};
  try {
    lower.skip_value();
    FAIL();
  } catch (const TextError& error) {
    EXPECT_EQ(error.offset, 10U);
  }
  JsonReader never_above{deeper, 100000};
  EXPECT_THROW(never_above.skip_value(), TextError);
}

TEST(JsonReader, CountsDepthAnewAfterLeaving) {
  std::string wide = "[";
  for (int i = 0; i < 1000; ++i) wide += nested(100) + ",";
  wide += "1]";
  JsonReader in{wide};
  EXPECT_NO_THROW(in.skip_value());
  in.finish();
}

TEST(JsonReader, HasOffsetsWithinTheText) {
  for (const TextCase& c : json_cases()) {
    JsonReader in{c.text};
    try {
      in.skip_value();
      in.finish();
      EXPECT_LE(in.offset(), c.text.size());
    } catch (const TextError& error) {
      EXPECT_LE(error.offset, c.text.size());
    }
  }
}

TEST(JsonCheck, TakesTheDepthThatItIsGiven) {
  EXPECT_NO_THROW(cent::detail::check_json("[[1]]", 2));
  EXPECT_THROW(cent::detail::check_json("[[[1]]]", 2), TextError);
  EXPECT_NO_THROW(cent::detail::check_json("1", 0));
  EXPECT_THROW(cent::detail::check_json("[]", 0), TextError);
}

TEST(TextError, PutsItsPathBeforeTheReason) {
  TextError error{"not an integer", 17};
  EXPECT_EQ(error.message(), "not an integer (at byte 17)");
  error.path = "publications[3].offset";
  EXPECT_EQ(error.message(), "publications[3].offset: not an integer (at byte 17)");
}

}  // namespace

// The writer, and UTF-8.
#include "json/writer.hpp"

#include <gtest/gtest.h>

#include <clocale>
#include <limits>
#include <nlohmann/json.hpp>

#include "json/json_cases.hpp"
#include "json/text_error.hpp"
#include "json/utf8.hpp"

namespace {

using namespace cent::detail;

std::string written(std::string_view text) {
  std::string out = "[";
  write_string(out, text);
  return out.substr(1);
}

TEST(JsonWriter, EscapesWhatMustBeEscapedAndNothingElse) {
  for (int c = 0; c < 0x80; ++c) {
    const std::string text(1, static_cast<char>(c));
    EXPECT_EQ(written(text), nlohmann::json(text).dump()) << c;
    EXPECT_EQ(written("ab" + text + "cd"), nlohmann::json("ab" + text + "cd").dump()) << c;
  }
  EXPECT_EQ(written("</script>\xe2\x80\xa8"), "\"</script>\xe2\x80\xa8\"");
}

TEST(JsonWriter, WritesEveryCodePointThatNlohmannWrites) {
  std::string all;
  for (unsigned code = 0; code < 0x110000; ++code) {
    if (code >= 0xd800 && code < 0xe000) continue;
    if (code > 0x3000 && code % 257 != 0 && code != 0x10ffff && code != 0xffff && code != 0x10000) continue;
    const auto put = [&](unsigned byte) { all += static_cast<char>(byte); };
    if (code < 0x80) {
      put(code);
    } else if (code < 0x800) {
      put(0xc0U | code >> 6U);
      put(0x80U | (code & 0x3fU));
    } else if (code < 0x10000) {
      put(0xe0U | code >> 12U);
      put(0x80U | (code >> 6U & 0x3fU));
      put(0x80U | (code & 0x3fU));
    } else {
      put(0xf0U | code >> 18U);
      put(0x80U | (code >> 12U & 0x3fU));
      put(0x80U | (code >> 6U & 0x3fU));
      put(0x80U | (code & 0x3fU));
    }
  }
  EXPECT_TRUE(written(all) == nlohmann::json(all).dump());
  EXPECT_EQ(find_invalid_utf8(all), std::string::npos);
}

TEST(JsonWriter, NamesTheByteOfInvalidUtf8) {
  const struct {
    std::string text;
    std::size_t offset;
  } cases[] = {{"\xff", 0},          {"abc\x80", 3},
               {"\xc3", 0},          {"\xc3\xa9\xc3", 2},
               {"a\xed\xa0\x80", 1}, {"\xf4\x90\x80\x80", 0},
               {"\xe2\x82", 0},      {"12345678\xc0\xaf", 8},
               {"\"\xfe", 1},        {"1234567890123456\xf0\x9f\x98", 16}};
  for (const auto& c : cases) {
    EXPECT_EQ(find_invalid_utf8(c.text), c.offset);
    try {
      (void)written(c.text);
      ADD_FAILURE() << "taken";
    } catch (const TextError& error) {
      EXPECT_EQ(error.offset, c.offset);
      EXPECT_EQ(error.reason, "invalid UTF-8");
    }
  }
}

/// Whether nlohmann takes these bytes as a string.
bool they_take(const std::string& text) {
  try {
    (void)nlohmann::json(text).dump();
    return true;
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

TEST(Utf8, AgreesWithNlohmannOnEveryPairOfBytes) {
  int differ = 0;
  for (unsigned a = 0; a < 256; ++a) {
    for (unsigned b = 0; b < 256; ++b) {
      const std::string text{static_cast<char>(a), static_cast<char>(b)};
      differ += (find_invalid_utf8(text) == std::string::npos) != they_take(text);
    }
  }
  EXPECT_EQ(differ, 0);
}

TEST(Utf8, AgreesWithNlohmannOnThreeAndFourByteSequencesAtTheirEdges) {
  int differ = 0;
  const unsigned edges[] = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
  for (unsigned first = 0xe0; first < 0x100; ++first) {
    for (const unsigned b : edges) {
      for (const unsigned c : edges) {
        const std::string three{static_cast<char>(first), static_cast<char>(b), static_cast<char>(c)};
        differ += (find_invalid_utf8(three) == std::string::npos) != they_take(three);
        for (const unsigned d : edges) {
          const std::string four = three + static_cast<char>(d);
          differ += (find_invalid_utf8(four) == std::string::npos) != they_take(four);
        }
      }
    }
  }
  EXPECT_EQ(differ, 0);
}

TEST(Utf8, FindsAFaultAtEveryPlaceOfALongText) {
  for (std::size_t size = 0; size < 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'a');
      EXPECT_EQ(find_invalid_utf8(text), std::string::npos);
      text[at] = '\xff';
      EXPECT_EQ(find_invalid_utf8(text), at);
    }
  }
}

TEST(JsonWriter, WritesNumbersInEveryLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* locale : {"C", "de_DE.UTF-8", "fr_FR.UTF-8"}) {
    if (std::setlocale(LC_ALL, locale) == nullptr) continue;  // not every machine has them
    std::string out;
    write_double(out, 1234.5);
    EXPECT_EQ(out, "1234.5") << locale;
  }
  std::setlocale(LC_ALL, before.c_str());
}

TEST(JsonWriter, WritesTheEdgesOfItsNumbers) {
  const auto text = [](const auto& write, auto value) {
    std::string out;
    write(out, value);
    return out;
  };
  EXPECT_EQ(text(write_signed, INT64_MIN), "-9223372036854775808");
  EXPECT_EQ(text(write_signed, INT64_MAX), "9223372036854775807");
  EXPECT_EQ(text(write_unsigned, UINT64_MAX), "18446744073709551615");
  EXPECT_EQ(text(write_bool, true), "true");
  EXPECT_EQ(text(write_bool, false), "false");
  EXPECT_EQ(text(write_double, -1.7976931348623157e308), "-1.7976931348623157e+308");
  EXPECT_EQ(text(write_double, std::numeric_limits<double>::denorm_min()), "5e-324");
  std::string out;
  EXPECT_THROW(write_double(out, std::numeric_limits<double>::quiet_NaN()), TextError);
  EXPECT_THROW(write_double(out, -std::numeric_limits<double>::infinity()), TextError);
  EXPECT_EQ(out, "");
}

}  // namespace

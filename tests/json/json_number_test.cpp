// Doubles: the two ways to read and write them agree, text by text and bit by bit.
#include "json/number.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <clocale>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace cent::detail;

std::string text_of(double value, char* (*format)(double, char*) noexcept) {
  std::array<char, kDoubleText> text{};
  const char* const end = format(value, text.data());
  EXPECT_LE(end, text.data() + text.size());
  return {text.data(), static_cast<std::size_t>(end - text.data())};
}

std::uint64_t bits_of(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}
double from_bits(std::uint64_t bits) {
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// Bit for bit, so that zeros with and without a sign differ.
void expect_same_reading(const std::string& text) {
  double by_c = 7;
  double by_library = 7;
  const bool good = parse_double_by_c(text, by_c);
  EXPECT_EQ(parse_double(text, by_library), good) << text.substr(0, 100);
  if (!good) return;
  EXPECT_EQ(bits_of(by_library), bits_of(by_c)) << text.substr(0, 100);
}

void expect_same(double value) {
  if (!std::isfinite(value)) return;
  const std::string text = text_of(value, format_double_by_c);
  EXPECT_EQ(text_of(value, format_double), text);
  double back = 0;
  EXPECT_TRUE(parse_double_by_c(text, back)) << text;
  EXPECT_EQ(bits_of(back), bits_of(value)) << text;
  expect_same_reading(text);
}

void expect_same_around(double value) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double near : {value, std::nextafter(value, infinity), std::nextafter(value, -infinity)}) {
    expect_same(near);
    expect_same(-near);
  }
}

TEST(JsonNumber, BothWaysAgreeAtEveryPowerOfTwoAndTen) {
  for (int power = -1074; power < 1024; ++power) expect_same_around(std::ldexp(1.0, power));
  for (int power = -330; power < 309; ++power) {
    for (const int digit : {1, 3, 5, 7, 9}) {
      double value = 0;
      if (parse_double(std::to_string(digit) + "e" + std::to_string(power), value)) expect_same_around(value);
    }
  }
  for (int n = 0; n <= 500; ++n) {
    expect_same_around(n);
    expect_same_around(n / 8.0);
    expect_same_around(9007199254740992.0 + n);
  }
  for (const double value : {0.0, 0.1, 1e5, 1e-5, 123456789012345678.0, 1.2345678901234568e20, 1e21, 1e22,
                             1e23, std::numeric_limits<double>::max(), std::numeric_limits<double>::min(),
                             std::numeric_limits<double>::denorm_min()}) {
    expect_same_around(value);
  }
}

TEST(JsonNumber, BothWaysAgreeOnGeneratedBits) {
  std::mt19937_64 random{20260809};
  for (int i = 0; i < 30'000 && !HasFailure(); ++i) expect_same(from_bits(random()));
  // Subnormal ones, and those of everyday size with few and with many digits.
  for (int i = 0; i < 6'000 && !HasFailure(); ++i) {
    expect_same(from_bits(random() >> (12 + i % 52)));
    expect_same(static_cast<double>(random() >> (i % 64)) / std::pow(10.0, i % 20));
    expect_same(static_cast<double>(random() % 1'000'000) / 1000.0);
  }
}

TEST(JsonNumber, BothWaysReadGeneratedTextsAlike) {
  std::mt19937_64 random{20260809};
  const auto digits = [&](std::size_t most) {
    std::string out(1 + random() % most, '0');
    for (char& c : out) c = static_cast<char>('0' + random() % 10);
    return out;
  };
  for (int i = 0; i < 15'000 && !HasFailure(); ++i) {
    std::string text = random() % 2 == 0 ? "-" : "";
    text += random() % 3 == 0 ? "0" : static_cast<char>('1' + random() % 9) + digits(30);
    if (random() % 2 == 0) text += "." + digits(random() % 50 == 0 ? 1200 : 30);
    if (random() % 2 == 0) text += (random() % 2 == 0 ? "e-" : "E+") + digits(3);
    expect_same_reading(text);
  }
}

TEST(JsonNumber, BothWaysReadTheHardTextsAlike) {
  const std::string zeros(30'000, '0');
  std::vector<std::string> texts = {
      "0", "-0", "0e5", "-0.000e-99999999999999999999", "1e308", "1e309", "-1e309", "1e-323", "1e-324",
      "2.5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1.7976931348623157e308",
      "1.7976931348623158e308", "1.7976931348623159e308", "1e99999999999999999999", "1e-99999999999999999999",
      "0e99999999999999999999",
      // Digits and exponent that only together say how large a number is.
      "1" + zeros + "e-30000", "0." + zeros + "1e30001", "1" + zeros, "0." + zeros + "1",
      "-1" + zeros + "e-30324",
      // Exactly between two doubles, and next to it by a digit that comes late.
      "9007199254740993", "9007199254740993." + zeros, "9007199254740993." + zeros + "1",
      "9007199254740992.9" + zeros, "4503599627370496.5", "4503599627370497.5",
      "4503599627370497.4" + std::string(900, '9')};
  for (const std::string& text : texts) expect_same_reading(text);
}

TEST(JsonNumber, TheWayByTheCLibraryHasTheTextsOfTheStandard) {
  const std::pair<double, const char*> cases[] = {{0.0, "0"},
                                                  {-0.0, "-0"},
                                                  {1234.5, "1234.5"},
                                                  {0.001, "0.001"},
                                                  {0.0001, "1e-04"},
                                                  {0.00012, "0.00012"},
                                                  {100000, "1e+05"},
                                                  {123000, "123000"},
                                                  {1e21, "1e+21"},
                                                  {-1.5e-7, "-1.5e-07"},
                                                  {5e-324, "5e-324"},
                                                  {1.2345678901234568e20, "123456789012345683968"},
                                                  {1.7976931348623157e308, "1.7976931348623157e+308"}};
  for (const auto& [value, text] : cases) {
    EXPECT_EQ(text_of(value, format_double_by_c), text);
    EXPECT_EQ(text_of(value, format_double), text);
  }
}

TEST(JsonNumber, NeitherWayMindsTheLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* locale : {"C", "de_DE.UTF-8", "fr_FR.UTF-8", "ps_AF.UTF-8"}) {
    if (std::setlocale(LC_ALL, locale) == nullptr)
      continue;  // not every machine has them; tests/consumer/floors.sh has
    std::printf("locale %s: the decimal point is %s\n", locale, std::localeconv()->decimal_point);
    for (const double value : {1234.5, 0.1, 1e300 / 3, 5e-324, 1.2345678901234568e20}) expect_same(value);
    EXPECT_EQ(text_of(1234567.25, format_double_by_c), "1234567.25");
    double value = 0;
    EXPECT_TRUE(parse_double_by_c("-1234567.25e-2", value));
    EXPECT_EQ(value, -12345.6725);
  }
  std::setlocale(LC_ALL, before.c_str());
}

TEST(JsonNumber, LeavesErrnoAlone) {
  errno = 42;
  double value = 0;
  EXPECT_FALSE(parse_double_by_c("1e999", value));
  EXPECT_TRUE(parse_double_by_c("1e-999", value));
  (void)text_of(5e-324, format_double_by_c);
  EXPECT_EQ(errno, 42);
}

}  // namespace

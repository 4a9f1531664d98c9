#include "json/number.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace cent::detail {

long long exponent_of(std::string_view tail) noexcept {
  long long exponent = 0;
  bool negative = false;
  for (const char c : tail) {
    if (c == '-') negative = true;
    if (c >= '0' && c <= '9' && exponent < 1'000'000'000'000'000) exponent = exponent * 10 + (c - '0');
  }
  return negative ? -exponent : exponent;
}

bool is_tiny(std::string_view number) noexcept {
  // The power of ten of the first digit that is not zero: the digits may say one thing, the exponent another.
  const std::size_t e = std::min(number.find_first_of("eE"), number.size());
  const std::string_view digits = number.substr(0, e);
  const std::size_t first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return true;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const auto place = static_cast<long long>(point) - static_cast<long long>(first);
  return place + exponent_of(number.substr(e)) < 0;
}

#ifdef __cpp_lib_to_chars

bool parse_double(std::string_view number, double& value) noexcept {
  value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  // Out of range is also what is too small for a double: that is read as zero, like everywhere.
  if (error == std::errc::result_out_of_range) {
    if (!is_tiny(number)) return false;
    value = number.front() == '-' ? -0.0 : 0.0;
  }
  return true;
}

char* format_double(double value, char* to) noexcept {
  return std::to_chars(to, to + kDoubleText, value).ptr;
}

#else

bool parse_double(std::string_view number, double& value) noexcept {
  return parse_double_by_c(number, value);
}
char* format_double(double value, char* to) noexcept { return format_double_by_c(value, to); }

#endif

}  // namespace cent::detail

// Doubles with strtod and snprintf. Both depend on the program's locale, which changes only the decimal
// point. So strtod gets a text without one, and only the digits of snprintf are used.

namespace cent::detail {
namespace {

/// strtod that preserves errno.
double read(const char* text) noexcept {
  const int before = errno;
  const double value = std::strtod(text, nullptr);
  errno = before;
  return value;
}

/// Significant digits of a number, and the exponent of the first one.
struct Decimal {
  std::array<char, 17> digits{};
  int count = 0;
  int exponent = 0;

  bool reads_back_as(double value) const noexcept {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.*se%d", count, digits.data(), exponent - (count - 1));
    return read(text.data()) == value;
  }

  void add_one_to_last_digit() noexcept {
    for (int i = count - 1; i >= 0; --i) {
      char& digit = digits[static_cast<std::size_t>(i)];
      if (digit != '9') {
        ++digit;
        return;
      }
      digit = '0';
    }
    digits[0] = '1';
    ++exponent;
  }

  void strip_zeros() noexcept {
    while (count > 1 && digits[static_cast<std::size_t>(count - 1)] == '0') --count;
  }
};

Decimal rounded(double value, int digits) noexcept {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*e", digits - 1, value);
  Decimal out;
  const char* at = text.data();
  for (; *at != 'e'; ++at) {
    if (*at >= '0' && *at <= '9') out.digits[static_cast<std::size_t>(out.count++)] = *at;
  }
  out.exponent = static_cast<int>(std::strtol(at + 1, nullptr, 10));
  return out;
}

/// The fewest digits that read back as the same value. Of several, the nearest.
Decimal shortest(double value) noexcept {
  constexpr int kSurelyKept = 15;  // a double keeps so many digits of a text, unless it is subnormal
  constexpr int kEnough = 17;
  int exponent = 0;
  const bool power_of_two = std::frexp(value, &exponent) == 0.5;
  for (int digits = std::fpclassify(value) == FP_SUBNORMAL ? 1 : kSurelyKept;; ++digits) {
    Decimal out = rounded(value, digits);
    bool fits = digits == kEnough || out.reads_back_as(value);
    // Below a power of two the next double is only half as far away as above. So the nearest text of so many
    // digits may fail on that side, while a text further away on the other side reads back.
    if (!fits && power_of_two) {
      out.add_one_to_last_digit();
      fits = out.reads_back_as(value);
    }
    if (!fits) continue;
    out.strip_zeros();
    return out;
  }
}

char* put(char* to, const char* text, int size) noexcept {
  std::memcpy(to, text, static_cast<std::size_t>(size));
  return to + size;
}

}  // namespace

bool parse_double_by_c(std::string_view number, double& value) noexcept {
  // The middle of two doubles has up to 767 significant digits. Further ones only decide on which side a
  // number is.
  constexpr std::ptrdiff_t kMostDigits = 800;
  std::array<char, kMostDigits + 32> text{};
  char* to = text.data();
  std::size_t i = 0;
  if (number.front() == '-') *to++ = number[i++];

  const char* const first = to;
  const std::size_t e = std::min(number.find_first_of("eE"), number.size());
  long long exponent = exponent_of(number.substr(e));
  bool fraction = false;
  bool more = false;
  for (; i < e; ++i) {
    const char c = number[i];
    if (c == '.') {
      fraction = true;
      continue;
    }
    if (fraction) --exponent;
    if (c == '0' && to == first) continue;
    if (to - first < kMostDigits) {
      *to++ = c;
    } else {
      ++exponent;
      more = more || c != '0';
    }
  }
  if (more) {
    *to++ = '1';
    --exponent;
  }
  if (to == first) *to++ = '0';
  // Beyond these bounds a number is too large or zero, regardless of its digits.
  exponent = std::clamp(exponent, -9999LL, 9999LL);
  std::snprintf(to, static_cast<std::size_t>(text.data() + text.size() - to), "e%lld", exponent);
  value = read(text.data());
  return std::isfinite(value);
}

char* format_double_by_c(double value, char* to) noexcept {
  if (std::signbit(value)) {
    *to++ = '-';
    value = -value;
  }
  if (value == 0) {
    *to++ = '0';
    return to;
  }
  const Decimal decimal = shortest(value);
  const char* const digits = decimal.digits.data();
  const int count = decimal.count;
  const int exponent = decimal.exponent;

  const int scientific = count + (count > 1 ? 1 : 0) + (std::abs(exponent) < 100 ? 4 : 5);
  const int whole = exponent + 1;  // digits before the point
  const int fixed = whole <= 0 ? 2 - whole + count : whole >= count ? whole : count + 1;
  if (fixed > scientific) {
    *to++ = *digits;
    if (count > 1) {
      *to++ = '.';
      to = put(to, digits + 1, count - 1);
    }
    return to + std::snprintf(to, 6, "e%+03d", exponent);
  }
  // An integer longer than the shortest digits is written in full, as std::to_chars does, not padded with
  // zeros.
  if (whole > count) return to + std::snprintf(to, kDoubleText - 1, "%.0f", value);
  if (whole > 0) {
    to = put(to, digits, whole);
    if (whole == count) return to;
    *to++ = '.';
    return put(to, digits + whole, count - whole);
  }
  to = put(to, "0.", 2);
  to = std::fill_n(to, -whole, '0');
  return put(to, digits, count);
}

}  // namespace cent::detail

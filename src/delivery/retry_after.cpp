#include <algorithm>

#include "delivery/classify.hpp"

namespace cent::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr long long kMostSeconds = 86400;  // a day is as good as never, and cannot overflow

std::optional<int> number(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<int> month(std::string_view name) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = name.size() == 3 ? kMonths.find(name) : std::string_view::npos;
  if (at == std::string_view::npos || at % 3 != 0) return std::nullopt;
  return static_cast<int>(at / 3);
}

/// Days since 1970 of a date of the Gregorian calendar; months count from 0. The C library's function is not
/// portable.
long long days_since_1970(int year, int month, int day) {
  constexpr int kBefore[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  const auto leap_years_to = [](int y) { return y / 4 - y / 100 + y / 400; };
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const int leap_days = leap_years_to(year - 1) - leap_years_to(1969) + (leap && month > 1 ? 1 : 0);
  return 365LL * (year - 1970) + leap_days + kBefore[month] + day - 1;
}

/// Parses `Sun, 06 Nov 1994 08:49:37 GMT`, the only form that servers may send, independent of the locale.
/// Returns Unix seconds, since the clock's own unit ends in the year 2262.
std::optional<long long> http_date(std::string_view text) {
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT") return std::nullopt;
  const auto day = number(text.substr(5, 2));
  const auto mon = month(text.substr(8, 3));
  const auto year = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (!day || !mon || !year || !hour || !minute || !second || *year < 1970) return std::nullopt;
  if (*day < 1 || *day > 31 || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return ((days_since_1970(*year, *mon, *day) * 24 + *hour) * 60 + *minute) * 60 + *second;
}

}  // namespace

std::optional<milliseconds> parse_retry_after(std::string_view value,
                                              std::chrono::system_clock::time_point now) {
  while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
  if (value.empty()) return std::nullopt;
  long long count = 0;
  bool digits = true;
  for (const char c : value) {
    digits = digits && c >= '0' && c <= '9';
    if (digits && count <= kMostSeconds) count = count * 10 + (c - '0');
  }
  if (digits) return milliseconds{seconds{count < kMostSeconds ? count : kMostSeconds}};
  const auto date = http_date(value);
  if (!date) return std::nullopt;
  const long long wait = *date - std::chrono::floor<seconds>(now.time_since_epoch()).count();  // rounded up
  return milliseconds{seconds{std::clamp(wait, 0LL, kMostSeconds)}};
}

}  // namespace cent::detail

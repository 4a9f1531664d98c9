#include <ctime>

#include "delivery/classify.hpp"

namespace cent::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr long long kMostSeconds = 86400;  // more is as good as never, and cannot overflow

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

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers may send. Read without the locale.
std::optional<std::chrono::system_clock::time_point> http_date(std::string_view text) {
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT") return std::nullopt;
  const auto day = number(text.substr(5, 2));
  const auto mon = month(text.substr(8, 3));
  const auto year = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (!day || !mon || !year || !hour || !minute || !second || *year < 1970) return std::nullopt;
  std::tm parts{};
  parts.tm_mday = *day;
  parts.tm_mon = *mon;
  parts.tm_year = *year - 1900;
  parts.tm_hour = *hour;
  parts.tm_min = *minute;
  parts.tm_sec = *second;
  return std::chrono::system_clock::from_time_t(timegm(&parts));
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
  if (*date <= now) return milliseconds{0};
  const auto wait = std::chrono::duration_cast<seconds>(*date - now) + seconds{1};  // rounded up
  return milliseconds{wait.count() < kMostSeconds ? wait : seconds{kMostSeconds}};
}

}  // namespace cent::detail

#include "observe/log_line.hpp"

#include <algorithm>
#include <cstddef>
#include <ratio>

#include "json/utf8.hpp"
#include "json/writer.hpp"

namespace cent::detail {
namespace {

constexpr std::size_t kLongest = 1024;

/// The text as valid UTF-8 of bounded length.
std::string printable(std::string_view text) {
  const bool long_one = text.size() > kLongest;
  std::string out{text.substr(0, kLongest)};
  for (std::size_t at = 0; at < out.size();) {
    const std::size_t valid = find_invalid_utf8(std::string_view{out}.substr(at));
    if (valid == std::string_view::npos) break;
    at += valid;
    if (long_one && at + 4 > kLongest) {
      out.resize(at);  // a sequence that the cut left incomplete
    } else {
      out[at++] = '?';
    }
  }
  if (long_one) out += "...";
  return out;
}

void add_digits(std::string& out, char before, std::int64_t number, std::size_t digits) {
  const std::string text = std::to_string(number);
  out += before;
  if (text.size() < digits) out.append(digits - text.size(), '0');
  out += text;
}

/// `2026-01-31T23:59:59.123Z`. Not by gmtime_r(), whose lock a forked child may find taken for ever.
std::string utc(std::chrono::system_clock::time_point time) {
  using std::chrono::hours;
  using std::chrono::milliseconds;
  using Days = std::chrono::duration<std::int64_t, std::ratio<86'400>>;
  const auto since = std::max(std::chrono::floor<milliseconds>(time.time_since_epoch()), milliseconds{0});
  const auto whole_days = std::chrono::floor<Days>(since);
  const std::int64_t of_day = (since - whole_days).count();
  // Counted from March of the year 0, so that a leap day is the last of its year. 400 years have 146,097
  // days.
  const std::int64_t days = whole_days.count() + 719'468;
  const std::int64_t in_era = days % 146'097;
  const std::int64_t year = (in_era - in_era / 1'460 + in_era / 36'524 - in_era / 146'096) / 365;
  const std::int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
  const std::int64_t from_march = (5 * in_year + 2) / 153;
  const std::int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
  std::string out = std::to_string(days / 146'097 * 400 + year + (month <= 2 ? 1 : 0));
  add_digits(out, '-', month, 2);
  add_digits(out, '-', in_year - (153 * from_march + 2) / 5 + 1, 2);
  add_digits(out, 'T', of_day / 3'600'000, 2);
  add_digits(out, ':', of_day / 60'000 % 60, 2);
  add_digits(out, ':', of_day / 1'000 % 60, 2);
  add_digits(out, '.', of_day % 1'000, 3);
  return out += 'Z';
}

bool is_plain(char c) { return c > ' ' && c < 0x7F && c != '"' && c != '=' && c != '\\'; }

}  // namespace

void LogLine::begin(std::string_view name) {
  if (format_ == LogFormat::logfmt) {
    if (!text_.empty()) text_ += ' ';
    text_.append(name) += '=';
    return;
  }
  if (text_.size() > 1) text_ += ',';
  text_.append(1, '"').append(name).append("\":");
}

LogLine& LogLine::text(std::string_view name, std::string_view value) {
  if (value.empty()) return *this;
  begin(name);
  if (format_ == LogFormat::logfmt && value.size() <= kLongest &&
      std::all_of(value.begin(), value.end(), is_plain)) {
    text_.append(value);
  } else {
    write_string(text_, printable(value));
  }
  return *this;
}

LogLine& LogLine::number(std::string_view name, std::uint64_t value) {
  begin(name);
  write_unsigned(text_, value);
  return *this;
}

LogLine& LogLine::duration(std::string_view name, std::chrono::microseconds value) {
  begin(name);
  const auto count = static_cast<std::uint64_t>(std::max<std::chrono::microseconds::rep>(value.count(), 0));
  write_unsigned(text_, count / 1000);
  const std::string decimals = std::to_string(1000 + count % 1000);
  text_.append(1, '.').append(decimals, 1);
  return *this;
}

LogLine& LogLine::stamp(std::chrono::system_clock::time_point time, LogLevel level) {
  return text("time", utc(time)).text("level", to_string(level));
}

std::string_view LogLine::finish() {
  if (format_ == LogFormat::json) text_ += '}';
  return text_;
}

std::string without_secrets(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  const std::size_t scheme = address.find("://");
  const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t user = address.substr(host, address.find('/', host) - host).rfind('@');
  std::string out{address.substr(0, host)};
  if (user != std::string_view::npos) return out.append(address.substr(host + user + 1));
  return out.append(address.substr(host));
}

}  // namespace cent::detail

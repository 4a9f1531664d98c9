#include "observe/log_line.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <ctime>

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
  const auto since = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  const auto whole = static_cast<std::time_t>(seconds.count());
  std::tm utc{};
#if defined(_WIN32)
  gmtime_s(&utc, &whole);
#else
  gmtime_r(&whole, &utc);
#endif
  char date[80];
  std::snprintf(date, sizeof date, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1,
                utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                static_cast<int>((since - seconds).count()));
  return text("time", date).text("level", to_string(level));
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

#include "delivery/classify.hpp"

#include <algorithm>
#include <utility>

namespace cent::detail {
namespace {

/// Returns `http://host:port` of a location, without its path, query and user.
std::string target_of(std::string_view location, const Secrets& secrets) {
  // The end of the scheme. A later "://" belongs to a path or query.
  const std::size_t scheme =
      location.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  if (scheme == std::string_view::npos || location.substr(scheme, 3) != "://") {
    return "another path of the same host";
  }
  std::string_view rest = location.substr(scheme + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) rest.remove_prefix(at + 1);
  return printable(std::string(location.substr(0, scheme + 3)).append(rest), secrets);
}

const char* hint_of(int status) {
  switch (status) {
    case 400:
      return " (the server found the request malformed)";
    case 401:
    case 403:
      return " (is the API key right?)";
    case 404:
      return " (no API at this address: is its port another, or its prefix, /api by default? For a prefix "
             "that does "
             "not end in /api set ClientOptions::exact_path)";
    case 405:
      return " (is this the address of a Centrifugo API?)";
    case 413:
      return " (the request is larger than the server or a proxy allows)";
    default:
      return "";
  }
}

}  // namespace

std::string printable(std::string_view body, const Secrets& secrets) {
  constexpr std::size_t kMost = 256;
  std::string text;
  for (std::size_t at = 0; at < body.size() && text.size() < kMost;) {
    if (const std::size_t size = secrets.at(body, at); size != 0) {
      text.append(kRedacted);
      at += size;
    } else {
      const char c = body[at++];
      text.push_back(c < 0x20 || c > 0x7E ? '?' : c);
    }
  }
  if (text.size() > kMost) text.resize(kMost);
  return text;
}

/// A refusal's text for what(): a short body, or the title of an HTML page. Empty if there is none.
/// @param body Printable text with secrets redacted.
std::string words_of(std::string body) {
  constexpr std::size_t kMost = 120;
  const auto is_blank = [](char c) {
    return c == ' ' || c == '?';
  };  // printable() turns a line feed into '?'
  if (const std::size_t title = body.find("<title>"); title != std::string::npos) {
    body.erase(0, title + 7);
    body.erase(std::min(body.find("</title>"), body.size()));
  } else if (!body.empty() && body.front() == '<') {
    return {};
  }
  while (!body.empty() && is_blank(body.back())) body.pop_back();
  if (body.size() > kMost) return {};
  return body;
}

ErrorFacts facts_of_status(const HttpResponse& response, std::string_view body, Delivery outcome,
                           const Secrets& secrets) {
  ErrorFacts facts;
  facts.status = response.status;
  facts.kind = FailureKind::http_status;
  facts.delivery = outcome;
  facts.body = printable(body, secrets);
  if (response.status >= 300 && response.status < 400) {
    facts.kind = FailureKind::redirect;
    facts.cause = "HTTP " + std::to_string(response.status) + ", a redirect to " +
                  target_of(response.location, secrets) + ", not followed";
  } else {
    facts.cause = "HTTP " + std::to_string(response.status) + hint_of(response.status);
    if (response.status == 413) facts.kind = FailureKind::too_large;
    if (const std::string words = words_of(facts.body); !words.empty()) facts.cause += ": " + words;
  }
  if (!response.retry_after.empty()) {
    facts.retry_after = parse_retry_after(response.retry_after, std::chrono::system_clock::now());
  }
  return facts;
}

ErrorFacts facts_of_server_error(std::uint32_t code, std::string message, int status,
                                 const Secrets& secrets) {
  ErrorFacts facts;
  facts.cause = secrets.redact(std::move(message));
  facts.code = code;
  facts.status = status;
  facts.delivery = code == ErrorCode::kInternal ? Delivery::unknown : Delivery::refused;
  return facts;
}

ErrorFacts facts_of_unreadable(const HttpResponse& response, std::string_view body, const std::string& why,
                               const Secrets& secrets) {
  ErrorFacts facts;
  facts.status = response.status;
  facts.kind = FailureKind::unreadable;
  facts.delivery = Delivery::unknown;
  facts.cause = "HTTP " + std::to_string(response.status) + " with an unreadable reply: " + why;
  if (!response.content_type.empty() && response.content_type.find("json") == std::string::npos) {
    facts.cause += ", content type " + printable(response.content_type, secrets);
  }
  facts.body = printable(body, secrets);
  return facts;
}

bool says_later(int status) noexcept { return status == 408 || status == 425 || status == 429; }

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

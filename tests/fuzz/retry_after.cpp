#include <algorithm>
#include <array>
#include <ctime>

#include "delivery/classify.hpp"
#include "fuzz/targets.hpp"

namespace cent::fuzz {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;

std::string http_date(std::time_t when) {
  std::tm parts{};
  gmtime_r(&when, &parts);
  std::array<char, 64> text{};
  std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text.data();
}

void any_text(std::string_view text, system_clock::time_point now) {
  const auto wait = detail::parse_retry_after(text, now);
  if (wait) require(*wait >= milliseconds{0} && *wait <= hours{24}, "a wait is from zero to a day");
  const bool digits =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return;
  require(wait.has_value(), "digits are seconds");
  if (text.size() < 5) {
    require(*wait == seconds{std::stoi(std::string(text))}, "digits are so many seconds");
    require(detail::parse_retry_after(std::string(text) + " \t", now) == wait,
            "white space behind is no part");
  }
}

/// A date as servers write it, at most some hours from now, and `now` between two seconds.
void date(std::uint32_t start, std::int16_t distance) {
  const auto now = system_clock::from_time_t(start) + milliseconds{250};
  const auto then = system_clock::from_time_t(static_cast<std::time_t>(start) + distance);
  if (system_clock::to_time_t(then) < 0) return;
  const auto wait = detail::parse_retry_after(http_date(system_clock::to_time_t(then)), now);
  require(wait.has_value(), "a date is understood");
  if (then <= now) {
    require(*wait == milliseconds{0}, "a date that has passed is no wait");
  } else {
    require(now + *wait >= then && now + *wait <= then + seconds{1}, "the wait ends at the date");
  }
}

}  // namespace

void retry_after(const std::uint8_t* data, std::size_t size) {
  Input input{data, size};
  any_text(input.rest(), system_clock::from_time_t(1'700'000'000));
  const auto start = input.take_bits<std::uint32_t>();
  date(start, input.take_bits<std::int16_t>());
}

}  // namespace cent::fuzz

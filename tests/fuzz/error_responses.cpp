// Parts of an unsuccessful response that are shown: its body, its place, the wait that it asks for.
#include <algorithm>
#include <array>
#include <ctime>
#include <nlohmann/json.hpp>

#include "delivery/classify.hpp"
#include "fuzz/targets.hpp"
#include "protocol/reply_parts.hpp"

namespace cent::fuzz {
namespace {

bool is_printable(std::string_view text) {
  for (const char c : text) {
    if (c < 0x20 || c > 0x7e) return false;
  }
  return true;
}

void parse(std::string_view body) {
  detail::ServerError error;
  if (!detail::parse_server_error(body, error)) return;
  const nlohmann::json dom = nlohmann::json::parse(body, nullptr, false);
  if (dom.is_discarded()) return;  // an unknown member with broken text, or with a number beyond a double
  require(dom.is_object() && dom.at("code").is_number_unsigned(), "an error is an object with a code");
  require(dom.at("code") == error.code && dom.at("message") == error.message,
          "the error is the one that nlohmann reads");
}

void describe(int status, std::string_view location, std::string_view body, std::string_view secret) {
  HttpResponse response;
  response.status = status;
  response.location = std::string(location);
  response.retry_after = std::string(location);
  const ErrorFacts facts = detail::facts_of_status(response, body, Delivery::unknown, secret);
  require(facts.body.size() <= 256 && is_printable(facts.body), "a body's first bytes are made printable");
  require(is_printable(facts.cause), "the cause is printable");
  require(facts.status == status && facts.delivery != Delivery::applied, "a bad status is never a success");
  // Redacted or unprintable text must not look like the secret by chance.
  if (secret.size() >= 8 && secret.find_first_of("*?") == std::string_view::npos) {
    require(facts.body.find(secret) == std::string::npos, "no secret in a body's first bytes");
    std::string again_and_again;
    while (again_and_again.size() < 600) again_and_again += secret;
    const std::string shown = detail::printable(again_and_again, secret);
    require(shown.find_first_not_of('*') == std::string::npos, "no piece of a secret either");
  }
  if (status >= 300 && status < 400) {
    require(facts.cause.find('@') == std::string::npos, "no user name or password in a redirect's target");
  }
  const ErrorFacts unreadable = detail::facts_of_unreadable(response, body, "why", secret);
  require(unreadable.body == facts.body, "an unreadable body is shown in the same way");
}

}  // namespace

void error_body(const std::uint8_t* data, std::size_t size) {
  parse(Input{data, size}.rest());
  Input input{data, size};
  const int status = 201 + input.byte() * 2;
  const std::string_view secret = input.take_piece();
  const std::string_view location = input.take_piece();
  describe(status, location, input.rest(), secret);
}

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

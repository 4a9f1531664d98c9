#include <cent/errors.hpp>

#include "fuzz/targets.hpp"
#include "protocol/dialects.hpp"
#include "protocol/header_rules.hpp"

namespace cent::fuzz {
namespace {

constexpr std::size_t kLongestRefusal = 100;  // longer ones repeat what they refuse

/// Nothing in it can begin another header line or end up as another value.
bool is_one_value(std::string_view value) {
  for (const char c : value) {
    if ((c < 0x20 && c != '\t') || c == 0x7f) return false;
  }
  return value.empty() ||
         (value.front() != ' ' && value.back() != ' ' && value.front() != '\t' && value.back() != '\t');
}

bool takes_key(std::string_view key) {
  try {
    detail::check_api_key(key);
    return true;
  } catch (const UsageError& error) {
    require(std::string_view{error.what()}.size() < kLongestRefusal, "a refusal does not show the key");
    return false;
  }
}

bool takes_header(const HttpHeaders& headers) {
  try {
    detail::check_headers(headers);
    return true;
  } catch (const UsageError& error) {
    require(std::string_view{error.what()}.size() < kLongestRefusal + headers.front().name.size(),
            "a refusal shows the name at most, not the value");
    return false;
  }
}

}  // namespace

void headers(const std::uint8_t* data, std::size_t size) {
  Input input{data, size};
  const std::string_view key = input.take_piece();
  const bool key_taken = takes_key(key);
  if (key_taken) require(is_one_value(key), "a key is one value");

  const std::string name{input.take_piece()};
  const std::string value{input.rest()};
  const HttpHeaders extra{{name, value}};
  const bool has_key = !key.empty();
  if (!takes_header(extra)) return;
  require(!name.empty() && name.find_first_of(std::string_view{" \t\r\n\0:", 6}) == std::string::npos,
          "a name is one token");
  require(is_one_value(value), "a value is one value");
  if (!key_taken) return;
  ClientOptions options;
  options.api_key = key;
  options.headers = extra;
  for (const detail::Dialect* const dialect : detail::all_dialects()) {
    const HttpHeaders all = dialect->headers(options);
    require(all.size() == (has_key ? 3U : 2U), "the type, the key, and the header of the caller");
    require(all.back().name == name && all.back().value == value, "the caller's header goes along as it is");
  }
}

}  // namespace cent::fuzz

#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// JSON as Go's standard library reads and writes it, which is what the real servers use. Deliberately
/// independent of the client's own reader: a judge must not share the mistakes of the judged.
namespace cent::testing::go {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t kMaxDepth = 10000;

std::size_t skip_space(std::string_view text, std::size_t at);

/// Where the value that starts at `at` ends, its syntax checked; npos if it is broken or cut off. No
/// recursion.
std::size_t checked_value_end(std::string_view text, std::size_t at);

/// The same for text already checked.
std::size_t value_end(std::string_view text, std::size_t at);

/// Takes exactly one value, white space around it allowed; false otherwise.
bool whole_value(std::string_view text, std::string_view& value);

inline bool is_null(std::string_view value) { return value == "null"; }

/// A JSON string literal decoded; broken UTF-8 and lone surrogates become U+FFFD.
std::string decode_string(std::string_view literal);

/// A member name in the form in which names are compared: letter case does not count.
std::string fold_key(std::string_view literal);

// Each `read` stores a checked value into a field and returns false on a type error. `null` leaves the field
// alone.
bool read(std::string_view value, std::string& out);
bool read(std::string_view value, bool& out);
bool read(std::string_view value, std::vector<std::string>& out);
bool read(std::string_view value, std::map<std::string, std::string>& out);
bool read_unsigned(std::string_view value, std::uint64_t max, std::uint64_t& out);
bool read_signed(std::string_view value, std::int64_t min, std::int64_t max, std::int64_t& out);

template <class Int, class = std::enable_if_t<std::is_integral_v<Int> && !std::is_same_v<Int, bool>>>
bool read(std::string_view value, Int& out) {
  if (is_null(value)) return true;
  if constexpr (std::is_signed_v<Int>) {
    std::int64_t wide = 0;
    if (!read_signed(value, std::numeric_limits<Int>::min(), std::numeric_limits<Int>::max(), wide))
      return false;
    out = static_cast<Int>(wide);
  } else {
    std::uint64_t wide = 0;
    if (!read_unsigned(value, std::numeric_limits<Int>::max(), wide)) return false;
    out = static_cast<Int>(wide);
  }
  return true;
}

/// Embedded JSON: kept as it came, `null` included.
inline bool read_raw(std::string_view value, std::string& out) {
  out.assign(value);
  return true;
}

/// Calls `visit(name literal, value)` for each member; false if one of them answers false or `value` is no
/// object. `null` counts as an object without members.
template <class Visit>
bool each_pair(std::string_view value, Visit&& visit) {
  if (is_null(value)) return true;
  if (value.empty() || value.front() != '{') return false;
  bool fine = true;
  std::size_t at = skip_space(value, 1);
  while (value[at] != '}') {
    const std::size_t name_end = value_end(value, at);
    const std::string_view name = value.substr(at, name_end - at);
    at = skip_space(value, skip_space(value, name_end) + 1);
    const std::size_t end = value_end(value, at);
    // A type error does not stop the reading: later members still take effect, the call fails at the end.
    if (!visit(name, value.substr(at, end - at))) fine = false;
    at = skip_space(value, end);
    if (value[at] == ',') at = skip_space(value, at + 1);
  }
  return fine;
}

/// The members of a struct, whose names are folded as Go compares them.
template <class Visit>
bool each_member(std::string_view value, Visit&& visit) {
  return each_pair(value, [&](std::string_view name, std::string_view member) {
    return visit(std::string_view(fold_key(name)), member);
  });
}

/// The members of a map, whose names are decoded and not folded.
template <class Visit>
bool each_entry(std::string_view value, Visit&& visit) {
  return each_pair(value, [&](std::string_view name, std::string_view member) {
    return visit(decode_string(name), member);
  });
}

/// Calls `visit(value)` for each element of an array; `null` counts as an empty one.
template <class Visit>
bool each_element(std::string_view value, Visit&& visit) {
  if (is_null(value)) return true;
  if (value.empty() || value.front() != '[') return false;
  bool fine = true;
  std::size_t at = skip_space(value, 1);
  while (value[at] != ']') {
    const std::size_t end = value_end(value, at);
    if (!visit(value.substr(at, end - at))) fine = false;
    at = skip_space(value, end);
    if (value[at] == ',') at = skip_space(value, at + 1);
  }
  return fine;
}

/// Appends a string literal, `<`, `>`, `&`, U+2028 and U+2029 escaped.
void append_string(std::string& out, std::string_view text);

/// Appends embedded JSON without white space and with the same escapes; false, and nothing appended, if it is
/// no JSON.
bool append_compact(std::string& out, std::string_view raw);

/// Appends `{"name":"value",...}`.
void append_strings(std::string& out, const std::map<std::string, std::string>& map);

/// Standard padded base64, line breaks inside skipped; false if it is not.
bool decode_base64(std::string_view text, std::string& out);

/// The URL-safe kind without padding, as in tokens.
bool decode_base64_url(std::string_view text, std::string& out);

}  // namespace cent::testing::go

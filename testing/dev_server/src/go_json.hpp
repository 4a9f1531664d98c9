#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// JSON as Go's standard library reads and writes it, which real servers use. Deliberately independent of the
/// client's reader, so that tests do not share its mistakes.
namespace cent::testing::go {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t kMaxDepth = 10000;

std::size_t skip_space(std::string_view text, std::size_t at);

/// End of the value that starts at `at`, with its syntax checked; npos if it is invalid or incomplete. No
/// recursion.
std::size_t checked_value_end(std::string_view text, std::size_t at);

/// The same for text already checked.
std::size_t value_end(std::string_view text, std::size_t at);

/// Reads exactly one value, with white space around it. Returns false otherwise.
bool whole_value(std::string_view text, std::string_view& value);

inline bool is_null(std::string_view value) { return value == "null"; }

/// Decodes a JSON string literal. Invalid UTF-8 and lone surrogates become U+FFFD.
std::string decode_string(std::string_view literal);

/// A member name in the form used for comparison, which ignores case.
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

/// Embedded JSON, kept unchanged, including `null`.
inline bool read_raw(std::string_view value, std::string& out) {
  out.assign(value);
  return true;
}

/// Calls `visit(name literal, value)` for each member. Returns false if one call does or `value` is not an
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
    // A type error does not stop reading: later members still take effect, and the call fails at the end.
    if (!visit(name, value.substr(at, end - at))) fine = false;
    at = skip_space(value, end);
    if (value[at] == ',') at = skip_space(value, at + 1);
  }
  return fine;
}

/// Visits the members of a struct, with names folded as Go compares them.
template <class Visit>
bool each_member(std::string_view value, Visit&& visit) {
  return each_pair(value, [&](std::string_view name, std::string_view member) {
    return visit(std::string_view(fold_key(name)), member);
  });
}

/// Visits the members of a map, with names decoded but not folded.
template <class Visit>
bool each_entry(std::string_view value, Visit&& visit) {
  return each_pair(value, [&](std::string_view name, std::string_view member) {
    return visit(decode_string(name), member);
  });
}

/// Calls `visit(value)` for each element of an array. `null` counts as an empty array.
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

/// Appends a string literal with `<`, `>`, `&`, U+2028 and U+2029 escaped.
void append_string(std::string& out, std::string_view text);

/// Appends embedded JSON without white space and with the same escapes. Returns false and appends nothing if
/// it is not JSON.
bool append_compact(std::string& out, std::string_view raw);

/// Appends `{"name":"value",...}`.
void append_strings(std::string& out, const std::map<std::string, std::string>& map);

/// Decodes standard padded base64 and skips line breaks. Returns false if it is invalid.
bool decode_base64(std::string_view text, std::string& out);

/// The same for URL-safe base64 without padding, as in tokens.
bool decode_base64_url(std::string_view text, std::string& out);

}  // namespace cent::testing::go

namespace cent::testing::dev {

/// Writes the members of a JSON object, with commas between them.
class JsonObject {
 public:
  /// Begins a member. The caller appends its value to the returned string.
  std::string& name(std::string_view key) {
    text_.push_back(text_.empty() ? '{' : ',');
    text_.push_back('"');
    text_.append(key);
    text_.append("\":");
    return text_;
  }
  void string(std::string_view key, std::string_view value) { go::append_string(name(key), value); }
  void raw(std::string_view key, std::string_view value) { name(key).append(value); }
  template <class Int>
  void number(std::string_view key, Int value) {
    name(key).append(std::to_string(value));
  }
  /// Adds a member with an arbitrary name.
  void entry(std::string_view key, std::string_view value) {
    text_.push_back(text_.empty() ? '{' : ',');
    go::append_string(text_, key);
    text_.push_back(':');
    text_.append(value);
  }

  bool empty() const { return text_.empty(); }
  std::string done() {
    if (text_.empty()) text_.push_back('{');
    text_.push_back('}');
    return std::move(text_);
  }

 private:
  std::string text_;
};

}  // namespace cent::testing::dev

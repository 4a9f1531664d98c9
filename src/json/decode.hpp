#pragma once
#include <cent/json.hpp>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "json/access.hpp"
#include "json/reader.hpp"
#include "json/row.hpp"
#include "json/text_error.hpp"

// JSON text to aggregates, by their rows. Unknown members are ignored, a wrong type or a number out of range
// is an error with its path, a missing required member too.
namespace cent::detail {

inline void decode(JsonReader& in, std::string& value) { in.read_string(value); }
inline void decode(JsonReader& in, bool& value) { value = in.read_bool(); }
inline void decode(JsonReader& in, double& value) { value = in.read_double(); }
inline void decode(JsonReader& in, Json& value) {
  bool clean = true;
  const std::string_view text = in.read_raw(clean);
  value = JsonAccess::received(text, clean);
}
template <class T, std::enable_if_t<std::is_integral_v<T> && !std::is_same_v<T, bool>, int> = 0>
void decode(JsonReader& in, T& value) {
  using Limits = std::numeric_limits<T>;
  if constexpr (std::is_signed_v<T>) {
    value = static_cast<T>(in.read_signed(Limits::min(), Limits::max()));
  } else {
    value = static_cast<T>(in.read_unsigned(Limits::max()));
  }
}
template <class T, std::enable_if_t<has_row<T>, int> = 0>
void decode(JsonReader& in, T& value);
template <class T>
void decode(JsonReader& in, std::vector<T>& value);
template <class T>
void decode(JsonReader& in, std::map<std::string, T>& value);

inline bool take_null(JsonReader& in) {
  if (in.peek() != JsonReader::Kind::null) return false;
  in.read_null();
  return true;
}

template <class T>
void decode(JsonReader& in, std::optional<T>& value) {
  if (take_null(in)) {
    value.reset();
  } else {
    decode(in, value.emplace());
  }
}

inline void prepend_path(TextError& error, const std::string& step) {
  const bool index = !error.path.empty() && error.path.front() == '[';
  error.path = error.path.empty() ? step : step + (index ? "" : ".") + error.path;
}

template <class T>
void decode(JsonReader& in, std::vector<T>& value) {
  value.clear();
  if (take_null(in)) return;
  in.begin_array();
  while (in.next_element()) {
    try {
      decode(in, value.emplace_back());
    } catch (TextError& error) {
      prepend_path(error, "[" + std::to_string(value.size() - 1) + "]");
      throw;
    }
  }
}

template <class T>
void decode(JsonReader& in, std::map<std::string, T>& value) {
  value.clear();
  if (take_null(in)) return;
  std::string key;
  if constexpr (has_row<T>) {
    if (in.peek() == JsonReader::Kind::array) {  // old servers list the names alone
      in.begin_array();
      while (in.next_element()) {
        in.read_string(key);
        value.emplace(key, T{});
      }
      return;
    }
  }
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    key.assign(name);
    try {
      decode(in, value[key]);
    } catch (TextError& error) {
      prepend_path(error, "[\"" + key + "\"]");
      throw;
    }
  }
}

/// Reads the member if this is its field; true if it was.
template <class T, class Member>
bool decode_field(JsonReader& in, T& value, const Field<Member, T>& field, std::string_view name) {
  if (field.kind == FieldKind::local || field.name != name) return false;
  try {
    decode(in, value.*field.member);
  } catch (TextError& error) {
    prepend_path(error, std::string(field.name));
    throw;
  }
  return true;
}

/// Looks at one bit of `seen` and moves on to the next.
inline void require_seen(FieldKind kind, std::string_view name, std::uint64_t seen, std::uint64_t& bit,
                         const JsonReader& in) {
  if (kind == FieldKind::required && (seen & bit) == 0) {
    throw TextError{"the server left it out", in.offset(), std::string(name)};
  }
  bit <<= 1U;
}

template <class T, class = void>
inline constexpr bool has_fault = false;
template <class T>
inline constexpr bool has_fault<T, std::void_t<decltype(Row<T>::fault(std::declval<const T&>()))>> = true;

template <class T, std::enable_if_t<has_row<T>, int>>
void decode(JsonReader& in, T& value) {
  check_row<T>();
  constexpr std::size_t kFields = std::tuple_size_v<std::decay_t<decltype(Row<T>::fields)>>;
  static_assert(kFields <= 64, "the set of seen members is one word");
  [[maybe_unused]] std::uint64_t seen = 0;
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    const bool known = std::apply(
        [&]([[maybe_unused]] const auto&... field) {
          [[maybe_unused]] std::uint64_t bit = 1;
          return ((decode_field(in, value, field, name) ? (seen |= bit, true) : (bit <<= 1U, false)) || ...);
        },
        Row<T>::fields);
    if (!known) in.skip_value();
  }
  std::apply(
      [&]([[maybe_unused]] const auto&... field) {
        [[maybe_unused]] std::uint64_t bit = 1;
        (require_seen(field.kind, field.name, seen, bit, in), ...);
      },
      Row<T>::fields);
  if constexpr (has_fault<T>) {
    if (const char* fault = Row<T>::fault(value)) in.fail(fault);
  }
}

}  // namespace cent::detail

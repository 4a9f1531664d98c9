#pragma once
#include <algorithm>
#include <cent/json.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/access.hpp"
#include "json/reader.hpp"
#include "json/row.hpp"
#include "json/text_error.hpp"

// JSON text to aggregates, by their rows. Unknown members are ignored. A wrong type, a number out of range
// and a missing required member are errors with their path.
namespace cent::detail {

inline void decode(JsonReader& in, std::string& value) { in.read_string(value); }
inline void decode(JsonReader& in, bool& value) { value = in.read_bool(); }
inline void decode(JsonReader& in, double& value) { value = in.read_double(); }
/// The text of any value, as a view of the reader's text. What is inside of an object or array is not
/// examined.
inline void decode(JsonReader& in, std::string_view& value) { value = in.skim_raw(); }
inline void decode(JsonReader& in, Json& value) {
  bool clean = true;
  const std::string_view text = in.read_raw(clean);
  value = JsonAccess::received(text, clean && !in.has_line_breaks());
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

/// Makes room in the list of a result, which its elements fill almost, for as many more as the text has if
/// they are as long as those before.
template <class T>
void make_room(const JsonReader& in, std::size_t begin, std::vector<T>& list) {
  constexpr std::size_t kMostTimes = 64;
  const std::size_t size = list.size();
  if (size < list.capacity() || size == 0 || in.depth() > 2) return;
  const std::size_t bytes_each = (in.offset() - begin) / size + 1;
  list.reserve(size + std::clamp(in.left() / bytes_each + 1, size, kMostTimes * size));
}

template <class T>
void decode(JsonReader& in, std::vector<T>& value) {
  value.clear();
  if (take_null(in)) return;
  in.begin_array();
  const std::size_t begin = in.offset();
  while (in.next_element()) {
    make_room(in, begin, value);
    try {
      decode(in, value.emplace_back());
    } catch (TextError& error) {
      error.within("[" + std::to_string(value.size() - 1) + "]");
      throw;
    }
  }
}

template <class T, class = void>
inline constexpr bool listed_by_name = false;
template <class T>
inline constexpr bool listed_by_name<T, std::enable_if_t<Row<T>::kListedByName>> = true;

/// Reads a list in place of a map: old servers send only the names, or an empty list.
template <class T>
void decode_names(JsonReader& in, std::map<std::string, T>& value) {
  in.begin_array();
  while (in.next_element()) {
    if constexpr (listed_by_name<T>) {
      std::string name;
      in.read_string(name);
      value.emplace(std::move(name), T{});
    } else {
      in.fail("a list instead of an object");
    }
  }
}

template <class T>
void decode(JsonReader& in, std::map<std::string, T>& value) {
  value.clear();
  if (take_null(in)) return;
  if (in.peek() == JsonReader::Kind::array) return decode_names(in, value);
  std::string key;
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    key.assign(name);
    try {
      decode(in, value[key] = T{});  // reset: the last of several equal names wins
    } catch (TextError& error) {
      error.within("[\"" + key + "\"]");
      throw;
    }
  }
}

/// Reads the next member if it is this field. Returns true if it was. `named` is asked whether it is.
/// `current` is set to its name for errors.
template <class T, std::size_t I, class Named>
bool decode_field(JsonReader& in, T& value, const Named& named, std::string_view& current,
                  std::uint64_t& seen) {
  constexpr const auto& kField = std::get<I>(Row<T>::fields);
  if constexpr (kField.kind == FieldKind::local) {
    return false;
  } else {
    if (!named(kField)) return false;
    current = kField.name;
    decode(in, value.*kField.member);
    current = {};
    seen |= std::uint64_t{1} << I;
    return true;
  }
}

template <class T, std::size_t... I>
void decode_fields(JsonReader& in, T& value, std::index_sequence<I...>) {
  static_assert(sizeof...(I) <= 64, "the set of seen members is one word");
  constexpr std::uint64_t kRequired =
      (std::uint64_t{0} | ... |
       (std::get<I>(Row<T>::fields).kind == FieldKind::required ? std::uint64_t{1} << I : 0));
  std::uint64_t seen = 0;
  std::string_view current;
  in.begin_object();
  try {
    [[maybe_unused]] const auto usual = [&in](const auto& field) { return in.take_member(field.key); };
    std::string_view name;
    [[maybe_unused]] const auto any = [&name](const auto& field) { return name == field.name; };
    do {
      // In the order in which servers write them, then in any.
      while ((decode_field<T, I>(in, value, usual, current, seen) || ...)) {
      }
      if (!in.next_member(name)) break;
    } while ((decode_field<T, I>(in, value, any, current, seen) || ...) || (in.skip_value(), true));
  } catch (TextError& error) {
    if (!current.empty()) error.within(std::string(current));
    throw;
  }
  if constexpr (kRequired != 0) {
    if ((kRequired & ~seen) == 0) return;
    const std::string_view names[] = {std::get<I>(Row<T>::fields).name...};
    for (std::size_t i = 0; i < sizeof...(I); ++i) {
      if ((kRequired & ~seen & std::uint64_t{1} << i) == 0) continue;
      throw TextError{"missing in the reply", in.offset(), std::string(names[i])};
    }
  }
}

template <class T, class = void>
inline constexpr bool has_fault = false;
template <class T>
inline constexpr bool has_fault<T, std::void_t<decltype(Row<T>::fault(std::declval<const T&>()))>> = true;

/// True if there is a faster way for the texts that servers usually send.
template <class T, class = void>
inline constexpr bool has_usual = false;
template <class T>
inline constexpr bool
    has_usual<T, std::void_t<decltype(Row<T>::decode_usual(std::string_view{}, std::declval<T&>()))>> = true;

template <class T, std::enable_if_t<has_row<T>, int>>
void decode(JsonReader& in, T& value) {
  check_row<T>();
  decode_fields(in, value, std::make_index_sequence<kFieldCount<T>>{});
  if constexpr (has_fault<T>) {
    if (const char* fault = Row<T>::fault(value)) in.fail(fault);
  }
}

}  // namespace cent::detail

#pragma once
#include <cent/errors.hpp>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "json/decode.hpp"
#include "json/reader.hpp"
#include "json/row.hpp"
#include "json/text_error.hpp"

// JSON text to a request, by its row. Unlike a reply's, an unknown member is an error: servers ignore a
// misspelled one silently.
namespace cent::cli {

using detail::element_of;
using detail::FieldKind;
using detail::for_each_field;
using detail::has_row;
using detail::JsonReader;
using detail::Row;

template <class T>
void read_member(JsonReader& in, T& value);

template <class T>
void read_record(JsonReader& in, T& value) {
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    const std::string key{name};
    bool known = false;
    for_each_field<T>([&](const auto& field) {
      if (known || field.kind == FieldKind::local || field.name != key) return;
      known = true;
      try {
        read_member(in, value.*field.member);
      } catch (detail::TextError& error) {
        error.within(key);
        throw;
      }
    });
    if (!known) throw detail::TextError{"no such field", in.offset(), key};
  }
}

/// A bool that may be absent: Centrifugo wraps it, people need not.
inline void read_wrapped_bool(JsonReader& in, std::optional<bool>& value) {
  if (in.peek() != JsonReader::Kind::object) {
    value = in.read_bool();
    return;
  }
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    if (name != "value") throw detail::TextError{"no such field", in.offset(), std::string(name)};
    value = in.read_bool();
  }
}

template <class T>
void read_member(JsonReader& in, T& value) {
  using Element = element_of<T>;
  if constexpr (std::is_same_v<T, std::optional<bool>>) {
    read_wrapped_bool(in, value);
  } else if constexpr (has_row<T>) {
    read_record(in, value);
  } else if constexpr (std::is_same_v<T, std::optional<Element>>) {
    if (!detail::take_null(in)) read_member(in, value.emplace());
  } else if constexpr (has_row<Element> && std::is_same_v<T, std::vector<Element>>) {
    in.begin_array();
    while (in.next_element()) read_record(in, value.emplace_back());
  } else if constexpr (has_row<Element>) {
    in.begin_object();
    for (std::string_view name; in.next_member(name);) read_record(in, value[std::string(name)]);
  } else {
    detail::decode(in, value);
  }
}

/// Reads one JSON value as a member or a whole request.
/// @param option Named in errors: `--since`.
/// @throws UsageError
template <class T>
void read_value(std::string_view option, std::string_view json, T& value) {
  try {
    JsonReader in{json};
    read_member(in, value);
    in.finish();
  } catch (const detail::TextError& error) {
    throw UsageError(std::string(option) + ": " + error.message());
  }
}

}  // namespace cent::cli

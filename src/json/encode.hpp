#pragma once
#include <cent/json.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "json/access.hpp"
#include "json/row.hpp"
#include "json/text_error.hpp"
#include "json/text_writer.hpp"
#include "json/writer.hpp"

// Aggregates to JSON text, from their rows. A zero value is omitted, as Centrifugo does, unless its absence
// is an error for the reader.
namespace cent::detail {

inline constexpr int kMaxEncodeDepth = 64;

inline bool is_zero(const std::string& value) { return value.empty(); }
inline bool is_zero(const Json& value) { return !value.has_value(); }
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0>
bool is_zero(T value) {
  return value == T{};
}
template <class T>
bool is_zero(const std::vector<T>& value) {
  return value.empty();
}
template <class T>
bool is_zero(const std::map<std::string, T>& value) {
  return value.empty();
}
template <class T>
bool is_zero(const std::optional<T>& value) {
  return !value.has_value();
}
/// False even for an empty aggregate: encode_field removes it after it is written.
template <class T, std::enable_if_t<has_row<T>, int> = 0>
bool is_zero(const T&) {
  return false;
}

inline void encode(TextWriter& out, const std::string& value, int) { put_string(out, value); }
inline void encode(TextWriter& out, const Json& value, int) { JsonAccess::append(out, value); }
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0>
void encode(TextWriter& out, T value, int) {
  if constexpr (std::is_same_v<T, bool>) {
    out.append(value ? "true" : "false");
  } else if constexpr (std::is_floating_point_v<T>) {
    put_double(out, value);
  } else if constexpr (std::is_signed_v<T>) {
    put_signed(out, value);
  } else {
    put_unsigned(out, value);
  }
}
template <class T, std::enable_if_t<has_row<T>, int> = 0>
void encode(TextWriter& out, const T& value, int depth);
template <class T>
void encode(TextWriter& out, const std::map<std::string, T>& value, int depth);

template <class T>
void encode(TextWriter& out, const std::vector<T>& value, int depth) {
  char before = '[';
  if (value.empty()) out.push_back(before);
  std::size_t index = 0;
  try {
    for (; index < value.size(); ++index) {
      out.push_back(before);
      encode(out, value[index], depth);
      before = ',';
    }
  } catch (TextError& error) {
    error.within("[" + std::to_string(index) + "]");
    throw;
  }
  out.push_back(']');
}

template <class T>
void encode(TextWriter& out, const std::map<std::string, T>& value, int depth) {
  char before = '{';
  if (value.empty()) out.push_back(before);
  for (const auto& [key, element] : value) {
    out.push_back(before);
    put_string(out, key);
    out.push_back(':');
    try {
      encode(out, element, depth);
    } catch (TextError& error) {
      error.within("[\"" + key + "\"]");
      throw;
    }
    before = ',';
  }
  out.push_back('}');
}

template <class T>
void encode(TextWriter& out, const std::optional<T>& value, int depth) {
  if constexpr (std::is_same_v<T, bool>) {
    // Centrifugo wraps a bool that may be absent: {"value": false}.
    out.append(*value ? R"({"value":true})" : R"({"value":false})");
  } else {
    encode(out, *value, depth);
  }
}

/// Writes the I-th field of a row. `current` is set to its name for errors.
template <class T, std::size_t I>
void encode_field(TextWriter& out, const T& value, std::string_view& current, int depth) {
  constexpr const auto& kField = std::get<I>(Row<T>::fields);
  if constexpr (kField.kind != FieldKind::local) {
    const auto& member = value.*kField.member;
    if (kField.kind == FieldKind::plain && is_zero(member)) return;
    current = kField.name;
    const std::size_t start = out.size();
    out.append(kField.key);
    encode(out, member, depth + 1);
    if constexpr (has_row<std::decay_t<decltype(member)>>) {
      if (out.size() - start == kField.key.size() + 2) {  // "{}": nothing was set
        out.shrink(start);
        return;
      }
    }
    out.push_back(',');
  }
}

template <class T, std::size_t... I>
void encode_fields(TextWriter& out, const T& value, [[maybe_unused]] int depth, std::index_sequence<I...>) {
  std::string_view current;
  try {
    (encode_field<T, I>(out, value, current, depth), ...);
  } catch (TextError& error) {
    error.within(std::string(current));
    throw;
  }
}

template <class T, std::enable_if_t<has_row<T>, int>>
void encode(TextWriter& out, const T& value, int depth) {
  check_row<T>();
  if (depth > kMaxEncodeDepth) throw TextError{"nested too deeply", 0};
  out.push_back('{');
  encode_fields(out, value, depth, std::make_index_sequence<kFieldCount<T>>{});
  if (out.back() == ',') out.shrink(out.size() - 1);
  out.push_back('}');
}

template <class T>
void encode(std::string& out, const T& value, int depth) {
  TextWriter writer{out, out.size()};
  encode(writer, value, depth);
  out.resize(writer.size());
}

}  // namespace cent::detail

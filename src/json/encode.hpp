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
#include "json/writer.hpp"

// Aggregates to JSON text, from their rows. A zero value is left out, as on Centrifugo's own wire.
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
/// A nested aggregate shows only once it is written: empty ones are taken back by encode_field.
template <class T, std::enable_if_t<has_row<T>, int> = 0>
bool is_zero(const T&) {
  return false;
}

inline void encode(std::string& out, const std::string& value, int) { write_string(out, value); }
inline void encode(std::string& out, const Json& value, int) { out.append(JsonAccess::sendable(value)); }
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0>
void encode(std::string& out, T value, int) {
  if constexpr (std::is_same_v<T, bool>) {
    write_bool(out, value);
  } else if constexpr (std::is_floating_point_v<T>) {
    write_double(out, value);
  } else if constexpr (std::is_signed_v<T>) {
    write_signed(out, value);
  } else {
    write_unsigned(out, value);
  }
}
template <class T, std::enable_if_t<has_row<T>, int> = 0>
void encode(std::string& out, const T& value, int depth);
template <class T>
void encode(std::string& out, const std::map<std::string, T>& value, int depth);

template <class T>
void encode(std::string& out, const std::vector<T>& value, int depth) {
  char before = '[';
  if (value.empty()) out.push_back(before);
  for (const T& element : value) {
    out.push_back(before);
    encode(out, element, depth);
    before = ',';
  }
  out.push_back(']');
}

template <class T>
void encode(std::string& out, const std::map<std::string, T>& value, int depth) {
  char before = '{';
  if (value.empty()) out.push_back(before);
  for (const auto& [key, element] : value) {
    out.push_back(before);
    write_string(out, key);
    out.push_back(':');
    encode(out, element, depth);
    before = ',';
  }
  out.push_back('}');
}

template <class T>
void encode(std::string& out, const std::optional<T>& value, int depth) {
  if constexpr (std::is_same_v<T, bool>) {
    // Centrifugo wraps a bool that may be absent: {"value": false}.
    out.append(*value ? R"({"value":true})" : R"({"value":false})");
  } else {
    encode(out, *value, depth);
  }
}

template <class T, class Member>
void encode_field(std::string& out, const T& value, const Field<Member, T>& field, char& before, int depth) {
  const Member& member = value.*field.member;
  if (field.kind == FieldKind::local || is_zero(member)) return;
  const std::size_t start = out.size();
  out.push_back(before);
  out.append(field.key);
  const std::size_t value_start = out.size();
  try {
    encode(out, member, depth + 1);
  } catch (TextError& error) {
    error.path = error.path.empty() ? std::string(field.name) : std::string(field.name) + "." + error.path;
    throw;
  }
  if constexpr (has_row<Member>) {
    if (out.size() - value_start == 2) {  // "{}": nothing was set
      out.resize(start);
      return;
    }
  }
  before = ',';
}

template <class T, std::enable_if_t<has_row<T>, int>>
void encode(std::string& out, const T& value, int depth) {
  check_row<T>();
  if (depth > kMaxEncodeDepth) throw TextError{"nested too deeply", 0};
  char before = '{';
  std::apply([&](const auto&... field) { (encode_field(out, value, field, before, depth), ...); },
             Row<T>::fields);
  if (before == '{') out.push_back('{');
  out.push_back('}');
}

}  // namespace cent::detail

#pragma once
// Tests' view of a type through its row: its names, which of them a value fills, where two values differ.
#include <cent/json.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "json/encode.hpp"
#include "json/row.hpp"

namespace cent::test {

using detail::element_of;
using detail::FieldKind;
using detail::for_each_field;
using detail::has_row;
using detail::Row;

/// `PublishRequest`, without its namespace.
template <class T>
std::string type_name() {
  const std::string_view all = __PRETTY_FUNCTION__;
  const std::size_t begin = all.find("T = ") + 4;
  const std::string_view name = all.substr(begin, all.find_first_of(";]", begin) - begin);
  return std::string(name.substr(name.rfind(':') == std::string_view::npos ? 0 : name.rfind(':') + 1));
}

/// All member paths of a type. A type inside itself is not entered.
template <class T>
void all_paths(const std::string& prefix, std::set<std::string>& paths) {
  for_each_field<T>([&](const auto& field) {
    using Member = std::decay_t<decltype(std::declval<T>().*field.member)>;
    const std::string path = prefix + std::string(field.name);
    paths.insert(path);
    if constexpr (has_row<element_of<Member>> && !std::is_same_v<element_of<Member>, T>) {
      all_paths<element_of<Member>>(path + ".", paths);
    }
  });
}

template <class T>
void filled_paths(const T& value, const std::string& prefix, std::set<std::string>& paths);
template <class T>
void filled_inside(const T& member, const std::string& path, std::set<std::string>& paths) {
  if constexpr (has_row<T>) filled_paths(member, path + ".", paths);
}
template <class T>
void filled_inside(const std::vector<T>& list, const std::string& path, std::set<std::string>& paths) {
  for (const T& element : list) filled_inside(element, path, paths);
}
template <class T>
void filled_inside(const std::map<std::string, T>& map, const std::string& path,
                   std::set<std::string>& paths) {
  for (const auto& [key, element] : map) filled_inside(element, path, paths);
}
template <class T>
void filled_inside(const std::optional<T>& optional, const std::string& path, std::set<std::string>& paths) {
  if (optional) filled_inside(*optional, path, paths);
}
/// Those of all_paths at which the value holds something; in lists and maps one element is enough.
template <class T>
void filled_paths(const T& value, const std::string& prefix, std::set<std::string>& paths) {
  for_each_field<T>([&](const auto& field) {
    const auto& member = value.*field.member;
    if (detail::is_zero(member)) return;
    const std::string path = prefix + std::string(field.name);
    paths.insert(path);
    filled_inside(member, path, paths);
  });
}

/// The members that a value leaves empty, `a, b.c`; empty if it fills all.
template <class T>
std::string unfilled(const T& value) {
  std::set<std::string> all;
  std::set<std::string> filled;
  all_paths<T>("", all);
  filled_paths(value, "", filled);
  std::string missing;
  for (const std::string& path : all) {
    if (filled.count(path) == 0) missing += (missing.empty() ? "" : ", ") + path;
  }
  return missing;
}

/// The path at which two values differ, empty if they do not.
template <class T>
std::string difference(const T& a, const T& b);
template <class T>
std::string difference(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size()) return "size";
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::string inside = difference(T(a[i]), T(b[i]));
    if (!inside.empty()) return "[" + std::to_string(i) + "]." + inside;
  }
  return "";
}
template <class T>
std::string difference(const std::map<std::string, T>& a, const std::map<std::string, T>& b) {
  if (a.size() != b.size()) return "size";
  for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
    if (i->first != j->first) return "key " + i->first;
    const std::string inside = difference(i->second, j->second);
    if (!inside.empty()) return i->first + "." + inside;
  }
  return "";
}
template <class T>
std::string difference(const std::optional<T>& a, const std::optional<T>& b) {
  if (a.has_value() != b.has_value()) return "presence";
  return a ? difference(*a, *b) : "";
}
template <class T>
std::string difference(const T& a, const T& b) {
  if constexpr (has_row<T>) {
    std::string found;
    for_each_field<T>([&](const auto& field) {
      if (!found.empty()) return;
      const std::string inside = difference(a.*field.member, b.*field.member);
      if (!inside.empty()) found = std::string(field.name) + " " + inside;
    });
    return found;
  } else {
    return a == b ? "" : "value";
  }
}

/// A member's type in the words of api.txt.
template <class T>
std::string wire_type() {
  if constexpr (std::is_same_v<T, std::string>) {
    return "s";
  } else if constexpr (std::is_same_v<T, bool>) {
    return "b";
  } else if constexpr (std::is_same_v<T, std::optional<bool>>) {
    return "{value b}";
  } else if constexpr (std::is_same_v<T, double>) {
    return "f64";
  } else if constexpr (std::is_integral_v<T>) {
    return (std::is_signed_v<T> ? "i" : "u") + std::to_string(8 * sizeof(T));
  } else if constexpr (std::is_same_v<T, Json>) {
    return "J";
  } else if constexpr (std::is_same_v<T, std::vector<element_of<T>>>) {
    return "[" + wire_type<element_of<T>>() + "]";
  } else if constexpr (std::is_same_v<T, std::map<std::string, element_of<T>>>) {
    return "{" + wire_type<element_of<T>>() + "}";
  } else {
    return type_name<element_of<T>>();
  }
}

}  // namespace cent::test

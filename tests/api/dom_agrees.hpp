#pragma once
// A second opinion on what was decoded: a value against nlohmann's DOM of the same text, by the rows.
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "json/encode.hpp"
#include "json/row.hpp"

namespace cent::test {

using nlohmann::json;

inline bool agrees(const std::string& value, const json& dom) {
  return dom.is_string() && dom.get_ref<const std::string&>() == value;
}
inline bool agrees(const Json& value, const json& dom) {
  const json own = json::parse(value.text(), nullptr, false);
  return !own.is_discarded() && own == dom;
}
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0>
bool agrees(T value, const json& dom) {
  if constexpr (std::is_same_v<T, bool>) {
    return dom.is_boolean() && dom.get<bool>() == value;
  } else if constexpr (std::is_floating_point_v<T>) {
    return dom.is_number() && dom.get<double>() == value;
  } else if constexpr (std::is_signed_v<T>) {
    if (dom.is_number_unsigned())
      return value >= 0 && dom.get<std::uint64_t>() == static_cast<std::uint64_t>(value);
    return dom.is_number_integer() && dom.get<std::int64_t>() == value;
  } else {
    return dom.is_number_unsigned() && dom.get<std::uint64_t>() == value;
  }
}
template <class T, std::enable_if_t<detail::has_row<T>, int> = 0>
bool agrees(const T& value, const json& dom);
template <class T>
bool agrees(const std::vector<T>& value, const json& dom);
template <class T>
bool agrees(const std::map<std::string, T>& value, const json& dom);
template <class T>
bool agrees(const std::optional<T>& value, const json& dom) {
  return value ? agrees(*value, dom) : dom.is_null();
}
template <class T>
bool agrees(const std::vector<T>& value, const json& dom) {
  if (dom.is_null()) return value.empty();
  if (!dom.is_array() || dom.size() != value.size()) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!agrees(value[i], dom[i])) return false;
  }
  return true;
}
template <class T>
bool agrees(const std::map<std::string, T>& value, const json& dom) {
  if (dom.is_null()) return value.empty();
  if (dom.is_array()) {  // names alone, as from v2
    for (const json& name : dom) {
      if (!name.is_string() || value.count(name.get<std::string>()) == 0) return false;
    }
    return value.size() <= dom.size();
  }
  if (!dom.is_object() || dom.size() != value.size()) return false;
  for (const auto& [key, element] : value) {
    const auto found = dom.find(key);
    if (found == dom.end() || !agrees(element, *found)) return false;
  }
  return true;
}
template <class T, std::enable_if_t<detail::has_row<T>, int>>
bool agrees(const T& value, const json& dom) {
  if (!dom.is_object()) return false;
  return std::apply(
      [&]([[maybe_unused]] const auto&... field) {
        [[maybe_unused]] const auto same = [&](const auto& f) {
          const auto found = dom.find(f.name);
          return found == dom.end() ? detail::is_zero(value.*f.member) : agrees(value.*f.member, *found);
        };
        return (same(field) && ...);
      },
      detail::Row<T>::fields);
}

}  // namespace cent::test

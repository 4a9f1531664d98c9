#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "json/reader.hpp"
#include "json/text_error.hpp"

namespace cent::fuzz {

/// The value that cent's pull reader reads, as nlohmann's DOM: integers as integers where 64 bits hold them,
/// the last of several equal names wins. @throws detail::TextError
inline nlohmann::json read_dom(detail::JsonReader& in) {
  using Kind = detail::JsonReader::Kind;
  nlohmann::json dom;
  switch (in.peek()) {
    case Kind::object: {
      dom = nlohmann::json::object();
      in.begin_object();
      for (std::string_view name; in.next_member(name);) {
        const std::string key{name};
        dom[key] = read_dom(in);
      }
      return dom;
    }
    case Kind::array:
      dom = nlohmann::json::array();
      in.begin_array();
      while (in.next_element()) dom.push_back(read_dom(in));
      return dom;
    case Kind::string: {
      std::string text;
      in.read_string(text);
      return nlohmann::json(std::move(text));
    }
    case Kind::boolean:
      return nlohmann::json(in.read_bool());
    case Kind::null:
      in.read_null();
      return dom;
    case Kind::number:
    case Kind::none:  // peek() throws instead
      break;
  }
  const detail::JsonReader start = in;
  try {
    return nlohmann::json(in.read_unsigned());
  } catch (const detail::TextError&) {
    in = start;
  }
  try {
    return nlohmann::json(in.read_signed());
  } catch (const detail::TextError&) {
    in = start;
  }
  return nlohmann::json(in.read_double());
}

/// Equal, and numbers of the same kind with the same bits.
inline bool same_dom(const nlohmann::json& a, const nlohmann::json& b) {
  if (a.is_object() && b.is_object()) {
    if (a.size() != b.size()) return false;
    for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
      if (i.key() != j.key() || !same_dom(i.value(), j.value())) return false;
    }
    return true;
  }
  if (a.is_array() && b.is_array()) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!same_dom(a[i], b[i])) return false;
    }
    return true;
  }
  if (a.is_number_float() != b.is_number_float()) return false;
  return a == b;
}

}  // namespace cent::fuzz

#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "json/reader.hpp"

namespace cent::testing::kit {

/// A JSON value for comparison, without order of members, white space and spelling.
struct Value {
  detail::JsonReader::Kind kind = detail::JsonReader::Kind::null;
  std::string text{};  ///< The normal spelling of a scalar.
  std::vector<Value> elements{};
  std::map<std::string, Value> members{};

  friend bool operator==(const Value& a, const Value& b) {
    return a.kind == b.kind && a.text == b.text && a.elements == b.elements && a.members == b.members;
  }
  friend bool operator!=(const Value& a, const Value& b) { return !(a == b); }
};

/// @throws detail::TextError
Value read_value(detail::JsonReader& in);
Value parse_value(std::string_view text);

std::string to_text(const Value& value);

/// Describes the first difference: `data.id is 2, not 1`. Empty if they are equal.
std::string difference(const Value& came, const Value& expected);

}  // namespace cent::testing::kit

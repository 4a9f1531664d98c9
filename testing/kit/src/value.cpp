#include "value.hpp"

#include <cmath>

#include "json/writer.hpp"

namespace cent::testing::kit {
namespace {

using Kind = detail::JsonReader::Kind;

/// Normalizes a number: 1, 1.0 and 10e-1 become equal. Integers keep all digits.
std::string number_text(std::string_view spelling) {
  constexpr double kExact = 9007199254740992.0;  // up to here every integer is exact in a double
  if (spelling == "-0") return "0";
  if (spelling.find_first_of(".eE") == std::string_view::npos) return std::string(spelling);
  detail::JsonReader in{spelling};
  const double number = in.read_double();
  std::string text;
  if (std::trunc(number) == number && std::abs(number) <= kExact) {
    detail::write_signed(text, static_cast<std::int64_t>(number));
  } else {
    detail::write_double(text, number);
  }
  return text;
}

void append(std::string& out, const Value& value) {
  char before = value.kind == Kind::array ? '[' : '{';
  if (value.kind == Kind::array) {
    if (value.elements.empty()) out.push_back(before);
    for (const Value& element : value.elements) {
      out.push_back(before);
      append(out, element);
      before = ',';
    }
    out.push_back(']');
  } else if (value.kind == Kind::object) {
    if (value.members.empty()) out.push_back(before);
    for (const auto& [name, member] : value.members) {
      out.push_back(before);
      detail::write_string(out, name);
      out.push_back(':');
      append(out, member);
      before = ',';
    }
    out.push_back('}');
  } else {
    out.append(value.text);
  }
}

std::string shortened(const Value& value) {
  constexpr std::size_t kMost = 200;
  std::string text = to_text(value);
  if (text.size() > kMost) text.replace(kMost, std::string::npos, "…");
  return text;
}

/// Describes a value that only one of the two has, or that differs.
std::string differing(const std::string& path, const Value* came, const Value* expected);

std::string member_path(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

std::string differing_inside(const std::string& path, const Value& came, const Value& expected) {
  if (came.kind == Kind::array) {
    for (std::size_t i = 0; i < std::max(came.elements.size(), expected.elements.size()); ++i) {
      std::string text = differing(path + "[" + std::to_string(i) + "]",
                                   i < came.elements.size() ? &came.elements[i] : nullptr,
                                   i < expected.elements.size() ? &expected.elements[i] : nullptr);
      if (!text.empty()) return text;
    }
    return {};
  }
  for (const auto& [name, member] : expected.members) {
    const auto found = came.members.find(name);
    std::string text =
        differing(member_path(path, name), found == came.members.end() ? nullptr : &found->second, &member);
    if (!text.empty()) return text;
  }
  for (const auto& [name, member] : came.members) {
    if (expected.members.count(name) == 0) return differing(member_path(path, name), &member, nullptr);
  }
  return {};
}

std::string differing(const std::string& path, const Value* came, const Value* expected) {
  if (came == nullptr) return path + " is missing, expected " + shortened(*expected);
  if (expected == nullptr) return path + " is unexpected, it is " + shortened(*came);
  if (*came == *expected) return {};
  if (came->kind == expected->kind && (came->kind == Kind::array || came->kind == Kind::object))
    return differing_inside(path, *came, *expected);
  return (path.empty() ? "it" : path) + " is " + shortened(*came) + ", not " + shortened(*expected);
}

}  // namespace

Value read_value(detail::JsonReader& in) {
  Value value;
  value.kind = in.peek();
  if (value.kind == Kind::object) {
    in.begin_object();
    for (std::string_view key; in.next_member(key);) {
      const std::string name(key);
      value.members[name] = read_value(in);
    }
  } else if (value.kind == Kind::array) {
    in.begin_array();
    while (in.next_element()) value.elements.push_back(read_value(in));
  } else if (value.kind == Kind::string) {
    std::string text;
    in.read_string(text);
    detail::write_string(value.text, text);
  } else {
    bool clean = true;
    const std::string_view text = in.read_raw(clean);
    value.text = value.kind == Kind::number ? number_text(text) : std::string(text);
  }
  return value;
}

Value parse_value(std::string_view text) {
  detail::JsonReader in{text};
  Value value = read_value(in);
  in.finish();
  return value;
}

std::string to_text(const Value& value) {
  std::string out;
  append(out, value);
  return out;
}

std::string difference(const Value& came, const Value& expected) { return differing({}, &came, &expected); }

}  // namespace cent::testing::kit

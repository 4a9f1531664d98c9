#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "go_json.hpp"

namespace cent::testing::dev {

/// Writes the members of a JSON object, with commas between them.
class JsonObject {
 public:
  /// Begins a member. The caller appends its value to the returned string.
  std::string& name(std::string_view key) {
    text_.push_back(text_.empty() ? '{' : ',');
    text_.push_back('"');
    text_.append(key);
    text_.append("\":");
    return text_;
  }
  void string(std::string_view key, std::string_view value) { go::append_string(name(key), value); }
  void raw(std::string_view key, std::string_view value) { name(key).append(value); }
  template <class Int>
  void number(std::string_view key, Int value) {
    name(key).append(std::to_string(value));
  }
  /// Adds a member with an arbitrary name.
  void entry(std::string_view key, std::string_view value) {
    text_.push_back(text_.empty() ? '{' : ',');
    go::append_string(text_, key);
    text_.push_back(':');
    text_.append(value);
  }

  bool empty() const { return text_.empty(); }
  std::string done() {
    if (text_.empty()) text_.push_back('{');
    text_.push_back('}');
    return std::move(text_);
  }

 private:
  std::string text_;
};

}  // namespace cent::testing::dev

#pragma once
#include <cent/json.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace cent::detail {

/// The door to Json's inside for the rooms that read and write it.
struct JsonAccess {
  /// A slice of a reply, already scanned by the reader; `clean` is the reader's verdict on its text.
  static Json received(std::string_view text, bool clean) {
    Json json;
    json.text_.assign(text);
    json.clean_ = clean;
    return json;
  }
  /// What cent's own writer made of checked parts. It may be nested deeper than a payload may be.
  static Json written(std::string text) {
    Json json;
    json.text_ = std::move(text);
    return json;
  }
  /// The text to send. @throws TextError with the byte offset if it came from a server with broken text
  /// inside.
  static const std::string& sendable(const Json& json) {
    if (!json.clean_) report_broken_text(json.text_);
    return json.text_;
  }
  [[noreturn]] static void report_broken_text(const std::string& text);
};

}  // namespace cent::detail

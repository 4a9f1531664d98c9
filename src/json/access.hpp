#pragma once
#include <cent/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "json/text_writer.hpp"

namespace cent::detail {

/// Removes the line breaks from valid JSON text, where they occur only between tokens. Servers remove line
/// feeds on the way to subscribers, but keep carriage returns. These end a line in an event stream, so an
/// EventSource would lose the message.
void drop_line_breaks(std::string& json_text);

/// Access to the private parts of Json for the code that reads and writes it.
struct JsonAccess {
  /// Makes a Json of a part of a server's reply, already scanned by the reader. It may be sent unchanged if
  /// its strings are valid and it has no line break.
  static Json received(std::string_view text, bool sendable) {
    Json json;
    json.text_.assign(text);
    json.sendable_ = sendable;
    return json;
  }
  /// Makes a Json of text that cent's writer made of checked parts. It may be nested deeper than a payload.
  static Json written(std::string text) {
    Json json;
    json.text_ = std::move(text);
    return json;
  }
  /// The text to send, without line breaks. If it has some, which only text from a server can, a copy without
  /// them is put into `one_line`. @throws TextError with the byte offset if a server sent it with invalid
  /// text.
  static std::string_view sendable(const Json& json, std::string& one_line) {
    if (json.sendable_) return json.text_;
    check_text(json);
    one_line = json.text_;
    drop_line_breaks(one_line);
    return one_line;
  }
  static void append(TextWriter& out, const Json& json) {
    if (json.sendable_) return out.append(json.text_);
    std::string one_line;
    out.append(sendable(json, one_line));
  }
  /// @throws TextError with the byte offset if a server sent it with invalid text.
  static void check_text(const Json& json) {
    if (!json.sendable_) check_received(json.text_);
  }

 private:
  static void check_received(const std::string& text);
};

}  // namespace cent::detail

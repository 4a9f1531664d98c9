#pragma once
#include <cent/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "json/text_writer.hpp"

namespace cent::detail {

/// Takes the line breaks out of valid JSON text, where they can only stand between tokens. Servers remove
/// line feeds on the way to subscribers and leave carriage returns, which end a line in an event stream: an
/// EventSource would lose the message.
void drop_line_breaks(std::string& json_text);

/// The door to Json's inside for the rooms that read and write it.
struct JsonAccess {
  /// A slice of a reply as the server sent it, already scanned by the reader. It may be sent as it is if its
  /// strings are valid and it holds no line break.
  static Json received(std::string_view text, bool sendable) {
    Json json;
    json.text_.assign(text);
    json.sendable_ = sendable;
    return json;
  }
  /// What cent's own writer made of checked parts. It may be nested deeper than a payload may be.
  static Json written(std::string text) {
    Json json;
    json.text_ = std::move(text);
    return json;
  }
  /// The text to send: without line breaks, of which what a server sent may hold some; then a copy is put
  /// into `one_line`. @throws TextError with the byte offset if it came from a server with broken text
  /// inside.
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
  /// @throws TextError with the byte offset if it came from a server with broken text inside.
  static void check_text(const Json& json) {
    if (!json.sendable_) check_received(json.text_);
  }

 private:
  static void check_received(const std::string& text);
};

}  // namespace cent::detail

#include "protocol/reply_parts.hpp"

#include <optional>
#include <utility>

#include "json/text_error.hpp"

namespace cent::detail {

ServerError read_server_error(JsonReader& in) {
  ServerError error;
  bool has_code = false;
  bool has_message = false;
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    if (name == "code") {
      error.code = static_cast<std::uint32_t>(in.read_unsigned(UINT32_MAX));
      has_code = true;
    } else if (name == "message") {
      in.read_string(error.message);
      has_message = true;
    } else {
      in.skip_value();
    }
  }
  if (!has_code || !has_message) in.fail("not an error object");
  return error;
}

bool parse_server_error(std::string_view text, ServerError& error) {
  try {
    JsonReader in{text};
    error = read_server_error(in);
    in.finish();
    return true;
  } catch (const TextError&) {
    return false;
  }
}

namespace {

/// The members of one reply object: `{"result":…}`, `{"error":…}`, or in a batch `{"<method>":…}`.
struct ReplyParts {
  std::string_view result{};  ///< Empty if there is none.
  std::optional<ServerError> error{};
};

ReplyParts read_reply(JsonReader& in, std::string_view result_name) {
  ReplyParts parts;
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    if (name == result_name) {
      parts.result = in.skim_raw();  // decoding checks it later; a broken result affects only its own command
      if (parts.result == "null") parts.result = {};
    } else if (name == "error") {
      if (in.peek() == JsonReader::Kind::null) {
        in.read_null();
      } else {
        parts.error = read_server_error(in);
      }
    } else {
      in.skip_value();
    }
  }
  return parts;
}

}  // namespace

void deliver_reply(JsonReader& in, std::string_view result_name, std::size_t index, bool empty_is_success,
                   AnswerSink& sink) {
  if (const std::string_view usual = in.take_usual_reply(result_name); !usual.empty())
    return sink.result(index, usual);
  const JsonReader::Place start = in.place();
  ReplyParts parts;
  try {
    parts = read_reply(in, result_name);
  } catch (const TextError& error) {
    in.go_back(start);
    bool clean = true;
    in.read_raw(clean);  // throws if it is not JSON
    sink.unreadable(index, error.message());
    return;
  }
  const bool has_result = !parts.result.empty();
  if (parts.error && has_result) {
    sink.unreadable(index, "a reply with both a result and an error");
  } else if (parts.error) {
    sink.error(index, parts.error->code, std::move(parts.error->message));
  } else if (has_result) {
    sink.result(index, parts.result);
  } else if (empty_is_success) {
    sink.result(index, kEmptyResult);
  } else {
    sink.unreadable(index, "a reply with neither a result nor an error");
  }
}

}  // namespace cent::detail

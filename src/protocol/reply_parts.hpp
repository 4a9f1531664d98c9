#pragma once
#include <string_view>

#include "json/reader.hpp"
#include "protocol/dialect.hpp"

namespace cent::detail {

/// Reads an error object. @throws TextError if it is none.
ServerError read_server_error(JsonReader& in);

/// True if the whole text is an error object: what a server answers in transport error mode.
bool parse_server_error(std::string_view text, ServerError& error);

/// Reads one reply object and hands what it holds to the sink. A reply with neither part is unreadable unless
/// `empty_is_success` (servers before v4.0.2 answer `{}` for a command without a result). One that makes no
/// sense concerns its own command only. @throws TextError if the text is not JSON, so that its end cannot be
/// found.
void deliver_reply(JsonReader& in, std::string_view result_name, std::size_t index, bool empty_is_success,
                   AnswerSink& sink);

}  // namespace cent::detail

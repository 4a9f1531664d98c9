#pragma once
#include <string_view>

#include "json/reader.hpp"
#include "protocol/dialect.hpp"

namespace cent::detail {

/// Reads an error object. @throws TextError if it is not one.
ServerError read_server_error(JsonReader& in);

/// True if the whole text is an error object: a server's answer in transport error mode.
bool parse_server_error(std::string_view text, ServerError& error);

/// Reads one reply object and passes its result or error to the sink. A reply with neither is unreadable
/// unless `empty_is_success` (servers before v4.0.2 answer `{}` for a command without a result). An
/// unreadable reply affects only its own command. @throws TextError if the text is not JSON, since then its
/// end is unknown.
void deliver_reply(JsonReader& in, std::string_view result_name, std::size_t index, bool empty_is_success,
                   AnswerSink& sink);

}  // namespace cent::detail

#pragma once
#include <cent/errors.hpp>
#include <cent/retry.hpp>
#include <cent/transport.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "delivery/secrets.hpp"
#include "protocol/dialect.hpp"

namespace cent::detail {

/// What an HTTP status other than 200 says about the command.
/// @param body The response's, which the caller may have moved out of it.
/// @param several_by_stream Commands of a legacy stream, of which those before a fault have been executed.
/// @param secrets Redacted where a body repeats them.
ErrorFacts facts_of_status(const HttpResponse& response, std::string_view body, bool several_by_stream,
                           bool trust_503, const Secrets& secrets);

/// What an error of Centrifugo says about its command: refused, but for code 100, which may come after the
/// deed.
/// @param secrets Redacted where the message repeats them.
ErrorFacts facts_of_server_error(std::uint32_t code, std::string message, int status, const Secrets& secrets);

/// A 200 that is not what Centrifugo sends.
ErrorFacts facts_of_unreadable(const HttpResponse& response, std::string_view body, const std::string& why,
                               const Secrets& secrets);

/// The first 256 bytes with everything but printable ASCII replaced by `?` and secrets by `***`.
std::string printable(std::string_view body, const Secrets& secrets);

/// `Retry-After`: seconds or an HTTP date. Nothing for garbage; zero for a date that has passed.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value,
                                                           std::chrono::system_clock::time_point now);

/// True for the statuses that say "not now" in place of "no": 408, 425, 429.
bool says_later(int status) noexcept;

}  // namespace cent::detail

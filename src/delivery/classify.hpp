#pragma once
#include <cent/errors.hpp>
#include <cent/retry.hpp>
#include <cent/transport.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "delivery/secrets.hpp"

namespace cent::detail {

/// The error of a command whose request got an HTTP status other than 200.
/// @param body The response's, which the caller may have moved out of it.
/// @param outcome Of the command.
/// @param secrets Redacted if the body repeats them.
ErrorFacts facts_of_status(const HttpResponse& response, std::string_view body, Delivery outcome,
                           const Secrets& secrets);

/// The outcome of a command that Centrifugo answered with an error: refused, except code 100, which may
/// follow execution.
/// @param secrets Redacted if the message repeats them.
ErrorFacts facts_of_server_error(std::uint32_t code, std::string message, int status, const Secrets& secrets);

/// The outcome of a request that got a 200 which Centrifugo would not send.
ErrorFacts facts_of_unreadable(const HttpResponse& response, std::string_view body, const std::string& why,
                               const Secrets& secrets);

/// The first 256 bytes with everything but printable ASCII replaced by `?` and secrets by `***`.
std::string printable(std::string_view body, const Secrets& secrets);

/// Parses `Retry-After`: seconds or an HTTP date. Empty if invalid, zero for a past date.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value,
                                                           std::chrono::system_clock::time_point now);

/// True for the statuses that mean "not now" rather than "no": 408, 425, 429.
bool says_later(int status) noexcept;

}  // namespace cent::detail

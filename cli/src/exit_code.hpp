#pragma once
#include <cent/errors.hpp>
#include <string_view>

namespace cent::cli {

/// How the program ends.
enum class ExitCode { applied = 0, refused = 1, wrong_use = 2, not_sent = 3, unknown = 4 };

struct ExitCodeRow {
  ExitCode code;
  std::string_view name;
  std::string_view text;
};

/// The one table of exit codes: the help text, the man page and the tests read it.
inline constexpr ExitCodeRow kExitCodes[] = {
    {ExitCode::applied, "applied", "The server answered success."},
    {ExitCode::refused, "refused", "The server said no, or a part is missing. See the message."},
    {ExitCode::wrong_use, "wrong use", "Arguments, input, configuration or output. Nothing more was sent."},
    {ExitCode::not_sent, "not sent", "It never reached the server. Safe to repeat."},
    {ExitCode::unknown, "unknown", "The server may or may not have executed it."},
};

[[nodiscard]] ExitCode exit_code_of(Delivery delivery) noexcept;
/// The same for an error. A UsageError is wrong use, although its delivery() is `refused`.
[[nodiscard]] ExitCode exit_code_of(const CentException& error) noexcept;

}  // namespace cent::cli

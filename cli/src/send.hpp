#pragma once
#include <cent/command.hpp>
#include <string_view>

#include "context.hpp"

namespace cent::cli {

/// Reads a result, and returns the exit code of a success. @throws CentException
using Judge = ExitCode (*)(std::string_view json);

/// Sends one command and prints its result. @throws CentException, OutputFailed, OutputClosed
[[nodiscard]] ExitCode send(const Command& command, Judge judge, Context& context);

}  // namespace cent::cli

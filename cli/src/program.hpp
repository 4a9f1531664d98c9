#pragma once
#include <memory>

#include "context.hpp"

namespace CLI {
class App;
}

namespace cent::cli {

/// The command line with all its subcommands. The context must outlive it.
[[nodiscard]] std::unique_ptr<::CLI::App> make_program(Context& context);

/// Parses the arguments and runs the subcommand. Returns the exit code.
[[nodiscard]] int run_program(int count, const char* const* arguments, Context& context);

}  // namespace cent::cli

#pragma once
#include <functional>
#include <istream>
#include <ostream>
#include <string>

#include "connection.hpp"
#include "exit_code.hpp"
#include "output.hpp"

namespace cent::cli {

/// All that a subcommand has beside its own options.
struct Context {
  std::istream& in;
  std::ostream& err;  ///< Messages, warnings, progress.
  Output output;
  Connection connection;

  /// The run of the subcommand that the user chose. It returns the exit code or throws: a CentException ends
  /// the program with the code of its outcome.
  std::function<ExitCode()> run{};

  /// A line for people: `cent: warning: …`.
  void warn(const std::string& text) const { err << "cent: warning: " << text << '\n'; }

  Context(std::istream& input, std::ostream& errors, Output standard_output)
      : in(input),
        err(errors),
        output(standard_output),
        connection([this](const std::string& text) { warn(text); }) {}
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

}  // namespace cent::cli

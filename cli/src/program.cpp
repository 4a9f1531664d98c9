#include "program.hpp"

#include <cent/errors.hpp>
#include <cent/version.hpp>

#include <CLI/CLI.hpp>
#include <exception>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "help.hpp"
#include "subcommands.hpp"
#include "terminal.hpp"

namespace cent::cli {
namespace {

/// The subcommands, in the order of the help text. See subcommands.hpp.
constexpr void (*kSubcommands[])(::CLI::App&, Context&) = {
    add_methods,  add_call, add_tail, add_watch, add_bench, add_doctor, add_token,
#ifdef CENT_CLI_DEV
    add_dev,
#endif
    add_generate,
};

int number_of(ExitCode code) { return static_cast<int>(code); }

/// `cent history`: the program with the subcommands that the user chose.
std::string usage_name(const ::CLI::App& program) {
  std::string name = program.get_name();
  for (const ::CLI::App* app = &program; !app->get_subcommands().empty();) {
    app = app->get_subcommands().front();
    name += ' ' + app->get_name();
  }
  return name;
}

int run_chosen(Context& context) {
  try {
    return number_of(context.run());
  } catch (const CentException& error) {
    context.err << printable(error.what()) << '\n';
    return number_of(exit_code_of(error));
  } catch (const OutputClosed&) {
    return number_of(ExitCode::applied);
  } catch (const std::exception& error) {
    context.err << "cent: " << printable(error.what()) << '\n';
    return number_of(ExitCode::wrong_use);
  }
}

}  // namespace

std::unique_ptr<::CLI::App> make_program(Context& context) {
  auto program = std::make_unique<::CLI::App>("Calls the HTTP server API of Centrifugo.", "cent");
  program->formatter(make_formatter(context.output.columns()));
  program->set_help_flag("-h,--help", "Prints this text, or that of a subcommand.");
  program->set_version_flag("--version", "cent " + std::string(kVersion), "Prints the version.");
  program->require_subcommand(1);
  program->fallthrough();
  program
      ->add_option(
          "--output", context.output.style,
          "Form of results: table for people, json for programs (one value a line). By default a table on a "
          "terminal, else json.")
      ->transform(::CLI::CheckedTransformer(
                      std::map<std::string, Style>{{"table", Style::table}, {"json", Style::json}})
                      .description(""))
      ->type_name("table|json");
  context.connection.add_options(*program);
  for (const auto add : kSubcommands) add(*program, context);
  return program;
}

int run_program(int count, const char* const* arguments, Context& context) {
  const std::unique_ptr<::CLI::App> program = make_program(context);
  try {
    program->parse(count, arguments);
  } catch (const ::CLI::Success& success) {  // --help, --version
    context.run = [&] {
      std::ostringstream text;
      program->exit(success, text, context.err);
      context.output.text(text.str());
      return ExitCode::applied;
    };
    return run_chosen(context);
  } catch (const ::CLI::ParseError& error) {
    const std::vector<std::string> unknown = program->remaining();
    const bool no_such = program->get_subcommands().empty() && !unknown.empty();
    context.err << "cent: "
                << printable(no_such ? "there is no subcommand or option " + unknown.front() : error.what())
                << "\nSee " << usage_name(*program) << " --help\n";
    return number_of(ExitCode::wrong_use);
  }
  return run_chosen(context);
}

}  // namespace cent::cli

#include <CLI/CLI.hpp>
#include <dev_command.hpp>
#include <memory>

#include "subcommands.hpp"

namespace cent::cli {

void add_dev(::CLI::App& program, Context& context) {
  const auto arguments = std::make_shared<testing::DevServerArguments>();
  ::CLI::App* const app =
      program
          .add_subcommand(
              "dev",
              "Runs the dev server: a Centrifugo server API in memory, on loopback, for development and "
              "tests only.")
          ->group(kTools);
  testing::add_dev_server_options(*app, *arguments);
  app->callback([&context, arguments] {
    context.run = [arguments] {
      testing::run_dev_server(*arguments);
      return ExitCode::applied;
    };
  });
}

}  // namespace cent::cli

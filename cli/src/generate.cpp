// `cent generate`, which the build runs: the texts that are installed beside the program.
#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>

#include "man_page.hpp"
#include "shell_completion.hpp"
#include "subcommands.hpp"

namespace cent::cli {

void add_generate(::CLI::App& program, Context& context) {
  static const std::map<std::string, std::string (*)(const ::CLI::App&)> kForms = {
      {"man", man_page}, {"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};
  const auto form = std::make_shared<std::string>();
  ::CLI::App* const app =
      program.add_subcommand("generate", "Prints the man page or a completion.")->group("");
  app->add_option("form", *form)->required()->check(::CLI::IsMember(&kForms));
  app->callback([form, &program, &context] {
    context.run = [form, &program, &context] {
      context.output.text(kForms.at(*form)(program));
      return ExitCode::applied;
    };
  });
}

}  // namespace cent::cli

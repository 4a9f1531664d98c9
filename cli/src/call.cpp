// `cent call METHOD PARAMS`.
#include <cent/values.hpp>

#include <CLI/CLI.hpp>
#include <iterator>
#include <memory>
#include <string>

#include "send.hpp"
#include "subcommands.hpp"

namespace cent::cli {

void add_call(::CLI::App& program, Context& context) {
  struct Options {
    std::string method;
    std::string params = "{}";
  };
  const auto options = std::make_shared<Options>();
  ::CLI::App* const app =
      program
          .add_subcommand("call",
                          "Calls a method by its wire name, for those newer than this program. The params "
                          "are sent as they are, without the checks that the other subcommands make.")
          ->group(kTools);
  app->add_option("method", options->method, "Required. Such as publish.")->required();
  app->add_option("params", options->params, "A JSON object; - reads it from standard input. Default: {}");
  app->callback([options, &context] {
    context.run = [options, &context] {
      const std::string params = options->params == "-"
                                     ? std::string(std::istreambuf_iterator<char>(context.in), {})
                                     : options->params;
      Command command;
      command.method = options->method;
      command.params = Json::raw(params);
      command.effect = effect_of(command.method);
      return send(
          parse_command(to_line(command)), [](std::string_view) { return ExitCode::applied; }, context);
    };
  });
}

}  // namespace cent::cli

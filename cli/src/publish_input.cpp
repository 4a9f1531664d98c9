// `cent publish CHANNEL -`: the options of a publication whose payloads are the lines of standard input.
#include <cent/errors.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "api/publish_rows.hpp"
#include "publisher.hpp"
#include "read_request.hpp"
#include "subcommands.hpp"

namespace cent::cli {
namespace {

void refuse_if(bool holds, const std::string& text) {
  if (holds) throw UsageError(text);
}

}  // namespace

void extend_publish(MethodCommand& publish, Context& context) {
  const auto options = std::make_shared<InputOptions>();
  ::CLI::App& app = publish.app;
  ::CLI::Option* const data = app.get_option("--data");
  data->description(data->get_description() + " - publishes each line of standard input, a JSON value.");
  const char* const group = "Lines of standard input, with - as DATA";
  auto* const lines = app.add_flag("--lines", "Each line is a text.")->group(group);
  auto* const csv = app.add_flag("--csv",
                                 "Comma-separated values with a header: each record becomes an object with "
                                 "texts as values.")
                        ->group(group)
                        ->excludes(lines);
  auto* const checkpoint =
      app.add_option("--checkpoint", options->checkpoint,
                     "File that keeps how far the input was published. The same command with the same input "
                     "continues there. Lines whose outcome was lost are sent again with the same idempotency "
                     "keys, so they are not published twice (servers since v5.2, within 300 s).")
          ->type_name("FILE")
          ->group(group);
  auto* const keep_going =
      app.add_flag(
             "--keep-going", options->keep_going,
             "Goes on after a line that is not right or that the server refuses. Exit code 2 or 1 in the "
             "end.")
          ->group(group);
  app.add_flag("--allow-repeats", options->allow_repeats,
               "Continues at a checkpoint although the server no longer recognizes repeated lines.")
      ->group(group)
      ->needs(checkpoint);
  publish.run = [=, one = publish.run, command = publish.command, &app, &context] {
    const bool has_options = lines->count() + csv->count() + checkpoint->count() + keep_going->count() > 0;
    if (data->count() == 0 || data->results().front() != "-") {
      refuse_if(has_options, "--lines, --csv, --checkpoint and --keep-going need - as DATA");
      return one();
    }
    for (const char* const name : {"--json", "--b64data", "--idempotency-key", "--version"}) {
      refuse_if(app.get_option(name)->count() > 0, std::string(name) + " cannot be the same for every line");
    }
    refuse_if(::fcntl(STDIN_FILENO, F_GETFD) < 0, "standard input is closed");
    data->clear();
    data->add_result("0");  // in place of the payloads, for the check of the others
    options->form = lines->count() > 0 ? InputForm::lines
                    : csv->count() > 0 ? InputForm::csv
                                       : InputForm::json;
    PublishRequest request;
    read_value("publish", command().params.text(), request);
    return Publisher{std::move(request), *options, context}.run();
  };
}

}  // namespace cent::cli

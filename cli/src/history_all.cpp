// `cent history CHANNEL --all`: the whole history, page by page, and a message where publications are
// missing.
#include <cent/client.hpp>
#include <cent/history_pages.hpp>

#include <CLI/CLI.hpp>
#include <string>

#include "api/channels_rows.hpp"
#include "publications.hpp"
#include "read_request.hpp"
#include "subcommands.hpp"
#include "terminal.hpp"

namespace cent::cli {
namespace {

void print(const HistoryPage& page, Output& output) {
  if (page.publications.empty()) return;
  if (!output.is_table()) {
    for (const Publication& publication : page.publications) output.value(publication_json(publication));
    return;
  }
  std::string all = R"({"publications":)";
  char before = '[';
  for (const Publication& publication : page.publications) {
    all += before + publication_json(publication);
    before = ',';
  }
  output.value(all + "]}");
}

ExitCode print_all(const HistoryRequest& request, Context& context) {
  Client client{context.connection.addresses(), context.connection.options<ClientOptions>()};
  HistoryPagesOptions options;
  options.since = request.since;
  auto pages = history_pages(client, request.channel, options);
  ExitCode code = ExitCode::applied;
  try {
    for (const HistoryPage& page : pages) {
      if (const std::string missing = gap_text(page); !missing.empty()) {
        context.err << "cent: history: " << missing << '\n';
        code = ExitCode::refused;
      }
      print(page, context.output);
    }
  } catch (const CentException&) {
    const StreamPosition& read = pages.position();
    if (read.offset > 0) {
      context.err << "cent: history: to continue, use --since-offset " << read.offset << " --since-epoch "
                  << printable(read.epoch) << '\n';
    }
    throw;
  }
  return code;
}

}  // namespace

void extend_history(MethodCommand& history, Context& context) {
  const ::CLI::Option* const all =
      history.app
          .add_flag("--all",
                    "The whole history in pages, or all that follows --since-offset and --since-epoch. "
                    "One publication a line. If some are missing, it says so and exits with 1.")
          ->excludes(history.app.get_option("--limit"))
          ->excludes(history.app.get_option("--reverse"));
  history.run = [all, one_page = history.run, command = history.command, &context] {
    if (all->count() == 0) return one_page();
    HistoryRequest request;
    read_value("history", command().params.text(), request);
    return print_all(request, context);
  };
}

}  // namespace cent::cli

// `cent history CHANNEL --all`: the whole history, page by page, and a message where publications are
// missing.
#include <cent/client.hpp>
#include <cent/history_pages.hpp>
#include <cent/values.hpp>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "api/channels_rows.hpp"
#include "read_request.hpp"
#include "subcommands.hpp"
#include "terminal.hpp"

namespace cent::cli {
namespace {

/// By hand, since to_json() refuses a payload with invalid text, which servers keep.
std::string line_of(const Publication& publication) {
  std::string line = R"({"offset":)" + std::to_string(publication.offset);
  if (publication.data.has_value()) line += R"(,"data":)" + publication.data.text();
  if (!publication.tags.empty()) line += R"(,"tags":)" + Json::of(publication.tags).text();
  if (publication.info) line += R"(,"info":)" + to_json(*publication.info).text();
  return line + "}";
}

void print(const HistoryPage& page, Output& output) {
  if (page.publications.empty()) return;
  if (!output.is_table()) {
    for (const Publication& publication : page.publications) output.value(line_of(publication));
    return;
  }
  std::string all = R"({"publications":)";
  char before = '[';
  for (const Publication& publication : page.publications) {
    all += before + line_of(publication);
    before = ',';
  }
  output.value(all + "]}");
}

/// Empty if nothing is missing.
std::string missing_before(const HistoryPage& page) {
  const std::uint64_t first =
      page.publications.empty() ? page.position.offset + 1 : page.publications.front().offset;
  switch (page.gap) {
    case HistoryGap::none:
      return {};
    case HistoryGap::trimmed:
      return std::to_string(page.missing) + " publications before offset " + std::to_string(first) +
             " are no longer kept";
    case HistoryGap::restarted:
      return "the history was lost and began again, with epoch " + printable(page.position.epoch);
    case HistoryGap::rewound:
      break;
  }
  return "the history was lost and began again with the same epoch, or the position is of another channel";
}

ExitCode print_all(const HistoryRequest& request, Context& context) {
  Client client{context.connection.addresses(), context.connection.options<ClientOptions>()};
  HistoryPagesOptions options;
  options.since = request.since;
  auto pages = history_pages(client, request.channel, options);
  ExitCode code = ExitCode::applied;
  try {
    for (const HistoryPage& page : pages) {
      if (const std::string missing = missing_before(page); !missing.empty()) {
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

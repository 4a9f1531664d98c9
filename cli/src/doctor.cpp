// `cent doctor`: looks for what keeps this program, and others with the same settings, from the server.
#include "doctor.hpp"

#include <CLI/CLI.hpp>
#include <cent/json.hpp>
#include <cstdlib>
#include <ctime>
#include <memory>

#include "subcommands.hpp"
#include "terminal.hpp"

namespace cent::cli {
namespace {

using Level = Report::Level;

constexpr const char* kLevels[] = {"ok", "note", "warning", "fault"};

struct DoctorOptions {
  std::string channel;
  std::string token_file;
  bool wait = false;
};

void check_settings(Context& context, const ClientOptions& options, Report& report) {
  const Connection::Origins& origins = context.connection.origins();
  report.add(Level::ok, "settings",
             "address from " + origins.address + ", API key " +
                 (options.api_key.empty() ? "not set" : "from " + origins.api_key));
  for (const char* const name : {"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"}) {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
    if (value == nullptr || *value == '\0' || !options.http.proxy.empty()) continue;
    report.add(Level::note, "proxy", std::string(name) + " is set, and not used",
               "if the server is behind that proxy, set CENT_PROXY or proxy in the profile");
    break;
  }
}

ExitCode examine(const DoctorOptions& asked, Context& context) {
  Report report{context.output};
  const auto options = context.connection.options<ClientOptions>();
  check_settings(context, options, report);
  std::int64_t ahead = 0;
  bool works = false;
  for (const std::string& address : context.connection.addresses()) {
    const auto difference = check_network(address, options, asked.wait, report);
    if (!difference) continue;
    ahead = *difference;
    if (!check_api(address, options, context.connection.origins().api_key, report)) continue;
    if (!works && !asked.channel.empty()) check_channel(address, options, asked.channel, report);
    works = true;
  }
  if (works && asked.channel.empty()) {
    report.add(Level::note, "channel", "history, presence and the broker were not checked",
               "name a channel with --channel");
  }
  if (!asked.token_file.empty()) {
    check_token(read_secret(asked.token_file, "the token"), context.connection.token_secret(),
                std::time(nullptr) + ahead, report);
  }
  return report.has_fault() ? ExitCode::refused : ExitCode::applied;
}

}  // namespace

void Report::add(Level level, const std::string& check, const std::string& text, const std::string& advice) {
  has_fault_ = has_fault_ || level == Level::fault;
  const char* const name = kLevels[static_cast<std::size_t>(level)];
  const std::string what = printable(text);
  if (!output_.is_table()) {
    std::string line = R"({"result":")" + std::string(name) + R"(","check":)" + Json::of(check).text();
    line += R"(,"text":)" + Json::of(what).text();
    if (!advice.empty()) line += R"(,"advice":)" + Json::of(printable(advice)).text();
    output_.value(line + '}');
    return;
  }
  constexpr std::size_t kIndent = 9;
  std::string shown = name;
  shown.resize(kIndent, ' ');
  const std::string all = check + ": " + what + (advice.empty() ? "" : ". To do: " + printable(advice));
  const std::size_t width = output_.columns() > 2 * kIndent ? output_.columns() - kIndent : kIndent;
  const char* before = "";
  for (const std::string& line : wrap(all, width)) {
    shown += before + line + '\n';
    before = "         ";
  }
  output_.text(shown);
}

void add_doctor(::CLI::App& program, Context& context) {
  const auto options = std::make_shared<DoctorOptions>();
  ::CLI::App* const app =
      program
          .add_subcommand("doctor",
                          "Checks the way to the server: settings, name, proxy, TLS, clock, key, versions of "
                          "all nodes, limits of what stands between. One line a finding, with what to do. It "
                          "publishes nothing. Exit code 1 if there is a fault.")
          ->group(kTools);
  app->add_option("--channel", options->channel,
                  "Also check history, presence and the broker, for this channel.")
      ->type_name("TEXT");
  app->add_option("--token-file", options->token_file, "Also check the connection token in this file.")
      ->type_name("FILE");
  context.connection.add_token_options(*app);
  app->add_flag("--wait", options->wait,
                "Also measure how long an idle connection is kept, which takes up to a minute.");
  app->callback(
      [options, &context] { context.run = [options, &context] { return examine(*options, context); }; });
}

}  // namespace cent::cli

#include "dev_command.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <iostream>
#include <map>
#include <random>
#include <stdexcept>
#include <utility>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "channel_options.hpp"
#include "config_file.hpp"

namespace cent::testing {

namespace {

using std::chrono::milliseconds;

/// An option whose text `read` turns into a value; what it throws becomes an error of the command line.
template <class Read>
CLI::Option* add_text(CLI::App& app, const std::string& name, Read read, const std::string& help) {
  const auto parse = [name, read](const std::string& text) {
    try {
      read(text);
    } catch (const std::invalid_argument& error) {
      throw CLI::ValidationError(name, error.what());
    }
  };
  return app.add_option_function<std::string>(name, parse, help)->trigger_on_parse();
}

double read_percent(const std::string& text) {
  double percent = -1;
  if (text.empty() || text.back() != '%' ||
      !CLI::detail::lexical_cast(text.substr(0, text.size() - 1), percent) ||
      !(percent >= 0 && percent <= 100)) {
    throw std::invalid_argument("must be 0% to 100%, not '" + text + "'");
  }
  return percent / 100;
}

void read_delay(const std::string& text, RandomFaults& faults) {
  const std::size_t dots = text.find("..");
  const auto least = read_time(text.substr(0, dots));
  const auto most = dots == std::string::npos ? least : read_time(text.substr(dots + 2));
  if (!least || !most || *least > *most) {
    throw std::invalid_argument("must be a time such as 300ms, or a range such as 20ms..2s, not '" + text +
                                "'");
  }
  faults.min_delay = *least;
  faults.max_delay = *most;
}

void replace_namespace(std::vector<Namespace>& all, const Namespace& added) {
  const auto same = [&](const Namespace& one) { return one.name == added.name; };
  all.erase(std::remove_if(all.begin(), all.end(), same), all.end());
  all.push_back(added);
}

/// The options of the server, with the configuration file read.
DevServerOptions server_options(const DevServerArguments& arguments) {
  DevServerOptions options = arguments.options;
  if (!arguments.config.empty()) {
    ConfigFile file = read_config_file(arguments.config);
    options.generation = file.generation;
    options.without_namespace = file.without_namespace;
    options.namespaces = std::move(file.namespaces);
    for (const std::string& setting : file.unknown) {
      std::cerr << arguments.config << ": not imitated: " << setting << '\n';
    }
  }
  if (arguments.generation) options.generation = *arguments.generation;
  for (const Namespace& added : arguments.namespaces) replace_namespace(options.namespaces, added);
  options.faults.share = arguments.share.value_or(arguments.status ? 1 : 0);
  if (arguments.status) options.faults.fault.status = *arguments.status;
  options.faults.seed = arguments.seed ? *arguments.seed : std::random_device()();
  return options;
}

void print_faults(const RandomFaults& faults) {
  if (faults.share == 0 && faults.max_delay.count() == 0) return;
  std::cout << "faults: " << faults.share * 100 << "% of the API requests fail with status "
            << faults.fault.status << ", answers wait " << faults.min_delay.count() << " to "
            << faults.max_delay.count() << " ms, --seed " << faults.seed << std::endl;
}

}  // namespace

void add_dev_server_options(CLI::App& app, DevServerArguments& arguments) {
  DevServerOptions& options = arguments.options;
  const std::map<std::string, Generation> generations = {{"v2", Generation::v2},
                                                         {"v3", Generation::v3},
                                                         {"v4", Generation::v4},
                                                         {"v5", Generation::v5},
                                                         {"v6", Generation::v6}};
  app.add_option("--port", options.port, "Port on 127.0.0.1; 0 (default): any free one")->type_name("N");
  add_text(
      app, "--generation",
      [&arguments, generations](const std::string& name) {
        const auto found = generations.find(name);
        if (found == generations.end()) throw std::invalid_argument("no such generation: '" + name + "'");
        arguments.generation = found->second;
      },
      "Whose answers are given: v2, v3, v4, v5 or v6;\n"
      "default: that of the configuration file, or v6")
      ->type_name("G");
  app.add_option("--api-key", options.api_key, "Key that requests need (default: api_key)")->type_name("KEY");
  app.add_flag("--insecure", options.insecure, "Accept requests without a key");
  app.add_option("--token-secret", options.token_hmac_secret, "Secret of connection tokens (default: secret)")
      ->type_name("S");
  add_text(
      app, "--idle-timeout",
      [&options](const std::string& text) {
        std::uint32_t count = 0;
        if (!CLI::detail::lexical_cast(text, count)) throw std::invalid_argument("no number: '" + text + "'");
        options.idle_timeout = milliseconds(count);
      },
      "Close connections without a request for this time;\n0 (default): never")
      ->type_name("MS");
  add_text(
      app, "--namespace",
      [&arguments](const std::string& text) { arguments.namespaces.push_back(read_namespace(text)); },
      "A further namespace, or other options for one that exists;\n"
      "may be repeated. Options: presence, history_size,\n"
      "history_ttl, kind (stream, map or shared_poll),\n"
      "map_stream, map_key_ttl, map_stream_size,\n"
      "shared_poll_publish. Without any: presence and a history\n"
      "of 100 for 300s")
      ->type_name("NAME[:OPTION=VALUE,...]");
  app.add_flag_callback(
      "--any-namespace", [&options] { options.any_namespace = default_channel_rules(); },
      "Accept channels of all other namespaces, too, with\npresence and history");
  app.add_option("--config", arguments.config,
                 "Centrifugo's configuration file (JSON or TOML) of v5 or\n"
                 "v6: its namespaces, with history and presence, replace\n"
                 "those of the dev server")
      ->type_name("FILE");
  add_text(
      app, "--fail", [&arguments](const std::string& text) { arguments.share = read_percent(text); },
      "Share of API requests that fail without being executed,\nat random, such as 5%")
      ->type_name("PERCENT");
  app.add_option("--status", arguments.status,
                 "HTTP status of those that fail (default: 503); 0: the\n"
                 "connection closes. Without --fail all requests fail")
      ->type_name("N");
  add_text(
      app, "--delay", [&options](const std::string& text) { read_delay(text, options.faults); },
      "Delay the answers to API requests, at random, such as\n20ms..2s")
      ->type_name("TIME[..TIME]");
  app.add_option("--seed", arguments.seed, "Seed of the faults (default: random, printed at the start)")
      ->type_name("N");
  app.footer("The first line it prints ends with its address. SIGINT and SIGTERM stop it.");
}

void run_dev_server(const DevServerArguments& arguments) {
  // Blocked before the server starts its thread, so that this thread receives them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  const DevServerOptions options = server_options(arguments);
  DevServer server(options);
  std::cout << "cent-dev-server for development only, listening on " << server.address() << std::endl;
  print_faults(options.faults);
  int signal = 0;
  sigwait(&ends, &signal);
  server.stop();
  std::cout << "stopped" << std::endl;
}

}  // namespace cent::testing

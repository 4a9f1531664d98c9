#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <cent/testing/dev_server.hpp>

namespace CLI {
class App;
}

/// The dev server on a command line: `cent-dev-server` and `cent dev`.
namespace cent::testing {

/// The arguments of the dev server's program.
struct DevServerArguments {
  DevServerOptions options;
  std::optional<Generation> generation;  ///< Unset: that of the configuration file, or v6.
  std::string config;                    ///< Path of a Centrifugo configuration file. Empty: none.
  std::vector<Namespace> namespaces;     ///< Added to the others; one with the same name is replaced.
  std::optional<double> share;           ///< Share of API requests that fail.
  std::optional<int> status;             ///< Their HTTP status. Set without `share`: all requests fail.
  std::optional<std::uint64_t> seed;     ///< Unset: random.
};

/// Adds the dev server's options to a program or to a subcommand. Parsing sets `arguments`, which must
/// outlive `app`.
void add_dev_server_options(CLI::App& app, DevServerArguments& arguments);

/// Runs a dev server until SIGINT or SIGTERM, which are blocked in the calling thread. To be called before
/// other threads start. Prints a first line that ends with the address, then faults on demand with their
/// seed, and one line to stderr for each setting of the configuration file that is not imitated.
///
/// Throws `std::invalid_argument` for wrong arguments and files, `std::system_error` if the port is taken.
void run_dev_server(const DevServerArguments& arguments);

}  // namespace cent::testing

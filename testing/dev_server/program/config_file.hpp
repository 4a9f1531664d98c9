#pragma once

#include <string>
#include <vector>

#include <cent/testing/dev_server.hpp>

namespace cent::testing {

/// The part of a Centrifugo configuration file that the dev server imitates.
struct ConfigFile {
  /// v6 if its settings are in the object `channel`, v5 if they are at the top, as before v6.
  Generation generation = Generation::v6;
  ChannelRules without_namespace;
  std::vector<Namespace> namespaces;
  /// Paths of the other settings, such as `http_api` or `channel.namespaces[0].join_leave`.
  std::vector<std::string> unknown;
};

/// Reads a file, in TOML if its name ends so, otherwise in JSON. Names of settings may have any case, as in
/// real servers. Throws `std::invalid_argument` that names the file, and the line or setting at fault.
ConfigFile read_config_file(const std::string& path);

}  // namespace cent::testing

#pragma once
#include <cent/export.hpp>
#include <string>
#include <vector>

namespace cent {

/// The addresses in `CENT_URL`, separated by commas or blanks; `http://localhost:8000` if it is not set.
///
///     const auto options = cent::options_from_environment<cent::ClientOptions>();
///     cent::Client client{cent::addresses_from_environment(), options};
///
/// No other part of cent reads the environment, unless HttpOptions::proxy_from_environment asks for it.
[[nodiscard]] CENT_EXPORT std::vector<std::string> addresses_from_environment();

/// `options` with the members of the variables that are set and not empty. Options is ClientOptions or
/// AsyncClientOptions.
///
/// | variable | member |
/// | --- | --- |
/// | `CENT_API_KEY` | `api_key` |
/// | `CENT_API_KEY_FILE` | `api_key`: the content of a file, without line breaks at its end |
/// | `CENT_TIMEOUT` | `timeout`: `500ms`, `2s`, `1m` |
/// | `CENT_PROTOCOL` | `protocol`: `automatic`, `modern` or `legacy` |
/// | `CENT_SERVER_VERSION` | `server_version` |
/// | `CENT_CA_FILE`, `CENT_CLIENT_CERTIFICATE`, `CENT_CLIENT_KEY` | `http.ca_file`, … |
/// | `CENT_PROXY`, `CENT_UNIX_SOCKET` | `http.proxy`, `http.unix_socket` |
///
/// The environment must not be changed by another thread meanwhile.
/// @throws UsageError if a value is invalid, if a file cannot be read, or if both variables of the key are
/// set. It names the variable and shows no key.
template <class Options>
[[nodiscard]] CENT_EXPORT Options options_from_environment(Options options = {});

}  // namespace cent

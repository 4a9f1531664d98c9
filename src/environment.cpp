#include <algorithm>
#include <cent/async_options.hpp>
#include <cent/client_options.hpp>
#include <cent/environment.hpp>
#include <cent/errors.hpp>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

namespace cent {
namespace {

using std::chrono::milliseconds;

/// Empty if the variable is not set.
std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): the header says so
  return value == nullptr ? std::string_view{} : value;
}

void take(const char* name, std::string& member) {
  if (const std::string_view value = variable(name); !value.empty()) member = value;
}

milliseconds timeout_of(std::string_view text) {
  long long number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  const std::string_view unit{read.ptr, static_cast<std::size_t>(end - read.ptr)};
  const long long factor = unit == "ms" ? 1 : unit == "s" ? 1000 : unit == "m" ? 60'000 : 0;
  constexpr long long kMost = 24LL * 60 * 60 * 1000;
  if (read.ec != std::errc{} || factor == 0 || number <= 0 || number > kMost / factor) {
    throw UsageError("CENT_TIMEOUT must be a time above zero such as 500ms, 2s or 1m, at most 24 hours");
  }
  return milliseconds{number * factor};
}

Protocol protocol_of(std::string_view text) {
  if (text == "automatic") return Protocol::automatic;
  if (text == "modern") return Protocol::modern;
  if (text == "legacy") return Protocol::legacy;
  throw UsageError("CENT_PROTOCOL must be automatic, modern or legacy");
}

std::string key_in_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) {
    throw UsageError("the file " + path + " of CENT_API_KEY_FILE cannot be read or is empty");
  }
  std::string key = content.str();
  while (!key.empty() && (key.back() == '\n' || key.back() == '\r')) key.pop_back();
  return key;
}

}  // namespace

std::vector<std::string> addresses_from_environment() {
  constexpr std::string_view kBetween = ", \t";
  std::string_view left = variable("CENT_URL");
  std::vector<std::string> addresses;
  while (true) {
    left.remove_prefix(std::min(left.find_first_not_of(kBetween), left.size()));
    if (left.empty()) break;
    const std::size_t size = std::min(left.find_first_of(kBetween), left.size());
    addresses.emplace_back(left.substr(0, size));
    left.remove_prefix(size);
  }
  if (addresses.empty()) addresses.emplace_back("http://localhost:8000");
  return addresses;
}

template <class Options>
Options options_from_environment(Options options) {
  const std::string key_file{variable("CENT_API_KEY_FILE")};
  if (!key_file.empty() && !variable("CENT_API_KEY").empty()) {
    throw UsageError("CENT_API_KEY and CENT_API_KEY_FILE are both set");
  }
  take("CENT_API_KEY", options.api_key);
  if (!key_file.empty()) options.api_key = key_in_file(key_file);
  if (const auto text = variable("CENT_TIMEOUT"); !text.empty()) options.timeout = timeout_of(text);
  if (const auto text = variable("CENT_PROTOCOL"); !text.empty()) options.protocol = protocol_of(text);
  take("CENT_SERVER_VERSION", options.server_version);
  take("CENT_CA_FILE", options.http.ca_file);
  take("CENT_CLIENT_CERTIFICATE", options.http.client_certificate);
  take("CENT_CLIENT_KEY", options.http.client_key);
  take("CENT_PROXY", options.http.proxy);
  take("CENT_UNIX_SOCKET", options.http.unix_socket);
  return options;
}

template CENT_EXPORT ClientOptions options_from_environment(ClientOptions);
template CENT_EXPORT AsyncClientOptions options_from_environment(AsyncClientOptions);

}  // namespace cent

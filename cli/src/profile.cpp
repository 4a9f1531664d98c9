#include "profile.hpp"

#include <toml++/toml.h>
#include <cent/errors.hpp>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>
#include <utility>

namespace cent::cli {
namespace {

namespace fs = std::filesystem;

/// An absolute path in a variable, or nothing: relative ones do not count.
fs::path folder_in(const char* variable) {
  const char* const value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): one thread
  const fs::path folder{value == nullptr ? "" : value};
  return folder.is_absolute() ? folder : fs::path{};
}

/// A node of the file with its name, for errors.
struct Entry {
  const fs::path& file;
  std::string name;
  const toml::node& node;

  [[noreturn]] void fail(const std::string& cause) const {
    throw UsageError(file.string() + ":" + std::to_string(node.source().begin.line) + ": " + name + " " +
                     cause);
  }
  [[nodiscard]] std::string text() const {
    if (const auto value = node.value_exact<std::string>()) return *value;
    fail("must be a string");
  }
  /// A path, relative to the file.
  [[nodiscard]] fs::path path() const {
    const std::string path = text();
    if (path.rfind("~/", 0) == 0) return folder_in("HOME") / path.substr(2);
    return file.parent_path() / path;
  }
  [[nodiscard]] const toml::table& table() const {
    if (const toml::table* const table = node.as_table()) return *table;
    fail("must be a table");
  }
};

void read_addresses(const Entry& entry, std::vector<std::string>& addresses) {
  if (const toml::array* const list = entry.node.as_array()) {
    for (const toml::node& element : *list) {
      addresses.push_back(Entry{entry.file, entry.name, element}.text());
    }
  } else {
    addresses.push_back(entry.text());
  }
}

/// The settings of a profile by name. A new one is a row here and in config_keys().
void read_setting(const Entry& entry, const std::string& key, Profile& profile,
                  const std::function<void(const std::string&)>& warn) {
  static const std::map<std::string, std::string HttpOptions::*> kHttp = {
      {"proxy", &HttpOptions::proxy}, {"unix_socket", &HttpOptions::unix_socket}};
  static const std::map<std::string, std::string HttpOptions::*> kHttpFiles = {
      {"ca_file", &HttpOptions::ca_file},
      {"client_certificate", &HttpOptions::client_certificate},
      {"client_key", &HttpOptions::client_key}};
  const auto secret_in_file = [&](std::string_view purpose) {
    const fs::path file = entry.path();
    if (const std::string warning = wide_permissions(file); !warning.empty()) warn(warning);
    return read_secret(file, purpose);
  };
  if (key == "address") {
    read_addresses(entry, profile.addresses);
  } else if (key == "api_key" || key == "token_secret") {
    if (const std::string warning = wide_permissions(entry.file); !warning.empty()) warn(warning);
    (key == "api_key" ? profile.api_key : profile.token_secret) = entry.text();
  } else if (key == "api_key_file") {
    profile.api_key = secret_in_file("the API key");
  } else if (key == "token_secret_file") {
    profile.token_secret = secret_in_file("the secret of tokens");
  } else if (key == "timeout") {
    profile.timeout = read_duration(key, entry.text());
  } else if (key == "protocol") {
    profile.protocol = entry.text();
  } else if (key == "server_version") {
    profile.server_version = entry.text();
  } else if (const auto http = kHttp.find(key); http != kHttp.end()) {
    profile.http.*http->second = entry.text();
  } else if (const auto http_file = kHttpFiles.find(key); http_file != kHttpFiles.end()) {
    profile.http.*http_file->second = entry.path().string();
  } else {
    entry.fail("is no setting of a profile");
  }
}

}  // namespace

fs::path config_file() {
  fs::path folder = folder_in("XDG_CONFIG_HOME");
  if (folder.empty()) {
    folder = folder_in("HOME");
    if (folder.empty()) return {};
    folder /= ".config";
  }
  return folder / "cent" / "config.toml";
}

Profile load_profile(const fs::path& file, const std::string& name,
                     const std::function<void(const std::string&)>& warn) {
  std::error_code error;
  if (file.empty() || !fs::exists(file, error)) {
    if (name.empty()) return {};
    throw UsageError("there is no profile '" + name + "', since there is no file " + file.string());
  }
  toml::table config;
  try {
    config = toml::parse_file(file.string());
  } catch (const toml::parse_error& parse_error) {
    throw UsageError(file.string() + ":" + std::to_string(parse_error.source().begin.line) + ": " +
                     std::string(parse_error.description()));
  }
  Profile profile;
  profile.name = name;
  const toml::table* profiles = nullptr;
  for (const auto& [key, node] : config) {
    const Entry entry{file, std::string(key.str()), node};
    if (key == "default") {
      if (profile.name.empty()) profile.name = entry.text();
    } else if (key == "profile") {
      profiles = &entry.table();
    } else {
      entry.fail("is no setting of this file: it has default and [profile.NAME]");
    }
  }
  if (profile.name.empty()) return profile;
  const toml::node* const node = profiles == nullptr ? nullptr : profiles->get(profile.name);
  if (node == nullptr) throw UsageError("there is no profile '" + profile.name + "' in " + file.string());
  for (const auto& [key, setting] : Entry{file, "profile." + profile.name, *node}.table()) {
    read_setting({file, std::string(key.str()), setting}, std::string(key.str()), profile, warn);
  }
  return profile;
}

std::string read_secret(const fs::path& file, std::string_view purpose) {
  std::ifstream in{file, std::ios::binary};
  std::ostringstream content;
  if (!in || !(content << in.rdbuf())) {
    throw UsageError("the file " + file.string() + " of " + std::string(purpose) +
                     " cannot be read or is empty");
  }
  std::string secret = content.str();
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  return secret;
}

std::string wide_permissions(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  const fs::perms others = fs::perms::group_all | fs::perms::others_all;
  // A pipe, as of a shell's <(command), is nobody else's.
  if (error || !fs::is_regular_file(status) || (status.permissions() & others) == fs::perms::none) return {};
  return "others may read " + file.string() + ": chmod 600 it";
}

std::chrono::milliseconds read_duration(std::string_view name, std::string text) {
  static const ::CLI::AsNumberWithUnit kUnits{
      std::map<std::string, std::int64_t>{{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}},
      ::CLI::AsNumberWithUnit::UNIT_REQUIRED};
  std::int64_t number = 0;
  try {
    if (!kUnits(text).empty() || !::CLI::detail::lexical_cast(text, number)) number = 0;
  } catch (const ::CLI::ValidationError&) {  // no unit, or another
    number = 0;
  }
  if (number <= 0) {
    throw UsageError(std::string(name) + " must be a time above zero such as 500ms, 2s or 1m");
  }
  return std::chrono::milliseconds{number};
}

}  // namespace cent::cli

#include "connection.hpp"

#include <cent/async_options.hpp>
#include <cent/client_options.hpp>
#include <cent/environment.hpp>
#include <cent/errors.hpp>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <utility>

namespace cent::cli {
namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr ? "" : value;
}

Protocol protocol_of(const Profile& profile) {
  if (profile.protocol.empty() || profile.protocol == "automatic") return Protocol::automatic;
  if (profile.protocol == "modern") return Protocol::modern;
  if (profile.protocol == "legacy") return Protocol::legacy;
  throw UsageError("protocol of profile " + profile.name + " must be automatic, modern or legacy");
}

constexpr const char* kGroup = "Server and key";

}  // namespace

void Connection::add_options(::CLI::App& app) {
  // Not split at a comma as CENT_URL is: an address may hold one.
  app.add_option("--address", addresses_,
                 "Address of the server API, such as http://localhost:8000. Repeat it for "
                 "the nodes of a cluster.")
      ->type_name("URL")
      ->allow_extra_args(false)
      ->group(kGroup);
  app.add_option("--profile", profile_,
                 "Profile in the configuration file. By default the one that it names.")
      ->type_name("NAME")
      ->group(kGroup);
  auto* const file = app.add_option("--api-key-file", api_key_file_, "File with the API key.")
                         ->type_name("FILE")
                         ->group(kGroup);
  app.add_option(
         "--visible-api-key", visible_api_key_,
         "The API key itself. Everybody on this machine can read it in the list of processes (ps), and it "
         "stays in the history of the shell: prefer --api-key-file.")
      ->type_name("KEY")
      ->group(kGroup)
      ->excludes(file);
  app.add_option("--timeout", timeout_, "Deadline of a call with all its attempts: 500ms, 2s, 1m.")
      ->type_name("TIME")
      ->group(kGroup);
}

void Connection::add_token_options(::CLI::App& app) {
  auto* const file =
      app.add_option("--token-secret-file", token_secret_file_,
                     "File with the secret that the server has as client.token.hmac_secret_key.")
          ->type_name("FILE");
  app.add_option("--visible-token-secret", visible_token_secret_,
                 "The secret itself. Everybody on this machine can read it in the list of processes (ps).")
      ->type_name("SECRET")
      ->excludes(file);
}

const Connection::Found& Connection::found() {
  if (found_) return *found_;
  Found found;
  found.profile = load_profile(config_file(), profile_, warn_);
  const std::string profile = "profile " + found.profile.name;
  if (!addresses_.empty()) {
    found.addresses = addresses_;
    found.origins.address = "--address";
  } else if (!variable("CENT_URL").empty() || found.profile.addresses.empty()) {
    found.addresses = addresses_from_environment();
    found.origins.address = variable("CENT_URL").empty() ? "the default" : "CENT_URL";
  } else {
    found.addresses = found.profile.addresses;
    found.origins.address = profile;
  }
  const std::string key_file = api_key_file_.empty() ? variable("CENT_API_KEY_FILE") : api_key_file_;
  if (!visible_api_key_.empty()) {
    warn_("--visible-api-key: ps shows the key to everybody on this machine");
    found.origins.api_key = "--visible-api-key";
  } else if (!api_key_file_.empty()) {
    found.origins.api_key = "--api-key-file";
  } else if (!variable("CENT_API_KEY").empty()) {
    found.origins.api_key = "CENT_API_KEY";
  } else if (!key_file.empty()) {
    found.origins.api_key = "CENT_API_KEY_FILE";
  } else if (!found.profile.api_key.empty()) {
    found.origins.api_key = profile;
  }
  if (found.origins.api_key.find("FILE") != std::string::npos || !api_key_file_.empty()) {
    if (const std::string warning = wide_permissions(key_file); !warning.empty()) warn_(warning);
  }
  // A key that belongs to another server would go astray without a word.
  if (found.origins.api_key == profile && !found.profile.addresses.empty() &&
      found.origins.address != profile) {
    warn_("the key of " + profile + " is sent to the address of " + found.origins.address);
  }
  return found_.emplace(std::move(found));
}

const std::vector<std::string>& Connection::addresses() { return found().addresses; }
const Connection::Origins& Connection::origins() { return found().origins; }

template <class Options>
Options Connection::options(Options defaults) {
  const Profile& profile = found().profile;
  defaults.api_key = profile.api_key;
  defaults.http = profile.http;
  defaults.protocol = protocol_of(profile);
  defaults.server_version = profile.server_version;
  if (profile.timeout) defaults.timeout = *profile.timeout;
  Options options = options_from_environment<Options>(std::move(defaults));
  if (!api_key_file_.empty()) options.api_key = read_secret(api_key_file_, "the API key");
  if (!visible_api_key_.empty()) options.api_key = visible_api_key_;
  if (!timeout_.empty()) options.timeout = read_duration("--timeout", timeout_);
  return options;
}
template ClientOptions Connection::options(ClientOptions);
template AsyncClientOptions Connection::options(AsyncClientOptions);

std::string Connection::token_secret() {
  if (!visible_token_secret_.empty()) {
    warn_("--visible-token-secret: ps shows the secret to everybody on this machine");
    return visible_token_secret_;
  }
  const std::string purpose = "the secret of tokens";
  const std::string file =
      token_secret_file_.empty() ? variable("CENT_TOKEN_SECRET_FILE") : token_secret_file_;
  if (token_secret_file_.empty()) {
    if (std::string secret = variable("CENT_TOKEN_SECRET"); !secret.empty()) return secret;
  }
  if (!file.empty()) {
    if (const std::string warning = wide_permissions(file); !warning.empty()) warn_(warning);
    return read_secret(file, purpose);
  }
  return found().profile.token_secret;
}

}  // namespace cent::cli

// The server's address and key: which of option, environment and profile counts, and what is warned of.
#include "cli/src/connection.hpp"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <cent/async_options.hpp>
#include <cent/client_options.hpp>
#include <cent/errors.hpp>

#include "in_process.hpp"
#include "support/canary.hpp"

namespace cent::test {
namespace {

using Words = std::vector<std::string>;

class ConnectionTest : public ::testing::Test {
 protected:
  struct Read {
    std::vector<std::string> addresses{};
    ClientOptions options{};
    cli::Connection::Origins origins{};
    std::string warnings{};
    std::string token_secret{};
  };
  /// Settings as a subcommand sees them. @throws UsageError
  static Read read(Words words) {
    Read read;
    cli::Connection connection{[&](const std::string& text) { read.warnings += text + '\n'; }};
    ::CLI::App app;
    connection.add_options(app);
    connection.add_token_options(app);
    std::reverse(words.begin(), words.end());
    app.parse(words);
    read.addresses = connection.addresses();
    read.options = connection.options<ClientOptions>();
    read.origins = connection.origins();
    read.token_secret = connection.token_secret();
    return read;
  }
  static std::string error_of(const Words& words) {
    try {
      static_cast<void>(read(words));
    } catch (const UsageError& error) {
      return error.what();
    }
    return {};
  }
  Settings settings{};
};

TEST_F(ConnectionTest, HasADefaultAddressAndNoKey) {
  const Read found = read({});
  EXPECT_EQ(found.addresses, Words{"http://localhost:8000"});
  EXPECT_EQ(found.options.api_key, "");
  EXPECT_EQ(found.origins.address, "the default");
  EXPECT_EQ(found.warnings, "");
}

TEST_F(ConnectionTest, TakesOptionsBeforeTheEnvironmentBeforeTheProfile) {
  settings.write("profile.key", "of-profile\n");
  settings.write_config(
      "default = \"a\"\n"
      "[profile.a]\naddress = \"http://profile\"\napi_key_file = \"profile.key\"\ntimeout = \"3s\"\n"
      "server_version = \"6.1\"\ntoken_secret = \"profile-secret\"\n");
  std::filesystem::rename(settings.folder.path("profile.key"), settings.folder.path("cent/profile.key"));
  Read found = read({});
  EXPECT_EQ(found.addresses, Words{"http://profile"});
  EXPECT_EQ(found.options.api_key, "of-profile");
  EXPECT_EQ(found.options.timeout, std::chrono::seconds{3});
  EXPECT_EQ(found.options.server_version, "6.1");
  EXPECT_EQ(found.token_secret, "profile-secret");
  EXPECT_EQ(found.origins.api_key, "profile a");

  settings.variables.set("CENT_URL", "http://environment");
  settings.variables.set("CENT_API_KEY", "of-environment");
  settings.variables.set("CENT_TIMEOUT", "4s");
  settings.variables.set("CENT_TOKEN_SECRET", "environment-secret");
  found = read({});
  EXPECT_EQ(found.addresses, Words{"http://environment"});
  EXPECT_EQ(found.options.api_key, "of-environment");
  EXPECT_EQ(found.options.timeout, std::chrono::seconds{4});
  EXPECT_EQ(found.options.server_version, "6.1");
  EXPECT_EQ(found.token_secret, "environment-secret");

  const std::string key = settings.write("key", "of-option\n");
  const std::string secret = settings.write("secret", "option-secret\n");
  found = read({"--address", "http://option", "--address", "http://second", "--api-key-file", key,
                "--timeout", "5s", "--token-secret-file", secret});
  EXPECT_EQ(found.addresses, (Words{"http://option", "http://second"}));
  EXPECT_EQ(found.options.api_key, "of-option");
  EXPECT_EQ(found.options.timeout, std::chrono::seconds{5});
  EXPECT_EQ(found.token_secret, "option-secret");
  EXPECT_EQ(found.origins.api_key, "--api-key-file");
  EXPECT_EQ(found.warnings, "");
}

TEST_F(ConnectionTest, GivesAsyncClientsTheirOwnDefaults) {
  cli::Connection connection{[](const std::string&) {}};
  EXPECT_EQ(connection.options<AsyncClientOptions>().timeout, AsyncClientOptions{}.timeout);
  EXPECT_TRUE(connection.options<AsyncClientOptions>().generate_key);
}

TEST_F(ConnectionTest, WarnsOfKeysThatOthersCanRead) {
  const std::string key = settings.write("key", "k\n");
  EXPECT_EQ(read({"--api-key-file", key}).warnings, "");
  std::filesystem::permissions(key, std::filesystem::perms{0640});
  EXPECT_NE(read({"--api-key-file", key}).warnings.find("others may read " + key), std::string::npos);
  settings.variables.set("CENT_API_KEY_FILE", key);
  EXPECT_NE(read({}).warnings.find("others may read " + key), std::string::npos);

  const Read visible = read({"--visible-api-key", kCanary});
  EXPECT_EQ(visible.options.api_key, kCanary);
  EXPECT_NE(visible.warnings.find("ps shows the key"), std::string::npos);
  EXPECT_EQ(visible.warnings.find(kCanary), std::string::npos);
}

TEST_F(ConnectionTest, WarnsOfAConfigurationWithAKeyThatOthersCanRead) {
  settings.write_config("[profile.a]\napi_key = \"k\"\n[profile.b]\naddress = \"http://b\"\n");
  std::filesystem::permissions(settings.folder.path("cent/config.toml"), std::filesystem::perms{0644});
  EXPECT_NE(read({"--profile", "a"}).warnings.find("config.toml"), std::string::npos);
  EXPECT_EQ(read({"--profile", "b"}).warnings, "");
}

TEST_F(ConnectionTest, WarnsIfTheKeyOfAProfileGoesToAnotherServer) {
  settings.write_config("[profile.a]\naddress = \"http://a\"\napi_key = \"k\"\n");
  settings.variables.set("CENT_URL", "http://other");
  EXPECT_EQ(read({"--profile", "a"}).warnings, "the key of profile a is sent to the address of CENT_URL\n");
}

TEST_F(ConnectionTest, NamesFileAndLineOfAMistake) {
  const std::string file = settings.folder.path("cent/config.toml");
  for (const auto& [config, expected] : std::vector<std::pair<std::string, std::string>>{
           {"defualt = \"a\"\n", file + ":1: defualt is no setting of this file"},
           {"[profile.a]\naddress = \"http://a\"\napi_kye = \"k\"\n", file + ":3: api_kye is no setting"},
           {"[profile.a]\naddress = 1\n", file + ":2: address must be a string"},
           {"[profile.a]\ntimeout = \"3\"\n", "timeout must be a time above zero"},
           {"[profile.a]\nprotocol = \"old\"\n", "protocol of profile a must be"},
           {"[profile.a]\napi_key_file = \"nowhere\"\n", "cannot be read"},
           {"profile = 1\n", "profile must be a table"},
           {"[profile.a]\n\nx = \n", file + ":3: "},
           {"[profile.b]\n", "there is no profile 'a' in " + file}}) {
    settings.write_config(config);
    EXPECT_NE(error_of({"--profile", "a"}).find(expected), std::string::npos)
        << config << error_of({"--profile", "a"});
  }
}

TEST_F(ConnectionTest, RefusesAProfileWithoutAFile) {
  EXPECT_NE(error_of({"--profile", "a"}).find("there is no profile 'a'"), std::string::npos);
}

TEST_F(ConnectionTest, IgnoresARelativeConfigurationFolder) {
  settings.variables.set("XDG_CONFIG_HOME", "relative");
  settings.variables.set("HOME", settings.folder.path());
  EXPECT_EQ(cli::config_file(), settings.folder.path(".config/cent/config.toml"));
}

TEST_F(ConnectionTest, RefusesTimesWithoutAUnit) {
  for (const char* text : {"3", "0s", "-1s", "x", "1.5s", "1d"}) {
    EXPECT_NE(error_of({"--timeout", text}).find("--timeout must be a time"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace cent::test

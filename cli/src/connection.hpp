#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "profile.hpp"

namespace CLI {
class App;
}

namespace cent::cli {

/// The server's address and key: from the options of the command line, else from the environment, else from
/// a profile. Read once, when a subcommand asks for them first.
///
///     cent::AsyncClient client{context.connection.addresses(),
///     context.connection.options<AsyncClientOptions>()};
class Connection {
 public:
  /// @param warn Called with each warning, a line for people.
  explicit Connection(std::function<void(const std::string&)> warn) : warn_(std::move(warn)) {}

  /// Adds `--address` and the others. The Connection must outlive the app.
  void add_options(::CLI::App& app);

  /// At least one. @throws UsageError
  [[nodiscard]] const std::vector<std::string>& addresses();
  /// `defaults` with the settings of the user. Options is ClientOptions or AsyncClientOptions. @throws
  /// UsageError
  template <class Options>
  [[nodiscard]] Options options(Options defaults = {});
  /// Secret of tokens (HMAC); empty: none is set. @throws UsageError
  [[nodiscard]] std::string token_secret();
  /// Adds `--token-secret-file` and its kin to a subcommand that signs or verifies.
  void add_token_options(::CLI::App& app);

  /// Where a setting comes from, for people: `--address`, `CENT_URL`, `profile staging`, `the default`.
  struct Origins {
    std::string address{};
    std::string api_key{};
  };
  [[nodiscard]] const Origins& origins();

 private:
  struct Found {
    Profile profile{};
    std::vector<std::string> addresses{};
    Origins origins{};
  };
  const Found& found();

  std::function<void(const std::string&)> warn_;
  std::string profile_;
  std::vector<std::string> addresses_;
  std::string api_key_file_;
  std::string visible_api_key_;
  std::string timeout_;
  std::string token_secret_file_;
  std::string visible_token_secret_;
  std::optional<Found> found_;
};

}  // namespace cent::cli

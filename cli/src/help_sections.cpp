#include "exit_code.hpp"
#include "help.hpp"

namespace cent::cli {
namespace {

std::vector<HelpRow> exit_code_rows() {
  std::vector<HelpRow> rows;
  for (const ExitCodeRow& row : kExitCodes) {
    rows.push_back(
        {std::to_string(static_cast<int>(row.code)) + "  " + std::string(row.name), std::string(row.text)});
  }
  return rows;
}

}  // namespace

const std::vector<HelpSection>& help_sections() {
  static const std::vector<HelpSection> kSections = {
      {"Settings",
       "Each setting is that of the option, else of the environment, else of the profile. A file with a key "
       "that "
       "others may read causes a warning.",
       {}},
      {"Environment",
       "",
       {{"CENT_URL", "Addresses, separated by commas or blanks. Default: http://localhost:8000"},
        {"CENT_API_KEY, CENT_API_KEY_FILE", "The API key, or a file with it. Only one of the two."},
        {"CENT_TOKEN_SECRET, CENT_TOKEN_SECRET_FILE", "The secret that signs tokens, or a file with it."},
        {"CENT_TIMEOUT", "Deadline of a call: 500ms, 2s, 1m. Default: 1s"},
        {"CENT_PROTOCOL, CENT_SERVER_VERSION", "automatic, modern or legacy; version of the oldest node."},
        {"CENT_CA_FILE, CENT_CLIENT_CERTIFICATE, CENT_CLIENT_KEY", "Files for TLS."},
        {"CENT_PROXY, CENT_UNIX_SOCKET", "The way to the server."},
        {"COLUMNS", "Width of tables and help texts. Default: that of the terminal."}}},
      {"Files",
       "Profiles are in $XDG_CONFIG_HOME/cent/config.toml, by default ~/.config/cent/config.toml. Paths in "
       "it are "
       "relative to its folder. Further settings: api_key, token_secret, timeout, protocol, server_version, "
       "ca_file, "
       "client_certificate, client_key, proxy, unix_socket.",
       {},
       "  default = \"staging\"\n"
       "\n"
       "  [profile.staging]\n"
       "  address = \"https://cent.test\"\n"
       "  api_key_file = \"staging.key\"\n"
       "  token_secret_file = \"staging.secret\"\n"},
      {"Exit codes", "", exit_code_rows()},
  };
  return kSections;
}

}  // namespace cent::cli

#pragma once
#include <cent/client_options.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cent::cli {

/// Settings of one server under a name, from the configuration file.
struct Profile {
  std::string name{};                    ///< Empty: there is none.
  std::vector<std::string> addresses{};  ///< Empty: the default one.
  std::string api_key{};
  std::string token_secret{};
  std::optional<std::chrono::milliseconds> timeout{};
  HttpOptions http{};
  std::string protocol{};
  std::string server_version{};
};

/// `cent/config.toml` in `$XDG_CONFIG_HOME`, by default `~/.config`. Empty if neither is known.
[[nodiscard]] std::filesystem::path config_file();

/// Reads a profile.
/// @param name Empty: the one that `default` in the file names, or none.
/// @param warn Called with a line for people: a file with secrets that others can read.
/// @throws UsageError with file and line if the file is not as it should be, or has no such profile.
[[nodiscard]] Profile load_profile(const std::filesystem::path& file, const std::string& name,
                                   const std::function<void(const std::string&)>& warn);

/// The content of a file without line breaks at its end.
/// @param purpose Of an error: `the API key`.
/// @throws UsageError if it cannot be read or is empty.
[[nodiscard]] std::string read_secret(const std::filesystem::path& file, std::string_view purpose);
/// Empty, or a warning that others can read the file.
[[nodiscard]] std::string wide_permissions(const std::filesystem::path& file);

/// `500ms`, `2s`, `1m`. @throws UsageError
[[nodiscard]] std::chrono::milliseconds read_duration(std::string_view name, std::string text);

}  // namespace cent::cli

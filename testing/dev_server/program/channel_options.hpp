#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include <cent/testing/dev_server.hpp>

/// Options of namespaces as texts, from the command line and from configuration files.
namespace cent::testing {

/// A time such as `300s`, `5m`, `1h30m`, `500ms` or `0`, of whole numbers. Unset: it is none.
std::optional<std::chrono::milliseconds> read_time(std::string_view text);

/// Sets the option `name` of a namespace. Returns false if there is no such option. Throws
/// `std::invalid_argument` that names the option if the value is invalid.
bool set_channel_option(ChannelRules& rules, std::string_view name, std::string_view value);

/// Parses `NAME` or `NAME:history_size=10,presence=false`. The other options are those of channels without a
/// namespace. Throws `std::invalid_argument`.
Namespace read_namespace(std::string_view text);

}  // namespace cent::testing

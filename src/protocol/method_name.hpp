#pragma once
#include <cent/command.hpp>
#include <string>
#include <string_view>

namespace cent::detail {

/// Checks a method's name, which becomes part of a path: lower-case letters, digits and `_`, at most 64.
/// @throws UsageError
void check_method_name(std::string_view method);

/// The command's params as they are sent, `{}` if it has none. Params with line breaks, from a server, are
/// copied to `one_line` without them. @throws UsageError if they are not a JSON object.
std::string_view checked_params(const Command& command, std::string& one_line);

/// The routes of open-source v5.0. Later routes and those of PRO may be missing on a modern server.
inline constexpr std::string_view kCoreRoutes[] = {
    "publish", "broadcast", "history",     "presence", "presence_stats", "channels", "history_remove",
    "info",    "subscribe", "unsubscribe", "refresh",  "disconnect",     "rpc"};

/// True if every server with per-method routes (v5.0 and later) has this one. Only then does a 404 mean that
/// the server is older.
bool is_core_route(std::string_view method) noexcept;

}  // namespace cent::detail

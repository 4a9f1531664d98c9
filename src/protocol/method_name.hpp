#pragma once
#include <cent/command.hpp>
#include <string>
#include <string_view>

namespace cent::detail {

/// A method's name becomes a part of a path: lower-case letters, digits and `_`, at most 64.
/// @throws UsageError
void check_method_name(std::string_view method);

/// The command's params as they are sent, `{}` if it has none. Those that a server sent with line breaks
/// inside are put into `one_line` without them. @throws UsageError if they are not a JSON object.
std::string_view checked_params(const Command& command, std::string& one_line);

/// The routes of v5.0 on the open server; later ones and PRO's may be missing on a modern server too.
inline constexpr std::string_view kCoreRoutes[] = {
    "publish", "broadcast", "history",     "presence", "presence_stats", "channels", "history_remove",
    "info",    "subscribe", "unsubscribe", "refresh",  "disconnect",     "rpc"};

/// True if every server with per-method routes (v5.0 and later) has this one. Only then does a 404 tell that
/// the server is older.
bool is_core_route(std::string_view method) noexcept;

}  // namespace cent::detail

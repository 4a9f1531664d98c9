#pragma once
#include <cent/command.hpp>
#include <cent/detail/route.hpp>
#include <string>
#include <string_view>

namespace cent::detail {

/// The channel that a command names in its params, for errors. Empty if it names none or several, or if
/// memory runs out.
std::string channel_of(std::string_view params) noexcept;

/// The same without a copy if the params are as cent writes them: a view of them, or else of `storage`.
std::string_view channel_of(std::string_view params, std::string& storage) noexcept;

/// The route of an untyped command. Uses `channel`, `channels` or `user`, as for a typed request.
Route route_of_params(std::string_view params);

}  // namespace cent::detail

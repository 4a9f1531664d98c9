#pragma once
#include <cent/command.hpp>
#include <cent/detail/route.hpp>
#include <string_view>

namespace cent::detail {

/// The route of an untyped command. Uses `channel`, `channels` or `user`, as for a typed request.
Route route_of_params(std::string_view params);

}  // namespace cent::detail

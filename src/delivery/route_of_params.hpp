#pragma once
#include <cent/command.hpp>
#include <cent/detail/route.hpp>
#include <string_view>

namespace cent::detail {

/// The route of a command that is not typed: by its `channel`, `channels` or `user`, as of a typed request.
Route route_of_params(std::string_view params);

}  // namespace cent::detail

#pragma once
#include <string>
#include <string_view>

namespace cent::detail {

/// The channel that a command names in its params, for errors. Empty if it names none or several, or if
/// memory runs out.
std::string channel_of(std::string_view params) noexcept;

}  // namespace cent::detail

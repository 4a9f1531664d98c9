#pragma once
#include <string>
#include <string_view>

namespace cent::detail {

/// The channel that a command names in its params, for errors. Empty if it names none or several, or if
/// memory runs out.
std::string channel_of(std::string_view params) noexcept;

/// The same without a copy if the params are as cent writes them: a view of them, or else of `storage`.
std::string_view channel_of(std::string_view params, std::string& storage) noexcept;

}  // namespace cent::detail

#pragma once
#include <string_view>

namespace cent::detail {

/// For a JSON number that no double holds: true if it is too near to zero, false if it is too large.
bool is_tiny(std::string_view number) noexcept;

}  // namespace cent::detail

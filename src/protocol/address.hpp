#pragma once
#include <string>
#include <string_view>

namespace cent::detail {

/// Returns the base address of a server's API, without a slash at the end. Adds `/api` unless the path ends
/// with it: `h`, `h/`, `h/api` and `h/api/` all become `h/api`.
/// @param exact The path is complete, so nothing is added.
/// @throws UsageError that names the fault but never shows a password.
std::string api_base(std::string_view address, bool exact = false);

/// The host of such a base: a name, an IPv4 address, or an IPv6 address in brackets.
std::string_view host_of(std::string_view base) noexcept;
/// True if the text has the form of an IPv4 address, or of an IPv6 address without brackets.
bool is_address(std::string_view text) noexcept;

}  // namespace cent::detail

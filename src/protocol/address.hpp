#pragma once
#include <string>
#include <string_view>

namespace cent::detail {

/// The base address of a server's API, without a slash at its end. `h`, `h/`, `h/api` and `h/api/` all mean
/// `h/api`, judged on the path; another prefix stays in front of it.
/// @param exact The path is the API's as it stands, so that nothing is put behind it.
/// @throws UsageError that names the fault, and never prints a password.
std::string api_base(std::string_view address, bool exact = false);

}  // namespace cent::detail

#pragma once
#include <string>

namespace cent::detail {

/// Checks a proxy's address up front. libcurl parses it at each call, ignores parts that it cannot decode,
/// and shows the password in its errors.
/// @param name The option's name for errors. No part of the proxy's address is shown.
/// @throws UsageError unless it is the address of a proxy that this libcurl can use, without a path.
void check_proxy(const std::string& proxy, const std::string& name);

/// The same for the environment variables that libcurl would read. @throws UsageError
void check_environments_proxies();

}  // namespace cent::detail

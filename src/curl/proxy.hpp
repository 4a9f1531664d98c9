#pragma once
#include <string>

namespace cent::detail {

/// libcurl looks at a proxy at each call, leaves out what it cannot decode, and repeats the password where it
/// complains. So all of it is checked before.
/// @param name What the error calls it; no part of the proxy stands there.
/// @throws UsageError unless it is the address of a proxy that this libcurl can use, and no more than that.
void check_proxy(const std::string& proxy, const std::string& name);

/// The same for the variables of the environment that libcurl would read. @throws UsageError
void check_environments_proxies();

}  // namespace cent::detail

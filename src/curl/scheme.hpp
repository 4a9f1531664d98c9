#pragma once
#include <string>
#include <vector>

namespace cent::detail {

/// True for an address whose scheme is https.
bool is_https(const std::string& address);

/// @throws UsageError if one of the addresses is https and this process's libcurl was built without TLS.
void check_schemes(const std::vector<std::string>& addresses);

}  // namespace cent::detail

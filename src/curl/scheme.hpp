#pragma once
#include <string>
#include <vector>

namespace cent::detail {

/// @throws UsageError if one of the addresses is https and this process's libcurl was built without TLS.
void check_schemes(const std::vector<std::string>& addresses);

}  // namespace cent::detail

#pragma once
#include <string_view>

namespace cent::detail {

/// What a cluster can do, by its oldest node: servers ignore in silence what they do not know, so nothing but
/// their version tells.
struct ServerAge {
  int major = 0;
  int minor = 0;

  [[nodiscard]] bool knows_keys() const noexcept { return major > 5 || (major == 5 && minor >= 2); }
  [[nodiscard]] bool knows_versions() const noexcept { return major > 6 || (major == 6 && minor >= 2); }
};

/// The oldest node of an `info` result. A build without a number counts as the oldest of all.
/// @throws RequestException (unreadable)
ServerAge oldest_node(std::string_view info_result);

}  // namespace cent::detail

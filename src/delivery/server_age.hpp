#pragma once
#include <string>
#include <string_view>

namespace cent::detail {

/// What a cluster can do, by its oldest node: servers ignore in silence what they do not know, so nothing but
/// their version tells.
struct ServerAge {
  int major = 0;
  int minor = 0;
  std::string
      source{};  ///< Where the version comes from, for error texts: "the server reports version 5.1.9".

  [[nodiscard]] bool knows_keys() const noexcept { return major > 5 || (major == 5 && minor >= 2); }
  [[nodiscard]] bool knows_versions() const noexcept { return major > 6 || (major == 6 && minor >= 2); }
};

/// The oldest node of an `info` result. A build without a number (`0.0.0`) counts as the oldest of all: it
/// may be older than keys, and a publication that is not repeated does less harm than one that is doubled.
/// @throws RequestException (unreadable)
ServerAge oldest_node(std::string_view info_result);

/// What ClientOptions::server_version says. @throws UsageError unless it is empty or a version
ServerAge asserted_age(std::string_view version);

}  // namespace cent::detail

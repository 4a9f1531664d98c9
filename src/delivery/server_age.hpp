#pragma once
#include <string>
#include <string_view>

#include "json/row.hpp"

namespace cent::detail {

/// The version of a cluster's oldest node. It says which features are supported: servers silently ignore
/// those that they do not know.
struct ServerAge {
  int major = 0;
  int minor = 0;
  /// Where the version comes from, for error texts: "the server reports version 5.1.9".
  std::string source{};
  std::string version{};  ///< As the server reports it; empty if asserted or unknown.

  [[nodiscard]] Since number() const noexcept { return {major, minor}; }
  [[nodiscard]] bool knows_keys() const noexcept { return !is_older(number(), {5, 2}); }
  [[nodiscard]] bool knows_versions() const noexcept { return !is_older(number(), {6, 2}); }
};

/// The oldest node of an `info` result. A build without a version number (`0.0.0`) counts as the oldest: it
/// may not support keys, and a missing repetition does less harm than a second publication.
/// @throws RequestException (unreadable)
ServerAge oldest_node(std::string_view info_result);

/// Parses ClientOptions::server_version. @throws UsageError unless it is empty or a version
ServerAge asserted_age(std::string_view version);

}  // namespace cent::detail

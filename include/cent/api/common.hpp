#pragma once
#include <cent/json.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Members have braces, so that compilers accept designated initializers that leave them out. The containers
// of results have none: braces make each program compile their destructors.

namespace cent {

/// A time as `expire_at` takes it: Unix seconds, rounded down. For example
/// `unix_time(std::chrono::system_clock::now() + std::chrono::minutes{10})`.
[[nodiscard]] constexpr std::int64_t unix_time(std::chrono::system_clock::time_point time) noexcept {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

/// String labels. Their order does not matter.
using Tags = std::map<std::string, std::string>;

/// Centrifugo's error object inside a result.
struct ErrorInfo {
  std::uint32_t code = 0;  ///< See cent::ErrorCode.
  std::string message{};   ///< For people. The wording differs between versions.
};

/// A position in a channel's history. Since v3.0.
struct StreamPosition {
  std::uint64_t offset = 0;  ///< Number of the publication.
  std::string epoch{};       ///< Changes when the history was lost. Empty: not checked.
};

/// One connection that is subscribed to a channel.
struct ClientInfo {
  std::string user{};    ///< User ID. Empty for an anonymous user.
  std::string client{};  ///< Client ID, unique per connection.
  Json conn_info{};      ///< Info of the connection token. Absent if it has none.
  Json chan_info{};      ///< Info of the subscription. Absent if it has none.
};

/// One message of a channel's history.
struct Publication {
  Json data{};                       ///< The payload. Absent if it was published empty.
  std::optional<ClientInfo> info{};  ///< The publisher. Set only for publications by clients.
  std::uint64_t offset = 0;          ///< Number in the history. Since v3.0; 0 before.
  Tags tags{};                       ///< Labels set by the publisher. Since v3.2.0.
  std::string uid{};                 ///< v2 only, where it is mostly empty.
};

/// A condition on labels or tags. PRO, since v6.8.2.
struct FilterNode {
  std::string op{};                 ///< `and`, `or` or `not`. Empty for a leaf.
  std::string key{};                ///< Leaf: name of the label.
  std::string cmp{};                ///< Leaf: comparison, for example `eq` or `in`.
  std::string val{};                ///< Leaf: the value to compare with.
  std::vector<std::string> vals{};  ///< Leaf: the values to compare with.
  std::vector<FilterNode> nodes{};  ///< The parts of `and`, `or` and `not`.
};

}  // namespace cent

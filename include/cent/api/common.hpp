#pragma once
#include <cent/json.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cent {

/// String labels; order does not matter.
using Tags = std::map<std::string, std::string>;

/// Centrifugo's own error object where it stands inside a result.
struct ErrorInfo {
  std::uint32_t code = 0;  ///< See cent::ErrorCode.
  std::string message{};   ///< For people; the wording differs between versions.
};

/// A place in a channel's history. Since v3.0.
struct StreamPosition {
  std::uint64_t offset = 0;  ///< Number of the publication.
  std::string epoch{};       ///< Changes when the history was lost; empty never mismatches.
};

/// One connection that is subscribed to a channel.
struct ClientInfo {
  std::string user{};    ///< User ID; empty for an anonymous user.
  std::string client{};  ///< Client ID, one for each connection.
  Json conn_info{};      ///< What the connection token carried; absent if nothing.
  Json chan_info{};      ///< What the subscription carried; absent if nothing.
};

/// One message of a channel's history.
struct Publication {
  Json data{};                       ///< The payload. Absent if it was published empty.
  std::optional<ClientInfo> info{};  ///< Who published; set only for publications of clients.
  std::uint64_t offset = 0;          ///< Since v3.0; 0 before.
  Tags tags{};                       ///< Labels given by who published; empty if none were. Since v3.2.0.
  std::string uid{};                 ///< v2 only, and there mostly empty.
};

/// A condition on labels or tags. PRO, since v6.8.2.
struct FilterNode {
  std::string op{};                 ///< `and`, `or`, `not`; empty for a leaf.
  std::string key{};                ///< Of a leaf: the label's name.
  std::string cmp{};                ///< Of a leaf: how to compare, for example `eq`, `in`.
  std::string val{};                ///< Of a leaf: the value to compare with.
  std::vector<std::string> vals{};  ///< Of a leaf: the values to compare with.
  std::vector<FilterNode> nodes{};  ///< Of a branch.
};

}  // namespace cent

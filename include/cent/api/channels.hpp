#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

/// The subscribers of a channel.
struct PresenceResult {
  std::map<std::string, ClientInfo> presence{};  ///< By client ID. Entries of a crashed node stay up to 60 s.
};

/// Returns the subscribers of a channel. A subscriber whose info is binary makes the server answer HTTP 500
/// (seen on v3.2.3, v5.4.9 and v6.9.1).
struct PresenceRequest {
  using Result = PresenceResult;
  static constexpr std::string_view kMethod = "presence";

  std::string channel{};  ///< Required. Presence must be on for it, else error 108.
};

/// Numbers of subscribers.
struct PresenceStatsResult {
  std::uint32_t num_clients = 0;  ///< Connections.
  std::uint32_t num_users = 0;    ///< Distinct users; all anonymous ones count as one.
};

/// Returns how many connections and users are subscribed to a channel.
struct PresenceStatsRequest {
  using Result = PresenceStatsResult;
  static constexpr std::string_view kMethod = "presence_stats";

  std::string channel{};  ///< Required. Presence must be on for it, else error 108.
};

/// Kept publications and the top of the history.
struct HistoryResult {
  std::vector<Publication> publications{};  ///< Oldest first unless reversed; v2.0 to v2.4: newest first.
  std::uint64_t offset = 0;                 ///< Of the latest publication. Since v3.0.
  std::string epoch{};                      ///< Changes when the history was lost. Since v3.0; empty before.
};

/// Reads a channel's kept publications. Cut-off ones between `since` and the first returned are not reported:
/// a gap shows as an offset above since.offset + 1.
struct HistoryRequest {
  using Result = HistoryResult;
  static constexpr std::string_view kMethod = "history";

  std::string channel{};    ///< Required. History must be on for it, else error 108.
  std::int32_t limit = -1;  ///< At most so many; negative: all; 0: the position only. v2 gives all always.
  std::optional<StreamPosition> since{};  ///< Only what came after it (reversed: before). Since v3.0.
  bool reverse = false;                   ///< Newest first. Since v3.0.
};

/// Empty: the server reports success only.
struct HistoryRemoveResult {};

/// Deletes a channel's kept publications; offset and epoch stay.
struct HistoryRemoveRequest {
  using Result = HistoryRemoveResult;
  static constexpr std::string_view kMethod = "history_remove";

  std::string channel{};  ///< Required. History must be on for it, else error 108.
};

/// One active channel.
struct ChannelInfo {
  std::uint32_t num_clients = 0;  ///< Subscribed connections; 0 on v2, which lists names only.
};

/// Channels with at least one subscriber.
struct ChannelsResult {
  std::map<std::string, ChannelInfo> channels{};  ///< By name.
};

/// Lists active channels. Asks all nodes: costly with many channels.
struct ChannelsRequest {
  using Result = ChannelsResult;
  static constexpr std::string_view kMethod = "channels";

  /// Glob; empty: all channels. Since v3.0. `*` and `?`; one range or one list in brackets, `[a-z]`, `[abc]`,
  /// `[!a]`; alternatives, `{a,b}`. Several ranges in one pair of brackets (`[a-zA-Z]`) and other forms are
  /// error 100, a mistake of the caller although cent treats it as an unknown outcome. `a*a` also matches
  /// `a`, and `{*,b}a` does not (seen on v6.9.1).
  std::string pattern{};
};

}  // namespace cent

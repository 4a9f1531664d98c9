#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

/// Who is subscribed.
struct PresenceResult {
  std::map<std::string, ClientInfo> presence{};  ///< By client ID. A crashed node's may stay for a minute.
};

/// Asks who is subscribed to a channel.
struct PresenceRequest {
  using Result = PresenceResult;
  static constexpr std::string_view kMethod = "presence";

  std::string channel{};  ///< Required. Presence must be on for it, else error 108.
};

/// How many are subscribed.
struct PresenceStatsResult {
  std::uint32_t num_clients = 0;  ///< Connections.
  std::uint32_t num_users = 0;    ///< Distinct users.
};

/// Asks how many are subscribed to a channel.
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

/// Nothing but success.
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

  std::string pattern{};  ///< Glob (`*`, `?`, `[a-z]`, `{a,b}`); empty: all. Since v3.0.
};

}  // namespace cent

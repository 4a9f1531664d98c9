#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

/// The subscribers of a channel.
struct PresenceResult {
  std::map<std::string, ClientInfo> presence;  ///< By client ID. Entries of a crashed node stay up to 60 s.
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
  std::uint32_t num_users = 0;    ///< Distinct users. All anonymous users count as one.
};

/// Returns how many connections and users are subscribed to a channel.
struct PresenceStatsRequest {
  using Result = PresenceStatsResult;
  static constexpr std::string_view kMethod = "presence_stats";

  std::string channel{};  ///< Required. Presence must be on for it, else error 108.
};

/// Kept publications and the position of the latest one.
struct HistoryResult {
  std::vector<Publication> publications;  ///< Oldest first unless reversed; v2.0 to v2.4: newest first.
  std::uint64_t offset = 0;               ///< Offset of the latest publication. Since v3.0.
  std::string epoch{};                    ///< Changes when the history was lost. Since v3.0; empty before.
};

/// Reads a channel's kept publications. If publications after `since` were already removed, this is not
/// reported: a gap shows as a first offset above since.offset + 1. A `since` beyond the latest publication is
/// not reported either, see `since`.
struct HistoryRequest {
  using Result = HistoryResult;
  static constexpr std::string_view kMethod = "history";

  std::string channel{};    ///< Required. History must be on for it, else error 108.
  std::int32_t limit = -1;  ///< Maximum number. Negative: all. 0: only the position. v2 always returns all.
  /// Only publications after this position (reversed: before). Since v3.0. If the epoch is not the history's:
  /// error 112. Beyond the latest publication: success and an empty list (v6.9.1, all engines), although the
  /// history may have been lost and restarted. To detect that, set the epoch, since an empty one is not
  /// checked, and compare: HistoryResult::offset below since.offset means that publications were lost.
  std::optional<StreamPosition> since{};
  bool reverse = false;  ///< Newest first. Since v3.0.
};

/// Empty, since the server reports only success.
struct HistoryRemoveResult {};

/// Deletes a channel's kept publications. Offset and epoch stay.
struct HistoryRemoveRequest {
  using Result = HistoryRemoveResult;
  static constexpr std::string_view kMethod = "history_remove";

  std::string channel{};  ///< Required. History must be on for it, else error 108.
};

/// One active channel.
struct ChannelInfo {
  std::uint32_t num_clients = 0;  ///< Subscribed connections. 0 on v2, which lists only names.
};

/// Channels with at least one subscriber.
struct ChannelsResult {
  std::map<std::string, ChannelInfo> channels;  ///< By channel name.
};

/// Lists active channels. The server asks all nodes, which is costly with many channels (50,000 are a reply
/// of 1.55 MB). There is no paging. If a node of the cluster is dead or frozen, the server waits for it and
/// closes the connection after 10 s without an answer. This lasts for 7 to 10 s after the node died (v6.9.1);
/// info, publish and history are not affected.
struct ChannelsRequest {
  using Result = ChannelsResult;
  static constexpr std::string_view kMethod = "channels";

  /// Glob. Empty: all channels. Since v3.0. Supports `*` and `?`, one range or one list in brackets (`[a-z]`,
  /// `[abc]`, `[!a]`) and alternatives (`{a,b}`). Several ranges in one pair of brackets (`[a-zA-Z]`) and
  /// other forms are error 100: a mistake of the caller, although cent treats it as an unknown outcome. `a*a`
  /// also matches `a`, and `{*,b}a` does not (seen on v6.9.1).
  std::string pattern{};
};

}  // namespace cent

#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

// Everything here is since v6.8.0. The channel's namespace must be of a map (or shared poll) type, else error
// 107.

/// Result of a map change.
struct MapPublishResult {
  std::uint64_t offset = 0;  ///< Of the change; 0 in ephemeral mode.
  std::string epoch{};       ///< Of the map.
  bool suppressed = false;   ///< The map was not changed.
  /// Why it was suppressed: `idempotency`, `version`, `key_exists`, `key_not_found`, `position_mismatch`.
  std::string suppress_reason{};
};

/// Sets a key of a map channel. Its namespace must be of a map type, else error 107. Since v6.8.0.
///
/// A server remembers an idempotency key only of a change that it made: one that was suppressed leaves its
/// key free, and map_clear forgets the channel's keys (seen on v6.9.1).
struct MapPublishRequest {
  using Result = MapPublishResult;
  static constexpr std::string_view kMethod = "map_publish";

  std::string channel{};          ///< Required.
  std::string key{};              ///< Required.
  Json data{};                    ///< The key's value; may be absent.
  std::string b64data{};          ///< The same as base64.
  Json stream_data{};             ///< Accepted, but not used by open-source servers to v6.9.1.
  std::string b64stream_data{};   ///< As stream_data.
  std::int64_t score = 0;         ///< As stream_data.
  Tags tags{};                    ///< Kept with the entry, shown to subscribers.
  std::string idempotency_key{};  ///< As in PublishRequest; see above.
  bool delta = false;             ///< Send differences to subscribers that asked for them.
  /// 0: not checked. Error 100 in ephemeral mode. Does not make a repetition safe, see PublishRequest.
  std::uint64_t version = 0;
  std::string version_epoch{};  ///< A change with a different epoch is always accepted.
  std::string key_mode{};       ///< Empty: always; `if_new`; `if_exists`.
};

/// Result of a map change.
struct MapRemoveResult {
  std::uint64_t offset = 0;       ///< Of the change.
  std::string epoch{};            ///< Of the map.
  bool suppressed = false;        ///< The map was not changed.
  std::string suppress_reason{};  ///< `key_not_found`, `idempotency`.
};

/// Removes a key of a map channel.
struct MapRemoveRequest {
  using Result = MapRemoveResult;
  static constexpr std::string_view kMethod = "map_remove";

  std::string channel{};          ///< Required.
  std::string key{};              ///< Required.
  std::string idempotency_key{};  ///< As in MapPublishRequest.
};

/// One key, or one change of it.
struct MapEntry {
  std::string key{};         ///< Unique in its channel.
  Json data{};               ///< Absent if published without.
  Tags tags{};               ///< As published.
  std::uint64_t offset = 0;  ///< Of its last change.
  std::int64_t score = 0;    ///< Not sent by servers to v6.9.1.
  bool removed = false;      ///< In a stream: the key was removed.
  std::int64_t time = 0;     ///< Unix milliseconds.
};

/// A page of a map.
struct MapReadStateResult {
  std::vector<MapEntry> entries{};  ///< One page of them.
  std::uint64_t offset = 0;         ///< Of the map's last change.
  std::string epoch{};              ///< Of the channel's stream.
  std::string cursor{};             ///< For the next page; empty at the end.
};

/// Reads a map's keys.
struct MapReadStateRequest {
  using Result = MapReadStateResult;
  static constexpr std::string_view kMethod = "map_read_state";

  std::string channel{};              ///< Required.
  std::string cursor{};               ///< From the page before; empty: from the start.
  std::int32_t limit = -1;            ///< At most so many; negative: all; 0: the position only.
  std::string key{};                  ///< Only this key.
  bool asc = false;                   ///< Ascending order.
  std::uint64_t revision_offset = 0;  ///< Counts with an epoch or above 0.
  std::string revision_epoch{};       ///< An epoch other than the map's: error 112.
};

/// Changes of a map.
struct MapReadStreamResult {
  std::vector<MapEntry> entries{};  ///< Oldest first unless reversed.
  std::uint64_t offset = 0;         ///< Of the map's last change.
  std::string epoch{};              ///< Of the channel's stream.
};

/// Reads a map's changes.
struct MapReadStreamRequest {
  using Result = MapReadStreamResult;
  static constexpr std::string_view kMethod = "map_read_stream";

  std::string channel{};           ///< Required.
  std::uint64_t since_offset = 0;  ///< Only changes after this one.
  std::string since_epoch{};       ///< An epoch other than the map's: error 112.
  std::int32_t limit = -1;         ///< At most so many; negative: all; 0: the position only.
  bool reverse = false;            ///< Newest first.
};

/// Size of a map.
struct MapStatsResult {
  std::int32_t num_keys = 0;  ///< Entries in the channel.
};

/// Returns the number of keys of a map.
struct MapStatsRequest {
  using Result = MapStatsResult;
  static constexpr std::string_view kMethod = "map_stats";

  std::string channel{};  ///< Required.
};

/// Empty: the server reports success only.
struct MapClearResult {};

/// Removes all keys of a map and begins a new epoch.
struct MapClearRequest {
  using Result = MapClearResult;
  static constexpr std::string_view kMethod = "map_clear";

  std::string channel{};  ///< Required.
};

/// Empty: the server reports success only.
struct SharedPollPublishResult {};

/// Publishes a key's new value to a shared poll channel. Its namespace must be of that type, else error 107,
/// and allow publishing, else error 108. Since v6.8.0.
struct SharedPollPublishRequest {
  using Result = SharedPollPublishResult;
  static constexpr std::string_view kMethod = "shared_poll_publish";

  std::string channel{};      ///< Required.
  std::string key{};          ///< Required.
  Json data{};                ///< The key's value.
  std::string b64data{};      ///< The same as base64.
  std::uint64_t version = 0;  ///< Required, at least 1. One that is not newer is ignored.
  std::string epoch{};        ///< Epoch of the version. A different one is always accepted.
};

}  // namespace cent

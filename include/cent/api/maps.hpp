#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

// All of this needs v6.8.0. The channel's namespace must be of a map (or shared poll) type, else error 107.

/// Result of a map change.
struct MapPublishResult {
  std::uint64_t offset = 0;  ///< Offset of the change. 0 in ephemeral mode.
  std::string epoch{};       ///< Epoch of the map.
  bool suppressed = false;   ///< The map was not changed.
  /// Why it was suppressed: `idempotency`, `version`, `key_exists`, `key_not_found`, `position_mismatch`.
  std::string suppress_reason{};
};

/// Sets a key of a map channel. The channel's namespace must be of a map type, else error 107. Since v6.8.0.
///
/// A server remembers an idempotency key only if it made the change. It does not remember the key of a
/// suppressed change, and map_clear forgets the channel's keys (seen on v6.9.1).
struct MapPublishRequest {
  using Result = MapPublishResult;
  static constexpr std::string_view kMethod = "map_publish";

  std::string channel{};          ///< Required.
  std::string key{};              ///< Required.
  Json data{};                    ///< The key's value. May be absent.
  std::string b64data{};          ///< The value as base64.
  Json stream_data{};             ///< Ignored by open-source servers up to v6.9.1.
  std::string b64stream_data{};   ///< Ignored like stream_data.
  std::int64_t score = 0;         ///< Ignored like stream_data.
  Tags tags{};                    ///< Kept with the entry and sent to subscribers.
  std::string idempotency_key{};  ///< As in PublishRequest, but see above.
  bool delta = false;             ///< Send differences to subscribers that asked for them.
  /// 0: not checked. Error 100 in ephemeral mode. Does not make a repetition safe, see PublishRequest.
  std::uint64_t version = 0;
  std::string version_epoch{};  ///< A change with a different epoch is always accepted.
  std::string key_mode{};       ///< `if_new` or `if_exists`. Empty: always.
};

/// Result of a map change.
struct MapRemoveResult {
  std::uint64_t offset = 0;       ///< Offset of the change.
  std::string epoch{};            ///< Epoch of the map.
  bool suppressed = false;        ///< The map was not changed.
  std::string suppress_reason{};  ///< `key_not_found` or `idempotency`.
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
  Json data{};               ///< The value. Absent if it was set without one.
  Tags tags{};               ///< Tags of its last change.
  std::uint64_t offset = 0;  ///< Offset of its last change.
  std::int64_t score = 0;    ///< Not sent by servers up to v6.9.1.
  bool removed = false;      ///< In a stream: the key was removed.
  std::int64_t time = 0;     ///< Time of the change in Unix milliseconds.
};

/// A page of a map.
struct MapReadStateResult {
  std::vector<MapEntry> entries;  ///< The keys of this page.
  std::uint64_t offset = 0;       ///< Offset of the map's last change.
  std::string epoch{};            ///< Epoch of the channel's stream.
  std::string cursor{};           ///< For the next page. Empty on the last one.
};

/// Reads a map's keys.
struct MapReadStateRequest {
  using Result = MapReadStateResult;
  static constexpr std::string_view kMethod = "map_read_state";

  std::string channel{};              ///< Required.
  std::string cursor{};               ///< cursor of the page before. Empty: the first page.
  std::int32_t limit = -1;            ///< Maximum number. Negative: all. 0: only the position.
  std::string key{};                  ///< Only this key.
  bool asc = false;                   ///< Ascending order.
  std::uint64_t revision_offset = 0;  ///< Used if above 0 or with revision_epoch.
  std::string revision_epoch{};       ///< If it is not the map's epoch: error 112.
};

/// Changes of a map.
struct MapReadStreamResult {
  std::vector<MapEntry> entries;  ///< Oldest first unless reversed.
  std::uint64_t offset = 0;       ///< Offset of the map's last change.
  std::string epoch{};            ///< Epoch of the channel's stream.
};

/// Reads a map's changes.
struct MapReadStreamRequest {
  using Result = MapReadStreamResult;
  static constexpr std::string_view kMethod = "map_read_stream";

  std::string channel{};           ///< Required.
  std::uint64_t since_offset = 0;  ///< Only changes after this one.
  std::string since_epoch{};       ///< If it is not the map's epoch: error 112.
  std::int32_t limit = -1;         ///< Maximum number. Negative: all. 0: only the position.
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

/// Empty, since the server reports only success.
struct MapClearResult {};

/// Removes all keys of a map and begins a new epoch.
struct MapClearRequest {
  using Result = MapClearResult;
  static constexpr std::string_view kMethod = "map_clear";

  std::string channel{};  ///< Required.
};

/// Empty, since the server reports only success.
struct SharedPollPublishResult {};

/// Publishes a key's new value to a shared poll channel. The channel's namespace must be of that type, else
/// error 107, and allow publishing, else error 108. Since v6.8.0.
struct SharedPollPublishRequest {
  using Result = SharedPollPublishResult;
  static constexpr std::string_view kMethod = "shared_poll_publish";

  std::string channel{};      ///< Required.
  std::string key{};          ///< Required.
  Json data{};                ///< The key's value.
  std::string b64data{};      ///< The value as base64.
  std::uint64_t version = 0;  ///< Required, at least 1. A value with an older or equal version is ignored.
  std::string epoch{};        ///< Epoch of the version. A value with a different epoch is always accepted.
};

}  // namespace cent

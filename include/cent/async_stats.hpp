#pragma once
#include <chrono>
#include <cstdint>

namespace cent {

/// Counters of an AsyncClient since it was made. At every instant, also inside callbacks, `accepted` is the
/// sum of applied, refused, not_sent, unknown and pending.
struct AsyncStats {
  std::uint64_t accepted = 0;  ///< Commands accepted. A submission that threw is not counted.
  std::uint64_t applied = 0;   ///< Ended with a result.
  std::uint64_t refused = 0;   ///< Rejected by the server.
  std::uint64_t not_sent = 0;  ///< Ended without reaching the server.
  std::uint64_t unknown = 0;   ///< Ended; may or may not have been executed.
  std::uint64_t pending = 0;   ///< Without an outcome yet.

  /// Channels that failed in broadcasts that ended with a result. Such a broadcast counts as applied, even if
  /// all its channels failed. See BroadcastResult::failed().
  std::uint64_t failed_channels = 0;

  std::uint64_t turned_away = 0;  ///< Submissions that threw: queue full, client closed, command too large.
  std::uint64_t callback_errors = 0;  ///< Callbacks that threw.
  std::uint64_t observer_errors = 0;  ///< Events at which AsyncClientOptions::observer threw.
  std::uint64_t batches = 0;   ///< Groups of commands that were sent; a repetition is not counted again.
  std::uint64_t requests = 0;  ///< HTTP requests: first attempts, repetitions, queries of the server version.
  std::uint64_t bytes_sent = 0;         ///< Bytes of the bodies of these requests.
  std::uint64_t wake_ups = 0;           ///< How often the client's thread woke up.
  std::uint64_t queued = 0;             ///< Commands that wait to be sent.
  std::uint64_t queue_bytes = 0;        ///< Memory used by all commands without an outcome.
  std::chrono::milliseconds oldest{0};  ///< How long the oldest queued command has waited.
};

}  // namespace cent

#pragma once
#include <chrono>
#include <cstdint>

namespace cent {

/// What an AsyncClient has done so far. `accepted` is the sum of applied, refused, not_sent, unknown and
/// pending, at every instant, inside callbacks too.
struct AsyncStats {
  std::uint64_t accepted = 0;  ///< Commands taken; those that a submission threw for are not among them.
  std::uint64_t applied = 0;   ///< Ended with a result.
  std::uint64_t refused = 0;   ///< Ended with a definite no of the server.
  std::uint64_t not_sent = 0;  ///< Ended without having reached the server.
  std::uint64_t unknown = 0;   ///< Ended, and nobody can tell whether it was executed.
  std::uint64_t pending = 0;   ///< Without an outcome yet.

  /// Channels that broadcasts which ended with a result did not reach: such a broadcast counts as applied,
  /// even if all its channels failed. See BroadcastResult::failed().
  std::uint64_t failed_channels = 0;

  std::uint64_t turned_away = 0;      ///< Submissions that threw: queue full or closed, command too large.
  std::uint64_t callback_errors = 0;  ///< Callbacks that threw.
  std::uint64_t batches = 0;          ///< Groups of commands that were sent, each once.
  std::uint64_t requests = 0;     ///< HTTP requests: first attempts, repetitions, questions for the version.
  std::uint64_t bytes_sent = 0;   ///< Of the bodies of these.
  std::uint64_t wake_ups = 0;     ///< How often the client's thread came out of its sleep.
  std::uint64_t queued = 0;       ///< Commands that wait to be sent.
  std::uint64_t queue_bytes = 0;  ///< Memory held by all commands without an outcome.
  std::chrono::milliseconds oldest{0};  ///< How long the oldest of the queued commands has waited.
};

}  // namespace cent

#pragma once
#include <cent/api/common.hpp>
#include <cent/export.hpp>
#include <cstddef>
#include <string_view>

namespace cent {

/// Position of a publication in the channel's history.
struct PublishResult {
  std::uint64_t offset = 0;  ///< Number of the publication. 0 without history, and on v2.
  std::string epoch{};       ///< Epoch of the history. Empty without history, and on v2.
};

/// Sends data to all subscribers of a channel.
///
/// Success does not mean that subscribers received it. A publication above 1 MiB (the server's default queue
/// limit) closes the connection of every subscriber, and a binary one that of every JSON subscriber. They do
/// not reconnect (seen on v5.4.9 and v6.9.1).
struct PublishRequest {
  using Result = PublishResult;
  static constexpr std::string_view kMethod = "publish";

  /// Required. The server API accepts any name. Clients can subscribe by themselves only to ASCII names of at
  /// most 255 bytes (seen on v3.2.3, v5.4.9 and v6.9.1).
  std::string channel{};
  Json data{};  ///< The payload, any JSON value. Required unless b64data is set.
  /// Binary payload as padded base64. Used instead of data. Only for channels whose subscribers all use
  /// Protobuf. Since v3.0, but v3.0.0 to v4.0.1 publish nothing.
  std::string b64data{};
  bool skip_history = false;  ///< Do not keep it in the history. Since v3.0.
  Tags tags{};                ///< Shown to subscribers and in the history. Since v3.2.0.
  /// A repetition with the same key within 300 s is not published. The server answers with the first result.
  /// Since v5.2.0. Older servers, and those with a plain NATS broker, silently ignore it. The memory and
  /// Redis engines join channel and key with `_` or `.`. So channel `orders` with key `17_paid` and channel
  /// `orders_17` with key `paid` are the same to them, and the second is never published. Keys made with
  /// idempotency_key() cannot collide.
  std::string idempotency_key{};
  bool delta = false;  ///< Send differences to subscribers that asked for them. Since v5.4.0.
  /// The publication is skipped if the channel has this version or a later one. Needs history. 0: not
  /// checked. Since v6.2.0. A version orders publications but does not make a repetition safe, so set an
  /// idempotency_key as well. A publication without a version makes the memory engine forget the version. One
  /// with another version_epoch makes every engine forget it. Redis with lists never reads it. Redis compares
  /// versions as floating point numbers: above 2^53 a newer one may be skipped, and the answer is success.
  /// Seen on v6.9.1.
  std::uint64_t version = 0;
  /// Epoch of the version: a publication with a different epoch is always accepted. Since v6.2.0.
  std::string version_epoch{};
};

/// One channel's outcome in a broadcast. One of the two is set.
struct PublishResponse {
  std::optional<ErrorInfo> error{};       ///< Why the publication failed in this channel.
  std::optional<PublishResult> result{};  ///< Position in this channel's history.

  /// True if it was published to this channel.
  explicit operator bool() const noexcept { return result.has_value() && !error.has_value(); }
};

/// A channel that a broadcast did not reach.
struct BroadcastFailure {
  std::size_t position = 0;  ///< Index of the channel in BroadcastRequest::channels, from 0.
  ErrorInfo error{};         ///< Why it failed. With code 100 it may have been published.
};

/// One outcome for each channel. A broadcast succeeds even if every channel failed: check all_ok().
struct BroadcastResult {
  /// In the order of the channels. Empty on v2, which reports no outcomes.
  std::vector<PublishResponse> responses;

  /// True if no channel failed. Always true on v2, which reports no outcomes.
  [[nodiscard]] bool all_ok() const noexcept {
    for (const PublishResponse& response : responses) {
      if (!response) return false;
    }
    return true;
  }
  /// The channels that failed, in the order of the request.
  [[nodiscard]] CENT_EXPORT std::vector<BroadcastFailure> failed() const;
};

/// Sends the same data to several channels. The fields are those of PublishRequest.
///
/// A request carries at most 500 channels and 128 KiB (AsyncClient: max_batch_commands, max_batch_bytes). A
/// larger broadcast is sent in several requests, one after the other, under one deadline. If it fails in
/// between, its outcome is Delivery::unknown, and the error says how many channels were answered. With an
/// idempotency key the whole call can be repeated. In a Batch a broadcast is never split.
struct BroadcastRequest {
  using Result = BroadcastResult;
  static constexpr std::string_view kMethod = "broadcast";

  /// Required, none empty. A channel listed twice gets two publications.
  std::vector<std::string> channels{};
  Json data{};                ///< The payload, any JSON value. Required unless b64data is set.
  std::string b64data{};      ///< The payload as base64. Used instead of data. Since v3.0.
  bool skip_history = false;  ///< Do not keep it in the history. Since v3.0.
  Tags tags{};                ///< Shown to subscribers and in the history. Since v3.2.0.
  /// Used for each channel, so a repetition publishes only to the channels that failed. See PublishRequest
  /// and idempotency_key(id). Since v5.2.0.
  std::string idempotency_key{};
  bool delta = false;           ///< As in PublishRequest. Since v5.4.0.
  std::uint64_t version = 0;    ///< As in PublishRequest. 0: not checked. Since v6.2.0.
  std::string version_epoch{};  ///< As in PublishRequest. Since v6.2.0.
};

}  // namespace cent

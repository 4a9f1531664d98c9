#pragma once
#include <cent/api/common.hpp>
#include <cstddef>
#include <string_view>

namespace cent {

/// Position of a publication in the channel's history.
struct PublishResult {
  std::uint64_t offset = 0;  ///< Its number. 0 if the channel keeps no history, and on v2.
  std::string epoch{};       ///< Of the history. Empty if the channel keeps none, and on v2.
};

/// Sends data to all subscribers of a channel.
///
/// Success does not mean that subscribers got it. A publication above 1 MiB (the server's default queue
/// limit) closes the connection of every subscriber, and a binary one that of every JSON subscriber, for good
/// (seen on v5.4.9 and v6.9.1).
struct PublishRequest {
  using Result = PublishResult;
  static constexpr std::string_view kMethod = "publish";

  /// Required. The server API takes any name; clients can subscribe by themselves only to ASCII names of at
  /// most 255 bytes (seen on v3.2.3, v5.4.9 and v6.9.1).
  std::string channel{};
  Json data{};  ///< The payload, any JSON value. Required unless b64data is set.
  /// Binary payload as padded base64; wins over data. Only for channels whose subscribers all use Protobuf.
  /// Since v3.0, but v3.0.0 to v4.0.1 publish nothing.
  std::string b64data{};
  bool skip_history = false;  ///< Do not keep it in the history. Since v3.0.
  Tags tags{};                ///< Shown to subscribers and in the history. Since v3.2.0.
  /// A repetition with the same key within 300 s of the first is not published; the first result is answered.
  /// Since v5.2.0; before, and with a plain NATS broker, ignored in silence. The memory and Redis engines
  /// join channel and key with `_` or `.`, so channel `orders` with key `17_paid` and channel `orders_17`
  /// with key `paid` are the same to them, and the second is never published: make keys with
  /// idempotency_key(), which cannot collide.
  std::string idempotency_key{};
  bool delta = false;  ///< Send differences to subscribers that asked for them. Since v5.4.0.
  /// Skip it if the channel holds this version or a later one. Needs history. 0: not checked. Since v6.2.0.
  /// It orders publications and does not make a repetition safe, so set an idempotency_key as well: a
  /// publication without a version in between makes the memory engine forget the version, one of another
  /// version_epoch makes every engine forget it, and Redis with lists never reads it. Redis compares versions
  /// as floating point numbers: above 2^53 a newer one may be skipped, with success as the answer. Seen on
  /// v6.9.1.
  std::uint64_t version = 0;
  /// Epoch of the version: a publication with a different epoch is always accepted. Since v6.2.0.
  std::string version_epoch{};
};

/// One channel's outcome in a broadcast: either of the two is set.
struct PublishResponse {
  std::optional<ErrorInfo> error{};       ///< Why this channel got nothing.
  std::optional<PublishResult> result{};  ///< Where it landed in this channel.

  /// True if the channel got the publication.
  explicit operator bool() const noexcept { return result.has_value() && !error.has_value(); }
};

/// A channel that a broadcast did not reach.
struct BroadcastFailure {
  std::size_t position = 0;  ///< Of the channel in BroadcastRequest::channels, from 0.
  ErrorInfo error{};         ///< Why it got nothing. Code 100: it may have got it all the same.
};

/// One outcome for each channel. A broadcast succeeds even if every channel failed: look at all_ok().
struct BroadcastResult {
  /// In the order of the channels. Empty on v2, which reports no outcomes.
  std::vector<PublishResponse> responses{};

  /// True if no channel failed. Always true on v2, which reports no outcomes.
  [[nodiscard]] bool all_ok() const noexcept {
    for (const PublishResponse& response : responses) {
      if (!response) return false;
    }
    return true;
  }
  /// The channels that failed, in the order of the request; empty if none did.
  [[nodiscard]] std::vector<BroadcastFailure> failed() const {
    std::vector<BroadcastFailure> failures;
    for (std::size_t i = 0; i < responses.size(); ++i) {
      if (!responses[i]) failures.push_back({i, responses[i].error.value_or(ErrorInfo{})});
    }
    return failures;
  }
};

/// Sends the same data to several channels. Fields as in PublishRequest.
///
/// A request carries at most 500 channels and 128 KiB (AsyncClient: max_batch_commands, max_batch_bytes). A
/// larger broadcast goes in several requests, one after the other, under one deadline. If it fails in between
/// its outcome is Delivery::unknown, and the error says how many channels were answered: with an idempotency
/// key the whole call can be repeated. In a Batch a broadcast always goes whole.
struct BroadcastRequest {
  using Result = BroadcastResult;
  static constexpr std::string_view kMethod = "broadcast";

  std::vector<std::string> channels{};  ///< Required, none empty. The same one twice is two publications.
  Json data{};                          ///< The payload, any JSON value. Required unless b64data is set.
  std::string b64data{};      ///< The payload as base64, in place of data; empty: data is sent. Since v3.0.
  bool skip_history = false;  ///< Deliver to subscribers only; the history does not keep it. Since v3.0.
  Tags tags{};                ///< Labels that subscribers get, too; empty: none. Since v3.2.0.
  /// Used for each channel: a repetition completes what failed. See PublishRequest and
  /// idempotency_key(id). Since v5.2.0.
  std::string idempotency_key{};
  bool delta = false;           ///< As in PublishRequest. Since v5.4.0.
  std::uint64_t version = 0;    ///< As in PublishRequest. 0: not checked. Since v6.2.0.
  std::string version_epoch{};  ///< As in PublishRequest. Since v6.2.0.
};

}  // namespace cent

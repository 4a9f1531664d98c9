#pragma once
#include <cent/history_pages.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace cent::cli {

/// The part of a channel that was shown: finds what a stream of its publications left out, and reads that
/// from the history.
class FollowedChannel {
 public:
  struct Calls {
    /// Sends a request for the history.
    std::function<Reply<HistoryResult>(const HistoryRequest&)> history;
    std::function<void(const Publication&)> show;
    /// For people: what is missing, and why it is not known.
    std::function<void(const std::string&)> say;
  };
  FollowedChannel(std::string channel, std::optional<StreamPosition> since, Calls calls)
      : channel_(std::move(channel)), position_(std::move(since)), calls_(std::move(calls)) {}

  [[nodiscard]] const std::string& name() const noexcept { return channel_; }
  /// Behind what has been shown. Unset: not known.
  [[nodiscard]] const std::optional<StreamPosition>& position() const noexcept { return position_; }

  /// A stream has begun: shows what was published since the last one.
  void connected();
  /// A publication came by the stream.
  void take(const Publication& publication);

 private:
  void read_history();
  void begin_at_top();
  void explain(const CentException& error);

  std::string channel_;
  std::optional<StreamPosition> position_;
  Calls calls_;
  std::uint64_t last_live_ = 0;  ///< Offset in this stream; 0: none yet.
  /// The position is that of the history when the first stream had begun, so what the stream brings is new.
  bool is_at_first_top_ = false;
  bool has_history_ = true;
};

}  // namespace cent::cli

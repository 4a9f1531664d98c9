#pragma once
#include <cent/errors.hpp>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cent::detail {

/// Number of channels with an error in a broadcast's result. 0 if the result is malformed.
std::size_t failed_channels(std::string_view result) noexcept;

/// Limits for the part of a broadcast that one request carries.
struct BroadcastBounds {
  std::size_t channels = 500;
  std::size_t bytes = std::size_t{128} * 1024;  ///< Size of the whole parameters. One channel is always sent.
};

/// Broadcasts that need several requests: they are too large for one, or the server failed for some channels.
/// Keeps the open channels and the responses of the others. A request carries only open channels. The caller
/// gets one response per channel, in the caller's order.
class PartialBroadcasts {
 public:
  explicit PartialBroadcasts(const BroadcastBounds& bounds) : bounds_(bounds) {}

  /// True for the only method whose commands may be sent in parts.
  [[nodiscard]] static bool concerns(std::string_view method) noexcept { return method == "broadcast"; }

  /// Returns true if the parameters exceed the bounds. Then open_params() returns the first part.
  bool split(std::size_t place, std::string_view params);

  enum class Taken {
    ignored,   ///< The result as it is ends the broadcast.
    answered,  ///< Every channel that was sent has a response. See more() for the others.
    failed,    ///< A channel failed with an error that may pass (100). It stays open.
    odd,       ///< The number of responses is not that of the channels sent.
  };
  /// Takes the result of a request. Results must outlive this object.
  /// @param params As sent.
  /// @param may_repeat A failed channel may be sent again.
  Taken take(std::size_t place, std::string_view params, std::string_view result, bool may_repeat);

  [[nodiscard]] bool holds(std::size_t place) const { return !parts_.empty() && parts_.count(place) != 0; }
  /// True if channels are open.
  [[nodiscard]] bool more(std::size_t place) const { return !parts_.at(place).open.empty(); }
  /// True if every channel has a response or an error.
  [[nodiscard]] bool is_complete(std::size_t place) const { return parts_.at(place).unanswered == 0; }
  /// Channels with a response, as `400 of 1000`. Empty if there are none, or no such broadcast.
  [[nodiscard]] std::string progress(std::size_t place) const;
  /// Keeps the errors of failed channels as final. Returns true if other channels are open.
  bool give_up_failed(std::size_t place);
  /// The parameters with open channels only. For a split broadcast, as many as the bounds allow.
  [[nodiscard]] std::string open_params(std::size_t place);
  /// The errors of Taken::failed and Taken::odd.
  [[nodiscard]] static ErrorFacts failed_channels_error();
  [[nodiscard]] static ErrorFacts odd_error();
  /// The result as the server would have sent it for all channels.
  [[nodiscard]] std::string merged(std::size_t place) const;

 private:
  struct Part {
    std::string params{};                       ///< Parameters of the whole broadcast.
    std::size_t begin = 0;                      ///< Begin of the list of channels in `params`.
    std::size_t end = 0;                        ///< End of that list.
    std::vector<std::string_view> channels{};   ///< Views of `params`.
    std::vector<std::string_view> responses{};  ///< In the caller's order. Empty if there is none yet.
    std::vector<std::size_t> open{};            ///< Channels to send, in order.
    std::size_t sent = 0;                       ///< Number of open channels in the last request.
    std::size_t unanswered = 0;
    bool split = false;   ///< Its requests respect the bounds.
    bool silent = false;  ///< The server reports no outcomes of channels (v2).
  };
  /// Adds a broadcast, without channels if the parameters have no list of them.
  Part& begin(std::size_t place, std::string_view params);

  BroadcastBounds bounds_;
  std::map<std::size_t, Part> parts_;  // rare: most broadcasts need one request
};

}  // namespace cent::detail

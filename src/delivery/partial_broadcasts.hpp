#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cent::detail {

/// How many channels of a broadcast's result hold an error. 0 for a result that is not what servers send.
std::size_t failed_channels(std::string_view result) noexcept;

/// How much of one broadcast goes into one request.
struct BroadcastBounds {
  std::size_t channels = 500;
  std::size_t bytes = std::size_t{128} * 1024;  ///< Of the whole parameters; one channel always goes.
};

/// Broadcasts that are sent in several requests, because they are too large for one or because the server
/// failed for some channels only. Knows the open channels and the responses of the others. A request carries
/// open channels alone, and the caller gets one response a channel, in the caller's order.
class PartialBroadcasts {
 public:
  explicit PartialBroadcasts(const BroadcastBounds& bounds) : bounds_(bounds) {}

  /// True if these parameters exceed the bounds: open_params() returns what to send first.
  bool split(std::size_t place, std::string_view params);

  enum class Taken {
    ignored,   ///< The result ends the broadcast as it stands.
    answered,  ///< Every channel that was sent has its response; more() tells whether others are left.
    failed,    ///< A channel failed with an error that a repetition may cure (100). It stays open.
    odd,       ///< Not one response a channel that was sent.
  };
  /// Takes the result of a request. `params` are those that were sent; `may_repeat`: a channel that failed
  /// may be sent again. The texts of results must outlive this object.
  Taken take(std::size_t place, std::string_view params, std::string_view result, bool may_repeat);

  [[nodiscard]] bool holds(std::size_t place) const { return !parts_.empty() && parts_.count(place) != 0; }
  /// True if channels are open.
  [[nodiscard]] bool more(std::size_t place) const { return !parts_.at(place).open.empty(); }
  /// True if every channel has a response, be it an error.
  [[nodiscard]] bool is_complete(std::size_t place) const { return parts_.at(place).unanswered == 0; }
  /// `400 of 1000`: channels with a response. Empty if none has one, or there is no such broadcast.
  [[nodiscard]] std::string progress(std::size_t place) const;
  /// Gives up on channels that failed, so that they keep their errors. True if others are open.
  bool give_up_failed(std::size_t place);
  /// The parameters with open channels only: of a split broadcast as many as the bounds allow, else all.
  [[nodiscard]] std::string open_params(std::size_t place);
  /// The result as the server would have sent it for all channels.
  [[nodiscard]] std::string merged(std::size_t place) const;

 private:
  struct Part {
    std::string params{};                       ///< Of the whole broadcast.
    std::size_t begin = 0;                      ///< Where the list of channels begins in `params`.
    std::size_t end = 0;                        ///< Where it ends.
    std::vector<std::string_view> channels{};   ///< In `params`.
    std::vector<std::string_view> responses{};  ///< In the caller's order. Empty: none yet.
    std::vector<std::size_t> open{};            ///< Channels to send, in order.
    std::size_t sent = 0;                       ///< How many of them the last request carries.
    std::size_t unanswered = 0;
    bool split = false;   ///< The bounds hold for its requests.
    bool silent = false;  ///< The server reports no outcomes (v2).
  };
  /// Null if the parameters hold no list of channels.
  Part& begin(std::size_t place, std::string_view params);

  BroadcastBounds bounds_;
  std::map<std::size_t, Part> parts_;  // rare: most broadcasts never come here
};

}  // namespace cent::detail

#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cent::detail {

/// How many channels of a broadcast's result hold an error. 0 for a result that is not what servers send.
std::size_t failed_channels(std::string_view result) noexcept;

/// Broadcasts that went through for some channels only: which are open, and what the others answered, so that
/// a repetition goes to the open ones alone and the caller still gets one answer a channel, in his order.
class PartialBroadcasts {
 public:
  /// Takes a broadcast's result; `params` are those that were sent. True if a channel failed with an error
  /// that a repetition may cure (100). The texts of results must outlive this object.
  bool take(std::size_t place, std::string_view params, std::string_view result);

  [[nodiscard]] bool holds(std::size_t place) const { return !parts_.empty() && parts_.count(place) != 0; }
  /// `params`, those that were sent last, with the open channels only: what is sent next.
  [[nodiscard]] std::string open_params(std::size_t place, std::string_view params);
  /// The result as the server would have sent it for all channels.
  [[nodiscard]] std::string merged(std::size_t place) const;

 private:
  struct Open {
    std::size_t at;       ///< In the caller's list.
    std::size_t sent_at;  ///< In the list that was sent last.
  };
  struct Part {
    std::vector<std::string_view> responses{};  ///< In the caller's order.
    std::vector<Open> open{};                   ///< Which of them may still change.
  };
  std::map<std::size_t, Part> parts_;  // rare: most broadcasts never come here
};

}  // namespace cent::detail

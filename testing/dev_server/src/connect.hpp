#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "settings.hpp"
#include "store.hpp"

namespace cent::testing::dev {

/// The connect request of a subscriber.
struct ConnectRequest {
  std::string token;
  /// The requested channels, each with the position to recover from.
  std::map<std::string, std::optional<Position>> channels;
};

/// Parses a connect request. Empty if it is invalid.
std::optional<ConnectRequest> read_connect_request(std::string_view text, int generation);

/// Subscribes a client to the channels of its token and of its request. v3 requires a token.
///
/// Delivers the first frame through `sink`. If the client is rejected, delivers a frame with the reason, ends
/// the stream and returns null.
ClientPtr connect_subscriber(const Settings& settings, Store& store, const std::string& node,
                             const ConnectRequest& request, bool newer_frames, std::shared_ptr<Sink> sink);

}  // namespace cent::testing::dev

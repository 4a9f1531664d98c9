#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dev_server/settings.hpp"
#include "dev_server/store.hpp"

namespace cent::testing::dev {

/// What a subscriber says when it connects.
struct ConnectRequest {
  std::string token;
  /// Its own channels, each with the position after which it wants to recover.
  std::map<std::string, std::optional<Position>> channels;
};

/// Reads the JSON text with which a subscriber connects; nothing if it is not that.
std::optional<ConnectRequest> read_connect_request(std::string_view text, int generation);

/// Joins a subscriber to the channels of its token and of its request. v3 asks for a token.
///
/// Delivers the first frame through `sink`. Null, after a frame that says why and the end, if it is refused.
ClientPtr connect_subscriber(const Settings& settings, Store& store, const std::string& node,
                             const ConnectRequest& request, bool newer_frames, std::shared_ptr<Sink> sink);

}  // namespace cent::testing::dev

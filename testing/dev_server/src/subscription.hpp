#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "commands.hpp"
#include "frames.hpp"
#include "hub.hpp"

namespace cent::testing::dev {

/// A subscription as kept by the hub, and the data sent to its subscriber.
struct NewSubscription {
  Subscription subscription;
  SubscribeFrame frame;
};

/// The subscription requested by the parameters of `subscribe` or of a channel in a token. Empty if they are
/// invalid.
/// @param base64 True if base64 fields are used.
std::optional<NewSubscription> new_subscription(Context& context, const std::string& channel,
                                                const ChannelRules& rules, const Params& params, bool base64);

/// True if the time has passed. 0 and less means never.
bool is_past(const Context& context, std::int64_t unix_time);

}  // namespace cent::testing::dev

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dev_server/commands.hpp"
#include "dev_server/frames.hpp"
#include "dev_server/hub.hpp"

namespace cent::testing::dev {

/// A subscription as the hub keeps it, and what its subscriber is told.
struct NewSubscription {
  Subscription subscription;
  SubscribeFrame frame;
};

/// What the parameters of `subscribe`, or of a channel in a token, ask for; `base64` whether its
/// base64 fields are looked at. Nothing: they are broken.
std::optional<NewSubscription> new_subscription(Context& context, const std::string& channel,
                                                const ChannelRules& rules, const Params& params, bool base64);

/// 0 and less is no time: never past.
bool is_past(const Context& context, std::int64_t unix_time);

}  // namespace cent::testing::dev

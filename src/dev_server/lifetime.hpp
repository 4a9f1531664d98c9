#pragma once

#include <cstdint>

#include "dev_server/store.hpp"

namespace cent::testing::dev {

/// Begins what a connection does by the clock: pings, checks of its subscriptions, its expiry.
void begin_lifetime(Store& store, const ClientPtr& client);

/// When a connection expires, in Unix seconds. 0: never.
void set_expiry(Store& store, const ClientPtr& client, std::int64_t expire_at);

}  // namespace cent::testing::dev

#pragma once

#include <cstdint>

#include "store.hpp"

namespace cent::testing::dev {

/// Schedules a connection's timed tasks: pings, checks of its subscriptions, its expiry.
void begin_lifetime(Store& store, const ClientPtr& client);

/// The time at which a connection expires, in Unix seconds. 0: never.
void set_expiry(Store& store, const ClientPtr& client, std::int64_t expire_at);

}  // namespace cent::testing::dev

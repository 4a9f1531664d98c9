#include "lifetime.hpp"

#include <algorithm>
#include <chrono>
#include <memory>

namespace cent::testing::dev {

namespace {

// The default intervals and delays of real servers.
constexpr std::chrono::seconds kPing{25};
constexpr std::chrono::seconds kCheck{25};
constexpr std::int64_t kLateConnection = 25;
constexpr std::int64_t kLateSubscription = 25;
constexpr std::int64_t kLongestWait = std::int64_t{365} * 24 * 60 * 60;

const Disconnect kSubscriptionExpired{3006, "subscription expired", true};

/// A task for a client, run while it is connected.
template <class Task>
Agenda::Entry later(Store& store, const ClientPtr& client, std::chrono::seconds wait, Task task) {
  return store.agenda.at(store.now() + wait, [&store, task, weak = std::weak_ptr<Client>(client)] {
    if (const ClientPtr connected = weak.lock()) task(store, connected);
  });
}

void ping_later(Store& store, const ClientPtr& client) {
  client->next_ping = later(store, client, kPing, [](Store& in, const ClientPtr& connected) {
    connected->sink->ping();
    ping_later(in, connected);
  });
}

void check(Store& store, const ClientPtr& client) {
  store.hub.renew_presence(client);
  for (const auto& [channel, subscription] : client->subscriptions) {
    const std::int64_t end = subscription.expire_at;
    // Checked only at these intervals, so late. Expiry ends the whole connection.
    if (end > 0 && store.unix_now() > end + kLateSubscription) {
      store.hub.disconnect(client, kSubscriptionExpired);
    }
  }
}

void check_later(Store& store, const ClientPtr& client) {
  client->next_check = later(store, client, kCheck, [](Store& in, const ClientPtr& connected) {
    check(in, connected);
    check_later(in, connected);
  });
}

}  // namespace

void begin_lifetime(Store& store, const ClientPtr& client) {
  ping_later(store, client);
  check_later(store, client);
}

void set_expiry(Store& store, const ClientPtr& client, std::int64_t expire_at) {
  store.agenda.cancel(client->expiry);
  client->expire_at = expire_at;
  if (expire_at == 0) return;
  const std::int64_t left = std::min(expire_at - store.unix_now(), kLongestWait);
  client->expiry = later(store, client, std::chrono::seconds(left + kLateConnection),
                         [](Store& in, const ClientPtr& gone) { in.hub.disconnect(gone, kExpired); });
}

}  // namespace cent::testing::dev

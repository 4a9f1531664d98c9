#include "hub.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace cent::testing::dev {

namespace {

const Disconnect kInappropriate{3506, "inappropriate protocol", false};
const Disconnect kInsufficient{3010, "insufficient state", true};

/// Frames of one event for clients of several wire forms, each written once.
template <class Write>
class Written {
 public:
  explicit Written(Write write) : write_(std::move(write)) {}

  const Frame& in(const Frames& frames) {
    const auto found = all_.find(frames.spelling());
    return found != all_.end() ? found->second
                               : all_.emplace(frames.spelling(), write_(frames)).first->second;
  }

 private:
  Write write_;
  std::map<Frames::Spelling, Frame> all_;
};

}  // namespace

ClientInfo info_of(const Client& client, const Subscription& subscription) {
  return {client.user, client.id, client.info, subscription.info};
}

void Hub::add(const ClientPtr& client) { clients_[client->id] = client; }

void Hub::remove(const ClientPtr& client) {
  while (!client->subscriptions.empty()) {
    // A copy, since the name must outlive its entry.
    const std::string channel = client->subscriptions.begin()->first;
    unsubscribe(client, channel);
  }
  clients_.erase(client->id);
  for (const Agenda::Entry& one : {client->expiry, client->next_ping, client->next_check}) {
    agenda_.cancel(one);
  }
  endings_.erase(std::remove_if(endings_.begin(), endings_.end(),
                                [&](const Ending& one) { return one.client == client; }),
                 endings_.end());
}

void Hub::remove_node(const std::string& node) {
  std::vector<ClientPtr> gone;
  for (const auto& [id, client] : clients_) {
    if (client->node == node) gone.push_back(client);
  }
  for (const ClientPtr& client : gone) remove(client);
  feed.close_node(node);
}

void Hub::subscribe(const ClientPtr& client, const std::string& channel, Subscription subscription) {
  if (subscription.presence) presence_.add(channel, info_of(*client, subscription));
  const bool is_new = client->subscriptions.insert_or_assign(channel, std::move(subscription)).second;
  if (is_new) subscribers_[channel].push_back(client);
}

void Hub::announce(const ClientPtr& client, const std::string& channel) {
  const auto found = client->subscriptions.find(channel);
  if (found == client->subscriptions.end() || !found->second.emits_join_leave) return;
  show(channel, true, info_of(*client, found->second));
}

void Hub::unsubscribe(const ClientPtr& client, const std::string& channel) {
  const auto found = client->subscriptions.find(channel);
  if (found == client->subscriptions.end()) return;
  const Subscription was = found->second;
  if (was.presence) presence_.remove(channel, client->id);
  drop(client, channel);
  if (was.emits_join_leave) show(channel, false, info_of(*client, was));
}

void Hub::drop(const ClientPtr& client, const std::string& channel) {
  if (client->subscriptions.erase(channel) == 0) return;
  auto& all = subscribers_[channel];
  all.erase(std::remove(all.begin(), all.end(), client), all.end());
  if (all.empty()) subscribers_.erase(channel);
}

void Hub::renew_presence(const ClientPtr& client) {
  for (const auto& [channel, subscription] : client->subscriptions) {
    if (subscription.presence) presence_.add(channel, info_of(*client, subscription));
  }
}

std::vector<ClientPtr> Hub::select(const Audience& audience) const {
  std::vector<ClientPtr> found;
  for (const auto& [id, client] : clients_) {
    if (client->user != audience.user) continue;
    if (!audience.client.empty() && client->id != audience.client) continue;
    if (!audience.session.empty() && client->session != audience.session) continue;
    const auto& spared = audience.whitelist;
    if (std::find(spared.begin(), spared.end(), id) != spared.end()) continue;
    found.push_back(client);
  }
  return found;
}

bool Hub::deliver(const ClientPtr& client, Frame frame) {
  if (!frame) return false;
  const bool too_large = frame->size() > kMaxQueue;
  const Frames::Overflow overflow = client->frames.overflow();
  if (!too_large || overflow.delivers) client->sink->deliver(std::move(*frame));
  if (too_large) disconnect(client, overflow.disconnect);
  return true;
}

std::vector<ClientPtr> Hub::subscribers(const std::string& channel) const {
  const auto found = subscribers_.find(channel);
  return found == subscribers_.end() ? std::vector<ClientPtr>() : found->second;
}

/// True if a publication is the next one for a subscriber. A gap may end its connection.
bool Hub::follows(const ClientPtr& client, const std::string& channel, const Item& item,
                  const std::string& epoch) {
  Subscription& subscription = client->subscriptions.at(channel);
  if (!subscription.positioned || item.offset == 0) return true;
  Position& seen = subscription.position;
  if (seen.epoch != epoch || item.offset > seen.offset + 1) {
    disconnect(client, kInsufficient);
    return false;
  }
  if (item.offset <= seen.offset) return false;
  seen.offset = item.offset;
  return true;
}

bool Hub::publish(const std::string& channel, const Item& item, const std::string& epoch) {
  feed.publication(channel, item);
  Written frames([&](const Frames& of) { return of.publication(channel, item, epoch); });
  for (const ClientPtr& client : subscribers(channel)) {
    const Frame& frame = frames.in(client->frames);
    if (!frame && client->frames.fails_publishing()) return false;
    if (!frame) {
      disconnect(client, kInappropriate);
    } else if (follows(client, channel, item, epoch)) {
      deliver(client, frame);
    }
  }
  return true;
}

void Hub::show(const std::string& channel, bool joined, const ClientInfo& info) {
  Written frames([&](const Frames& of) { return joined ? of.join(channel, info) : of.leave(channel, info); });
  for (const ClientPtr& client : subscribers(channel)) {
    const Frame& frame = frames.in(client->frames);
    if (!frame) {
      if (!client->frames.fails_publishing()) disconnect(client, kInappropriate);
    } else if (client->subscriptions.at(channel).shows_join_leave) {
      deliver(client, frame);
    }
  }
}

void Hub::disconnect(const ClientPtr& client, const Disconnect& disconnect) {
  if (client->ending || clients_.count(client->id) == 0) return;
  client->ending = true;
  endings_.push_back({client, disconnect});
}

void Hub::end_connections() {
  // One end may cause another: a client that cannot receive the leave ends, too.
  while (!endings_.empty()) {
    const Ending ending = endings_.front();
    remove(ending.client);
    const Frames& frames = ending.client->frames;
    if (frames.gives_reason(ending.disconnect))
      ending.client->sink->deliver(frames.disconnect(ending.disconnect));
    ending.client->sink->finish();
  }
}

std::map<std::string, std::size_t> Hub::channels() const {
  std::map<std::string, std::size_t> all;
  for (const auto& [channel, clients] : subscribers_) all.emplace(channel, clients.size());
  return all;
}

NodeCounts Hub::counts(const std::string& node) const {
  NodeCounts counts;
  std::set<std::string> users;
  std::set<std::string> channels;
  for (const auto& [id, client] : clients_) {
    if (client->node != node) continue;
    ++counts.clients;
    users.insert(client->user);
    counts.subscriptions += client->subscriptions.size();
    for (const auto& [channel, subscription] : client->subscriptions) channels.insert(channel);
  }
  counts.users = users.size();
  counts.channels = channels.size();
  return counts;
}

}  // namespace cent::testing::dev

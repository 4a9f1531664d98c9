#include "dev_server/hub.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace cent::testing::dev {

void Hub::add(const ClientPtr& client) { clients_[client->id] = client; }

void Hub::remove(const ClientPtr& client) {
  while (!client->subscriptions.empty()) {
    // A copy: the name must outlive the entry that holds it.
    const std::string channel = client->subscriptions.begin()->first;
    unsubscribe(client, channel);
  }
  clients_.erase(client->id);
}

void Hub::remove_node(const std::string& node) {
  std::vector<ClientPtr> gone;
  for (const auto& [id, client] : clients_) {
    if (client->node == node) gone.push_back(client);
  }
  for (const ClientPtr& client : gone) remove(client);
}

void Hub::subscribe(const ClientPtr& client, const std::string& channel, Subscription subscription) {
  const bool is_new = client->subscriptions.insert_or_assign(channel, std::move(subscription)).second;
  if (is_new) subscribers_[channel].push_back(client);
}

void Hub::unsubscribe(const ClientPtr& client, const std::string& channel) {
  if (client->subscriptions.erase(channel) == 0) return;
  auto& all = subscribers_[channel];
  all.erase(std::remove(all.begin(), all.end(), client), all.end());
  if (all.empty()) subscribers_.erase(channel);
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

void Hub::disconnect(const ClientPtr& client, const Disconnect& disconnect) {
  remove(client);
  client->sink->deliver(client->frames.disconnect(disconnect));
  client->sink->finish();
}

void Hub::publish(const std::string& channel, const Item& item, const std::string& epoch) const {
  const auto found = subscribers_.find(channel);
  if (found == subscribers_.end()) return;
  for (const ClientPtr& client : found->second) {
    client->sink->deliver(client->frames.publication(channel, item, epoch));
  }
}

std::map<std::string, std::size_t> Hub::channels() const {
  std::map<std::string, std::size_t> all;
  for (const auto& [channel, clients] : subscribers_) all.emplace(channel, clients.size());
  return all;
}

std::map<std::string, ClientPtr> Hub::present(const std::string& channel) const {
  std::map<std::string, ClientPtr> all;
  const auto found = subscribers_.find(channel);
  if (found == subscribers_.end()) return all;
  for (const ClientPtr& client : found->second) {
    if (client->subscriptions.at(channel).presence) all.emplace(client->id, client);
  }
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

#pragma once

#include <map>
#include <string>
#include <utility>

namespace cent::testing::dev {

/// A client in a channel, as shown by presence, join and leave.
struct ClientInfo {
  std::string user;
  std::string client;
  std::string conn_info;  ///< embedded JSON or bytes; empty: none
  std::string chan_info;  ///< the same
};

/// The clients present in each channel. Not thread safe.
///
/// Kept separately from subscriptions, as in real servers. So an entry whose subscription changed or ended
/// meanwhile stays after its client has left.
class Presence {
 public:
  using Clients = std::map<std::string, ClientInfo>;

  void add(const std::string& channel, ClientInfo info) {
    std::string client = info.client;
    channels_[channel].insert_or_assign(std::move(client), std::move(info));
  }

  void remove(const std::string& channel, const std::string& client) {
    const auto found = channels_.find(channel);
    if (found == channels_.end()) return;
    found->second.erase(client);
    if (found->second.empty()) channels_.erase(found);
  }

  /// By client ID.
  const Clients& of(const std::string& channel) const {
    static const Clients nobody;
    const auto found = channels_.find(channel);
    return found == channels_.end() ? nobody : found->second;
  }

 private:
  std::map<std::string, Clients> channels_;
};

}  // namespace cent::testing::dev

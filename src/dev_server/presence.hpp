#pragma once

#include <map>
#include <string>
#include <utility>

namespace cent::testing::dev {

/// Who someone in a channel is, as presence, joins and leaves show it.
struct ClientInfo {
  std::string user;
  std::string client;
  std::string conn_info;  ///< embedded JSON, or bytes; empty: none
  std::string chan_info;  ///< the same
};

/// Who is present in which channel. Not thread safe.
///
/// Kept beside the subscriptions, as the real servers do: an entry whose subscription changed or broke in
/// between stays when its client has left.
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

#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "dev_server/frames.hpp"

namespace cent::testing::dev {

/// Where the frames of a subscriber go. Called under the store's mutex from any server's thread: must not
/// wait.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void deliver(std::string frame) = 0;
  /// Ends the stream after what was delivered.
  virtual void finish() = 0;
  /// When the connection expires; nothing: never.
  virtual void expire_after(std::optional<std::chrono::seconds> time) = 0;
};

struct Subscription {
  bool presence = false;
  std::string info;  ///< embedded JSON shown in presence
};

/// A connected subscriber.
struct Client {
  std::string id;
  std::string session;
  std::string user;
  std::string info;
  std::string node;  ///< uid of the server it is connected to
  Frames frames{Frames::Spelling::named};
  std::shared_ptr<Sink> sink;
  std::map<std::string, Subscription> subscriptions;
};

using ClientPtr = std::shared_ptr<Client>;

/// Whom a call about users means.
struct Audience {
  std::string user;  ///< empty: the anonymous ones
  std::string client;
  std::string session;
  std::vector<std::string> whitelist;  ///< client IDs passed over
};

struct NodeCounts {
  std::size_t clients = 0;
  std::size_t users = 0;
  std::size_t channels = 0;
  std::size_t subscriptions = 0;
};

/// The subscribers of all channels. Not thread safe.
class Hub {
 public:
  void add(const ClientPtr& client);
  void remove(const ClientPtr& client);
  /// Forgets all that are connected to one server.
  void remove_node(const std::string& node);
  /// Subscribing again changes the subscription.
  void subscribe(const ClientPtr& client, const std::string& channel, Subscription subscription);
  void unsubscribe(const ClientPtr& client, const std::string& channel);
  std::vector<ClientPtr> select(const Audience& audience) const;
  /// Tells the client and forgets it.
  void disconnect(const ClientPtr& client, const Disconnect& disconnect);
  void publish(const std::string& channel, const Item& item, const std::string& epoch) const;

  /// The channels that have a subscriber, with their number.
  std::map<std::string, std::size_t> channels() const;
  /// Those present in a channel, by client ID.
  std::map<std::string, ClientPtr> present(const std::string& channel) const;
  NodeCounts counts(const std::string& node) const;

 private:
  std::map<std::string, ClientPtr> clients_;
  std::unordered_map<std::string, std::vector<ClientPtr>> subscribers_;
};

}  // namespace cent::testing::dev

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "agenda.hpp"
#include "feed.hpp"
#include "frames.hpp"
#include "presence.hpp"

namespace cent::testing::dev {

/// Receives the frames of a subscriber. Called under the store's mutex from any server's thread, so it must
/// not block.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void deliver(std::string frame) = 0;
  /// Sends a ping.
  virtual void ping() = 0;
  /// Ends the stream after the delivered frames.
  virtual void finish() = 0;
};

struct Subscription {
  bool presence = false;
  bool emits_join_leave = false;  ///< its join and leave are sent to others
  bool shows_join_leave = false;  ///< it receives join and leave of others
  bool positioned = false;        ///< a gap after the last publication sent ends the connection
  Position position;              ///< of the last publication sent
  std::int64_t expire_at = 0;     ///< Unix seconds, 0: never
  std::string info;               ///< embedded JSON or bytes, shown in presence
};

/// A connected subscriber.
struct Client {
  explicit Client(Frames of) : frames(of) {}

  std::string id;
  std::string session;
  std::string user;
  std::string info;
  std::string node;  ///< uid of its server
  const Frames frames;
  std::shared_ptr<Sink> sink;
  std::map<std::string, Subscription> subscriptions;
  std::int64_t expire_at = 0;  ///< Unix seconds, 0: never
  Agenda::Entry expiry{};
  Agenda::Entry next_ping{};
  Agenda::Entry next_check{};
  bool ending = false;  ///< it will be ended after the request
};

using ClientPtr = std::shared_ptr<Client>;

/// The connections that a call about users applies to.
struct Audience {
  std::string user;  ///< empty: anonymous users
  std::string client;
  std::string session;
  std::vector<std::string> whitelist;  ///< client IDs that are skipped
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
  /// Maximum channels of one connection: the default of real servers.
  static constexpr std::size_t kMaxChannels = 128;
  /// Maximum queued bytes of a connection: the default of real servers. A larger frame exceeds it alone.
  static constexpr std::size_t kMaxQueue = 1024UL * 1024;

  /// When a client leaves, its tasks on the agenda are cancelled.
  explicit Hub(Agenda& agenda) : agenda_(agenda) {}

  void add(const ClientPtr& client);
  void remove(const ClientPtr& client);
  /// Removes all clients of one server.
  void remove_node(const std::string& node);

  /// Subscribes, or changes an existing subscription.
  void subscribe(const ClientPtr& client, const std::string& channel, Subscription subscription);
  /// Sends a join to the channel if the client's subscription asks for it.
  void announce(const ClientPtr& client, const std::string& channel);
  void unsubscribe(const ClientPtr& client, const std::string& channel);
  /// Removes a subscription silently. Presence stays unchanged.
  void drop(const ClientPtr& client, const std::string& channel);
  /// Updates the client's presence in all its channels.
  void renew_presence(const ClientPtr& client);

  std::vector<ClientPtr> select(const Audience& audience) const;
  /// Returns false if the frame contains bytes that are not JSON. The caller must report that.
  bool deliver(const ClientPtr& client, Frame frame);
  /// Returns false if nothing was sent: v3 servers fail to write a publication that is not JSON.
  bool publish(const std::string& channel, const Item& item, const std::string& epoch);

  /// Schedules the end of a connection. As in real servers it ends after the current request: until then it
  /// is counted and gets publications.
  void disconnect(const ClientPtr& client, const Disconnect& disconnect);
  /// Ends the connections scheduled by `disconnect`.
  void end_connections();

  /// The channels with subscribers, and the numbers of these.
  std::map<std::string, std::size_t> channels() const;
  const Presence& presence() const { return presence_; }
  NodeCounts counts(const std::string& node) const;

  Feed feed;

 private:
  struct Ending {
    ClientPtr client;
    Disconnect disconnect;
  };

  std::vector<ClientPtr> subscribers(const std::string& channel) const;
  bool follows(const ClientPtr& client, const std::string& channel, const Item& item,
               const std::string& epoch);
  void show(const std::string& channel, bool joined, const ClientInfo& info);

  Agenda& agenda_;
  std::map<std::string, ClientPtr> clients_;
  std::unordered_map<std::string, std::vector<ClientPtr>> subscribers_;
  Presence presence_;
  std::vector<Ending> endings_;
};

/// A client as shown in one of its channels.
ClientInfo info_of(const Client& client, const Subscription& subscription);

}  // namespace cent::testing::dev

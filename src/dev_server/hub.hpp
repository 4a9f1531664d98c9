#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "dev_server/agenda.hpp"
#include "dev_server/frames.hpp"
#include "dev_server/presence.hpp"

namespace cent::testing::dev {

/// Where the frames of a subscriber go. Called under the store's mutex from any server's thread: must not
/// wait.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void deliver(std::string frame) = 0;
  /// Shows that the connection lives.
  virtual void ping() = 0;
  /// Ends the stream after what was delivered.
  virtual void finish() = 0;
};

struct Subscription {
  bool presence = false;
  bool emits_join_leave = false;  ///< others are shown its coming and going
  bool shows_join_leave = false;  ///< it is shown theirs
  bool positioned = false;        ///< what does not follow the last publication seen ends the connection
  Position position;              ///< of the last publication seen
  std::int64_t expire_at = 0;     ///< Unix seconds, 0: never
  std::string info;               ///< embedded JSON, or bytes, shown in presence
};

/// A connected subscriber.
struct Client {
  explicit Client(Frames of) : frames(of) {}

  std::string id;
  std::string session;
  std::string user;
  std::string info;
  std::string node;  ///< uid of the server it is connected to
  const Frames frames;
  std::shared_ptr<Sink> sink;
  std::map<std::string, Subscription> subscriptions;
  std::int64_t expire_at = 0;  ///< Unix seconds, 0: never
  Agenda::Entry expiry{};
  Agenda::Entry next_ping{};
  Agenda::Entry next_check{};
  bool ending = false;  ///< its end is decided, and comes after the request
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
  /// Channels of one connection, by default of the real servers.
  static constexpr std::size_t kMaxChannels = 128;
  /// Bytes that may wait for a connection, by default of the real servers: a larger frame exceeds them alone.
  static constexpr std::size_t kMaxQueue = 1024UL * 1024;

  /// What a client has on the agenda is struck off when it goes.
  explicit Hub(Agenda& agenda) : agenda_(agenda) {}

  void add(const ClientPtr& client);
  void remove(const ClientPtr& client);
  /// Forgets all that are connected to one server.
  void remove_node(const std::string& node);

  /// Subscribing again changes the subscription.
  void subscribe(const ClientPtr& client, const std::string& channel, Subscription subscription);
  /// Shows the channel that a client has come, if its subscription says so.
  void announce(const ClientPtr& client, const std::string& channel);
  void unsubscribe(const ClientPtr& client, const std::string& channel);
  /// Forgets a subscription without a word; whoever was present stays so.
  void drop(const ClientPtr& client, const std::string& channel);
  /// Puts the client's presence in all its channels again, with what is known of it now.
  void renew_presence(const ClientPtr& client);

  std::vector<ClientPtr> select(const Audience& audience) const;
  /// False: the frame holds bytes that are not JSON, which the caller has to answer for.
  bool deliver(const ClientPtr& client, Frame frame);
  /// False: nothing was sent, the v3 servers fail to write a publication that is not JSON.
  bool publish(const std::string& channel, const Item& item, const std::string& epoch);

  /// Decides that a connection ends. As in the real servers it ends after the request that asks for it: until
  /// then it is counted and gets publications.
  void disconnect(const ClientPtr& client, const Disconnect& disconnect);
  /// Carries out what `disconnect` decided.
  void end_connections();

  /// The channels that have a subscriber, with their number.
  std::map<std::string, std::size_t> channels() const;
  const Presence& presence() const { return presence_; }
  NodeCounts counts(const std::string& node) const;

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

/// How a client is shown in one of its channels.
ClientInfo info_of(const Client& client, const Subscription& subscription);

}  // namespace cent::testing::dev

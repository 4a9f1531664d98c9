#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cent/testing/export.hpp>

namespace cent::testing {

/// The server generation whose behaviour is shown.
enum class Generation {
  v2,  ///< answers as 2.8.6
  v3,  ///< answers as 3.2.3
  v4,  ///< answers as 4.1.5 without `v5_api`
  v5,  ///< answers as 5.4.9
  v6   ///< answers as 6.9.1
};

/// What the channels of a namespace are.
enum class ChannelKind {
  stream,      ///< publications, the usual kind
  map,         ///< keyed entries, `map_*` (v6)
  shared_poll  ///< `shared_poll_publish` (v6)
};

/// Options of the channels of one namespace.
struct ChannelRules {
  /// Whether `presence` and `presence_stats` answer; 108 otherwise.
  bool presence = false;
  /// Publications kept a channel. 0: no history, `history` answers 108.
  int history_size = 0;
  /// How long publications are kept after the last one. 0: no history.
  std::chrono::milliseconds history_ttl{0};
  ChannelKind kind = ChannelKind::stream;  ///< What may be published there.
  /// Map channels: false means entries without offsets and without a stream ("ephemeral").
  bool map_stream = true;
  /// Map channels: how long an entry lives without being published again. 0: for ever.
  std::chrono::milliseconds map_key_ttl{std::chrono::seconds(300)};
  /// Map channels: changes kept in the stream.
  int map_stream_size = 100;
  /// Shared poll channels: false makes `shared_poll_publish` answer 108.
  bool shared_poll_publish = true;
};

/// Options of a namespace; its channels are called `name:rest`.
struct Namespace {
  std::string name;    ///< Two or more ASCII letters, digits, `-`, `_` or `.`.
  ChannelRules rules;  ///< Of its channels.
};

/// Presence, and a history of 100 for 300 s: channels without a namespace.
CENT_TESTING_EXPORT ChannelRules default_channel_rules();

/// `ns` (presence, history of 10 for 300 s), `bare` (neither), and, used by v6 only, `mm` (map) and `sp`
/// (shared poll).
CENT_TESTING_EXPORT std::vector<Namespace> default_namespaces();

/// What several servers can share: channels, history, remembered keys, subscribers. Thread safe.
class Store;

/// An empty store, to be given to several servers as if they were nodes of one cluster.
CENT_TESTING_EXPORT std::shared_ptr<Store> make_store();

/// How a `DevServer` behaves.
struct DevServerOptions {
  Generation generation = Generation::v6;  ///< Whose answers are given.
  /// Port on 127.0.0.1. 0: any free one.
  std::uint16_t port = 0;
  /// Empty: every key is refused, as a server without a configured key does.
  std::string api_key = "api_key";
  /// No key is asked for.
  bool insecure = false;
  /// Path of the API.
  std::string prefix = "/api";
  /// API errors of the per-method routes become HTTP statuses unasked (v5, v6).
  bool error_mode_transport = false;
  /// Secret of connection tokens (HS256, HS384, HS512).
  std::string token_hmac_secret = "secret";
  ChannelRules without_namespace = default_channel_rules();  ///< Rules of channels without a namespace.
  /// Namespaces and their rules; add your own: `namespaces.push_back({"public", default_channel_rules()})`.
  /// Before v6 those of another kind than `stream` are left out.
  std::vector<Namespace> namespaces = default_namespaces();
  /// Rules of all namespaces that are not listed. Nothing: they are unknown, error 102, as on real servers.
  std::optional<ChannelRules> any_namespace;
  /// Closes a connection on which no request came for so long, as 6.5.0 and later do after 30 s. 0: never.
  std::chrono::milliseconds idle_timeout{0};
  /// Null: a store of its own.
  std::shared_ptr<Store> store;
};

/// What a server has seen so far.
struct DevServerStats {
  std::uint64_t connections_accepted = 0;  ///< In all.
  std::uint64_t connections_open = 0;      ///< Now.
  /// Subscribers connected through `/connection/uni_*`.
  std::uint64_t streams_open = 0;
  /// Requests whose header was read, refused ones included.
  std::uint64_t requests = 0;
  /// The same by path, without the query.
  std::map<std::string, std::uint64_t> requests_by_path;
  /// Commands carried out, each of a batch counted, by method name.
  std::map<std::string, std::uint64_t> commands_by_method;
};

/// A server for development and tests: HTTP/1.1 on loopback, everything in memory, nothing kept.
///
/// It answers as a real server of the chosen generation with one node, the memory engine and the default
/// limits and delays does. docs/guide/testing.md lists what differs on purpose. It is up when the constructor
/// returns and is stopped by the destructor, open subscriber streams included. All methods may be called from
/// any thread.
class CENT_TESTING_EXPORT DevServer {
 public:
  /// Throws `std::system_error` if the port cannot be had, `std::invalid_argument` for a bad prefix and for a
  /// namespace's name that is invalid or there twice.
  explicit DevServer(DevServerOptions options = {});
  ~DevServer();
  DevServer(const DevServer&) = delete;
  DevServer& operator=(const DevServer&) = delete;

  /// `http://127.0.0.1:PORT`, without a slash at the end.
  std::string address() const;
  /// The port of that.
  std::uint16_t port() const;

  /// Closes the port and every connection, and waits for the server's thread. Calling it again does nothing.
  void stop();

  /// What it has seen so far.
  DevServerStats stats() const;

  /// Moves the clock of the store forward: history, map entries and remembered keys grow older by this, and
  /// subscribers get the removals of map entries that have run out. Tokens, connections and subscriptions
  /// expire by it, and the pings of that time are sent as one. Throws `std::invalid_argument` if it is
  /// negative.
  void advance_clock(std::chrono::milliseconds by);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cent::testing

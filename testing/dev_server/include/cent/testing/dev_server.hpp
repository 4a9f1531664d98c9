#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cent/testing/export.hpp>

namespace cent::testing {

/// The server generation to imitate.
enum class Generation {
  v2,  ///< answers as 2.8.6
  v3,  ///< answers as 3.2.3
  v4,  ///< answers as 4.1.5 without `v5_api`
  v5,  ///< answers as 5.4.9
  v6   ///< answers as 6.9.1
};

/// Kind of the channels of a namespace.
enum class ChannelKind {
  stream,      ///< publications, the usual kind
  map,         ///< keyed entries, `map_*` (v6)
  shared_poll  ///< `shared_poll_publish` (v6)
};

/// Options of the channels of one namespace.
struct ChannelRules {
  /// Presence. If off, `presence` and `presence_stats` answer error 108.
  bool presence = false;
  /// Publications kept per channel. 0: no history, and `history` answers error 108.
  int history_size = 0;
  /// How long publications are kept after the last one. 0: no history.
  std::chrono::milliseconds history_ttl{0};
  ChannelKind kind = ChannelKind::stream;  ///< The kind of its channels.
  /// Map channels: keep a stream of changes. False: entries without offsets ("ephemeral").
  bool map_stream = true;
  /// Map channels: lifetime of an entry after its last change. 0: for ever.
  std::chrono::milliseconds map_key_ttl{std::chrono::seconds(300)};
  /// Map channels: number of changes kept in the stream.
  int map_stream_size = 100;
  /// Shared poll channels: allow publishing. If off, `shared_poll_publish` answers error 108.
  bool shared_poll_publish = true;
};

/// Options of a namespace; its channels are called `name:rest`.
struct Namespace {
  std::string name;    ///< Two or more ASCII letters, digits, `-`, `_` or `.`.
  ChannelRules rules;  ///< Options of its channels.
};

/// Options for channels without a namespace: presence, and a history of 100 for 300 s.
CENT_TESTING_EXPORT ChannelRules default_channel_rules();

/// The namespaces `ns` (presence, history of 10 for 300 s), `bare` (neither), and for v6 only `mm` (map) and
/// `sp` (shared poll).
CENT_TESTING_EXPORT std::vector<Namespace> default_namespaces();

/// State that several servers can share: channels, history, remembered keys, subscribers. Thread safe.
class Store;

/// Creates an empty store. Servers with the same store behave like nodes of one cluster.
CENT_TESTING_EXPORT std::shared_ptr<Store> make_store();

/// How an API request fails on demand.
struct RequestFault {
  /// HTTP status of the answer, 400 to 599. 0: the connection closes without an answer.
  int status = 503;
  /// Execute the request first, as if only its answer was lost. False: it has no effect.
  bool executed = false;
};

/// Faults and delays of API requests at random. The same seed gives the same sequence, one step a request.
struct RandomFaults {
  double share = 0;                        ///< Share of requests that fail, 0 (none) to 1 (all).
  RequestFault fault;                      ///< How they fail.
  std::chrono::milliseconds min_delay{0};  ///< Minimum delay of an answer.
  std::chrono::milliseconds max_delay{0};  ///< Maximum delay of an answer. 0: no delay.
  std::uint64_t seed = 0;                  ///< Seed of the sequence.
};

/// Options of a `DevServer`.
struct DevServerOptions {
  Generation generation = Generation::v6;  ///< The generation to imitate.
  /// Port on 127.0.0.1. 0: any free port.
  std::uint16_t port = 0;
  /// API key. Empty: every key is rejected, as by a server without a configured key.
  std::string api_key = "api_key";
  /// Accept requests without a key.
  bool insecure = false;
  /// Path of the API.
  std::string prefix = "/api";
  /// Per-method routes return API errors as HTTP statuses by default (v5, v6).
  bool error_mode_transport = false;
  /// Secret for connection tokens (HS256, HS384, HS512).
  std::string token_hmac_secret = "secret";
  ChannelRules without_namespace = default_channel_rules();  ///< Rules of channels without a namespace.
  /// Namespaces and their rules. To add one: `namespaces.push_back({"public", default_channel_rules()})`.
  /// Before v6 only those of kind `stream` are used.
  std::vector<Namespace> namespaces = default_namespaces();
  /// Rules of all namespaces that are not listed. Unset: they are unknown, error 102, as on real servers.
  std::optional<ChannelRules> any_namespace;
  /// Closes connections without a request for this time, as 6.5.0 and later do after 30 s. 0: never.
  std::chrono::milliseconds idle_timeout{0};
  /// Null: the server creates its own store.
  std::shared_ptr<Store> store;
  RandomFaults faults;  ///< Faults at random. For tests rather use `fail_next` and `delay`.
};

/// Counters of a server.
struct DevServerStats {
  std::uint64_t connections_accepted = 0;  ///< Total.
  std::uint64_t connections_open = 0;      ///< Currently open.
  /// Subscribers connected through `/connection/uni_*`.
  std::uint64_t streams_open = 0;
  /// Requests whose header was read, including rejected ones.
  std::uint64_t requests = 0;
  /// The same by path without the query.
  std::map<std::string, std::uint64_t> requests_by_path;
  /// Executed commands by method name. Each command of a batch counts.
  std::map<std::string, std::uint64_t> commands_by_method;
};

/// A server for development and tests: HTTP/1.1 on loopback, everything in memory.
///
/// It answers like a real server of the chosen generation with one node, the memory engine and the default
/// limits and delays. docs/guide/testing.md lists the intended differences. The server is ready when the
/// constructor returns. The destructor stops it, including open subscriber streams. All methods are thread
/// safe.
class CENT_TESTING_EXPORT DevServer {
 public:
  /// Throws `std::system_error` if the port is not available, `std::invalid_argument` for a bad prefix,
  /// for a namespace's name that is invalid or there twice, and for invalid `faults`.
  explicit DevServer(DevServerOptions options = {});
  ~DevServer();
  DevServer(const DevServer&) = delete;
  DevServer& operator=(const DevServer&) = delete;

  /// `http://127.0.0.1:PORT`, without a slash at the end.
  std::string address() const;
  /// The port of this address.
  std::uint16_t port() const;

  /// Closes the port and every connection, and waits for the server's thread. A second call does nothing.
  void stop();

  /// Returns the counters.
  DevServerStats stats() const;

  /// Advances the clock of the store. History, map entries, remembered keys, tokens, connections and
  /// subscriptions expire accordingly. Subscribers get the removals of expired map entries, and one ping
  /// instead of several. Throws `std::invalid_argument` if the time is negative.
  void advance_clock(std::chrono::milliseconds by);

  /// Makes the next `requests` API requests fail, in the order in which they arrive. Adds to earlier calls.
  /// A batch is one request. Requests that are rejected anyway, such as those with a wrong key, do not count,
  /// nor do subscribers. Throws `std::invalid_argument` if the status is invalid.
  void fail_next(std::size_t requests = 1, RequestFault fault = {});

  /// Delays the answers to API requests from now on, instead of `RandomFaults` delays. 0: no delay. A request
  /// is executed when it arrives, and other connections do not wait. Throws `std::invalid_argument` if the
  /// time is negative.
  void delay(std::chrono::milliseconds by);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cent::testing

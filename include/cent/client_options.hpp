#pragma once
#include <cent/curl_transport.hpp>
#include <cent/observer.hpp>
#include <cent/request_headers.hpp>
#include <cent/retry.hpp>
#include <cent/transport.hpp>
#include <chrono>
#include <memory>
#include <string>

namespace cent {

class Resolver;

/// Which protocol of the server API is used.
enum class Protocol {
  automatic,  ///< Detected by the first call to each address, and again when the server changes.
  modern,     ///< v5 and later: `/api/<method>`, `/api/batch`, `X-API-Key`.
  legacy,     ///< v2 to v4 (served by v5 and v6, too): command stream to `/api`, `Authorization: apikey`.
};

/// The treatment of a request with a field that the server does not know. Servers silently ignore such
/// fields: v5.1 publishes with an idempotency key twice.
enum class Unsupported {
  ignore,  ///< It is sent, and nothing is said. Costs nothing.
  warn,    ///< It is sent, and Observer::field_ignored is called.
  refuse,  ///< It is not sent, and fails with FailureKind::unsupported.
};

/// Which of several addresses of one cluster takes a request. An address that fails is set aside, see the
/// guide's page about several servers; when that time ends, one request tries it, and the others follow when
/// that has an answer.
enum class Balance {
  failover,  ///< The first address that is not set aside.
  /// Each in turn, but for a slow one: it is passed over while it has at least two requests of this client
  /// more under way than another. The order of a channel holds, since a lane of an AsyncClient sends its next
  /// request when the one before has ended.
  spread,
};

/// Settings of a client. Every member has a working default.
struct ClientOptions {
  std::string api_key{};  ///< Printable ASCII. Empty: no key is sent, for servers in insecure mode.
  /// Deadline of a whole call: waiting, connecting, all attempts. Must be above zero.
  std::chrono::milliseconds timeout{1000};
  /// TLS, proxy and connections of the default transport. Must not be changed if `transport` is set.
  HttpOptions http{};
  /// Use the path of the address unchanged, for servers whose `http_api.handler_prefix` (v2 to v5:
  /// `api_handler_prefix`) does not end in `/api`. False: `/api` is appended to a path that does not end in
  /// it.
  bool exact_path = false;
  /// Sent with each request, for example `Host` or the key of a proxy. Headers that cent sets
  /// itself (Content-Type, X-API-Key, …) are rejected. `Authorization` together with an api_key works only in
  /// the modern protocol: Protocol::automatic then does not try the legacy one, and Protocol::legacy is
  /// rejected.
  HttpHeaders headers{};
  RetryPolicy retry{};  ///< Which failed commands are sent again, and when.
  /// Add a random idempotency key to each publish and broadcast without one. The key belongs to one call: it
  /// makes cent's retries safe, not those of the caller.
  bool generate_key = false;
  Protocol protocol = Protocol::automatic;  ///< Which protocol is used; detected by default.
  /// In the legacy protocol, send the key as `?api_key=` in the address instead of the header Authorization,
  /// for servers v2 to v4 behind a proxy that removes that header. Servers and proxies write addresses to
  /// their access logs, including the key. Errors never show it.
  bool legacy_key_in_query = false;
  /// Version of the oldest node, for example `6.9.1`. Empty: cent asks the server by `info` before it repeats
  /// a publication with a key; a build that reports `0.0.0` is treated as one that ignores keys, so that
  /// nothing is published twice. Set it for such builds (`6.9.1`), and for a server that ignores keys in any
  /// version, as one with a plain NATS broker does (`5.1`). cent does not check it: with a version that is
  /// too high, publications may be published twice. Digits and dots, at least `MAJOR.MINOR`.
  std::string server_version{};
  /// Sends the requests. Empty: make_curl_transport(http). make_transport() makes one from a function. An
  /// AsyncClient calls it in threads of its own, one for each request under way.
  std::shared_ptr<Transport> transport{};
  /// Receives the events of the client: attempts, outcomes, addresses. Empty: none. See make_log_observer(),
  /// StatsObserver and combine_observers().
  std::shared_ptr<Observer> observer{};
  /// Makes further headers for each request, for example `traceparent`. Empty: none.
  RequestHeaders request_headers{};
  /// Checks fields against the version of the oldest node: server_version, or what `info` answers, asked
  /// before the first such request and once a minute. A build that reports `0.0.0` counts as the oldest. The
  /// first version of each field is in its documentation. Not checked: keys that cent generates, and the
  /// fields of a Command with an unknown method.
  Unsupported unsupported = Unsupported::ignore;
  Balance balance = Balance::failover;  ///< Which of several addresses takes a request.
  /// Looks up host names, so that each of a name's Internet addresses counts as an address of its own: it
  /// takes its share, is set aside, and comes and goes with the answers. Observers see it behind the address,
  /// as in `http://centrifugo:8000/api (10.0.0.7)`. Null: libcurl looks names up and connects to the first
  /// address that accepts. The first lookup begins with the first request; until it has ended, requests are
  /// sent as without it. Not with a proxy, http.connect_to or http.unix_socket. Clients may share one that is
  /// thread safe, as DnsResolver is.
  std::shared_ptr<Resolver> resolver{};
};

}  // namespace cent

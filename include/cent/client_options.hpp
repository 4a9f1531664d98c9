#pragma once
#include <cent/curl_transport.hpp>
#include <cent/retry.hpp>
#include <cent/transport.hpp>
#include <chrono>
#include <memory>
#include <string>

namespace cent {

/// How to speak to the server.
enum class Protocol {
  automatic,  ///< Found out by the first call, per address, and again when the server changes.
  modern,     ///< v5 and later: `/api/<method>`, `/api/batch`, `X-API-Key`.
  legacy,     ///< v2 to v4 (served by v5 and v6, too): command stream to `/api`, `Authorization: apikey`.
};

/// Settings of a client. Every member has a default that works.
struct ClientOptions {
  std::string api_key{};  ///< Empty: none is sent, for servers in insecure mode. Printable ASCII.
  /// Deadline over everything in a call: waiting, connecting, all attempts. Must be above zero.
  std::chrono::milliseconds timeout{1000};
  /// TLS, proxy, connections of the default transport. Beside a `transport` it must stay as it is by default.
  HttpOptions http{};
  /// The address's path is the API's path as it stands, for servers whose `http_api.handler_prefix` (v2 to
  /// v5: `api_handler_prefix`) does not end in `/api`. False: `/api` is put behind a path that does not end
  /// in it.
  bool exact_path = false;
  /// Sent with each request, for example `traceparent`, `Host`, or a proxy's own key. Refused: headers that
  /// cent sets itself (Content-Type, X-API-Key, …). `Authorization` beside an api_key is for the modern
  /// protocol alone: with Protocol::automatic the legacy one is then not tried, with Protocol::legacy it is
  /// refused.
  HttpHeaders headers{};
  RetryPolicy retry{};  ///< What is sent again, and when.
  /// Give each publish and broadcast that has no idempotency key a random one. It protects what cent repeats,
  /// not what you call again.
  bool generate_key = false;
  Protocol protocol = Protocol::automatic;  ///< How to speak to the server; found out by default.
  /// In the legacy protocol, send the key as `?api_key=` in the address in place of the header Authorization,
  /// for servers v2 to v4 behind a proxy that takes that header away. Addresses stand in the access logs of
  /// servers and proxies, and so does the key then. Errors never show it.
  bool legacy_key_in_query = false;
  /// Version of the oldest node, for example `6.9.1`. Empty: `info` is asked for it before a publication with
  /// a key is repeated; a build that reports `0.0.0` then counts as one that knows no keys, so that nothing
  /// is doubled. Set it for such builds (`6.9.1`), and for a server that ignores keys whatever its version,
  /// as those with a plain NATS broker do (`5.1`). It is believed: a version that is too high doubles
  /// publications. Digits and dots: `MAJOR.MINOR` at least.
  std::string server_version{};
  /// Sends the requests; empty: make_curl_transport(http). See make_transport for a function of your own.
  /// An AsyncClient with one calls it in threads that it starts, as many as requests are under way at once.
  std::shared_ptr<Transport> transport{};
};

}  // namespace cent

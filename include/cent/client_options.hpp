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
  HttpOptions http{};  ///< TLS, proxy, connections of the default transport.
  /// Sent with each request, for example `traceparent` or a proxy's own key. Refused: what cent sets itself
  /// (Content-Type, X-API-Key, Host, …), and Authorization beside an api_key.
  HttpHeaders headers{};
  RetryPolicy retry{};  ///< What is sent again, and when.
  /// Give each publish and broadcast that has no idempotency key a random one. It protects what cent repeats,
  /// not what you call again.
  bool generate_key = false;
  Protocol protocol = Protocol::automatic;  ///< How to speak to the server; found out by default.
  /// Sends the requests; empty: make_curl_transport(http). See make_transport for a function of your own.
  std::shared_ptr<Transport> transport{};
};

}  // namespace cent

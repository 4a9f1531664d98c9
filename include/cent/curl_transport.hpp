#pragma once
#include <cent/export.hpp>
#include <cent/transport.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace cent {

/// Which kind of Internet addresses of a host name are used.
enum class IpVersion {
  any,  ///< Both, in turns.
  v4,   ///< IPv4 only: if the lookup of IPv6 addresses is slow, or they are unreachable.
  v6,   ///< IPv6 only.
};

/// Connections of the default transport. Files are read when a connection is made.
struct HttpOptions {
  /// False accepts any certificate and any host name: for tests only.
  bool verify = true;
  std::string ca_file{};             ///< PEM file of trusted authorities; empty: the system's.
  std::string client_certificate{};  ///< PEM file, for servers that ask for one.
  std::string client_key{};          ///< PEM file of its key; empty: in client_certificate.
  /// `http://host:port` or `socks5h://…` of a proxy; empty: none, whatever the environment says. A user and
  /// password are written before the host as `user:password@`, percent-encoded.
  std::string proxy{};
  /// Use the variables http_proxy, https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY and no_proxy. They are
  /// checked when the transport is made.
  bool proxy_from_environment = false;
  /// Path of a Unix socket to connect to instead of the address's host; empty: none. At most 107 bytes on
  /// Linux.
  std::string unix_socket{};
  /// `host:port` or `[IPv6]:port` to connect to instead of those of the address; empty: those of the address.
  /// Headers, TLS names and certificates are still those of the address.
  std::string connect_to{};
  /// Kind of Internet addresses to connect to. If the host is an address of the other kind, libcurl
  /// before 8.22 rejects it, and later versions connect to it.
  IpVersion ip = IpVersion::any;
  /// Offer HTTP/2 over TLS. Off by default: it costs more CPU for each call and only saves connections.
  bool http2 = false;
  /// Time limit for name lookup, connecting and TLS, within the deadline. Above zero. With several addresses
  /// at most half of the call's time-out, except in the last attempt, so that another address can still be
  /// tried. If a host name has several addresses and the first one does not answer, a Client with
  /// libcurl 7.88 to 8.3 needs more than 2 s to try the next.
  std::chrono::milliseconds connect_timeout{3000};
  std::size_t max_reply_bytes = 16 * 1024 * 1024;  ///< A larger reply fails with too_large. Above zero.
  /// Maximum number of idle connections kept for each address; more may be in use at once. 0: none.
  std::size_t max_idle_connections = 16;
  /// A connection that was idle for longer is not used again. Centrifugo since v6.5 closes it after 30 s.
  /// Above zero.
  std::chrono::seconds max_idle{25};
  /// An older connection is replaced by a new one, with a new DNS lookup. 0: no limit.
  std::chrono::seconds max_connection_age{300};
};

/// The default transport, on libcurl. Safe from many threads at once; keeps connections and never sends a
/// request twice. A forked child uses connections of its own. Sends `User-Agent: cent/VERSION`
/// unless the request's headers contain another. Needs libcurl 7.87.0 or later.
/// @throws UsageError if an option is invalid (a line break in a path, a time of zero, a key without its
/// certificate), if this process's libcurl is too old, or if it was built without what an option asks for;
/// RequestException (resources) if there is no memory.
CENT_EXPORT std::shared_ptr<Transport> make_curl_transport(const HttpOptions& options = {});

}  // namespace cent

#pragma once
#include <cent/export.hpp>
#include <cent/transport.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace cent {

/// Which kind of Internet addresses a host name may lead to.
enum class IpVersion {
  any,  ///< Both, tried by turns.
  v4,   ///< IPv4 alone: where looking up IPv6 addresses is slow, or where they lead nowhere.
  v6,   ///< IPv6 alone.
};

/// How connections are made by the default transport. Paths are read when a connection is made.
struct HttpOptions {
  /// False accepts any certificate and any host name: for a test bench only.
  bool verify = true;
  std::string ca_file{};             ///< PEM file of trusted authorities; empty: the system's.
  std::string client_certificate{};  ///< PEM file, for servers that ask for one.
  std::string client_key{};          ///< PEM file of its key; empty: in client_certificate.
  /// `http://host:port` or `socks5h://…` of a proxy; empty: none, whatever the environment says. A user and a
  /// password stand before the host as `user:password@`, percent-encoded.
  std::string proxy{};
  /// Honour http_proxy, https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY and no_proxy, which are checked when
  /// the transport is made.
  bool proxy_from_environment = false;
  /// Path of a Unix socket to connect to in place of the address's host; empty: none. At most 107 bytes on
  /// Linux.
  std::string unix_socket{};
  /// `host:port` or `[IPv6]:port` to connect to in place of the address's; empty: the address's. Headers, TLS
  /// names and certificates are still those of the address.
  std::string connect_to{};
  /// Kind of Internet addresses that a host name may lead to. A host that is an address of the other kind is
  /// refused by libcurl before 8.22, and connected to since.
  IpVersion ip = IpVersion::any;
  /// Offer HTTP/2 over TLS. Off by default: it costs more CPU a call and buys connections only.
  bool http2 = false;
  /// For name, connection and TLS; never beyond the deadline. Above zero. With several addresses at most half
  /// of the call's time-out, so that another one can still be tried; not in the last attempt. A Client with
  /// libcurl 7.88 to 8.3 needs more than 2 s to get beyond the first of one name's addresses if that is
  /// silent.
  std::chrono::milliseconds connect_timeout{3000};
  std::size_t max_reply_bytes = 16 * 1024 * 1024;  ///< A larger reply fails as too_large. Above zero.
  /// Kept for reuse, to each address; more may be in use at once. 0: none is kept.
  std::size_t max_idle_connections = 16;
  /// An idle connection is not used again after this. Centrifugo since v6.5 closes them after 30 s. Above
  /// zero.
  std::chrono::seconds max_idle{25};
  /// After this a fresh connection asks DNS again. 0: no limit.
  std::chrono::seconds max_connection_age{300};
};

/// The default transport, on libcurl. Safe from many threads at once; keeps connections and never sends a
/// request a second time. A forked child starts with connections of its own. Sends `User-Agent: cent/VERSION`
/// unless the request's headers hold another. Needs libcurl 7.87.0 or later.
/// @throws UsageError if an option is invalid (a line break in a path, a time of zero, a key without its
/// certificate), if this process's libcurl is too old, or if it was built without what an option asks for;
/// RequestException (resources) if there is no memory.
CENT_EXPORT std::shared_ptr<Transport> make_curl_transport(const HttpOptions& options = {});

}  // namespace cent

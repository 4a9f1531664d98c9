#pragma once
#include <cent/export.hpp>
#include <cent/transport.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace cent {

/// How connections are made by the default transport. Paths are read when a connection is made.
struct HttpOptions {
  /// False accepts any certificate and any host name: for a test bench only.
  bool verify = true;
  std::string ca_file{};             ///< PEM file of trusted authorities; empty: the system's.
  std::string client_certificate{};  ///< PEM file, for servers that ask for one.
  std::string client_key{};          ///< PEM file of its key; empty: in client_certificate.
  /// `http://host:port` or `socks5h://…` of a proxy; empty: none, whatever the environment says.
  std::string proxy{};
  bool proxy_from_environment = false;  ///< Honour http_proxy, https_proxy, no_proxy.
  std::string unix_socket{};  ///< Path of a Unix socket to connect to in place of the address's host.
  /// Offer HTTP/2 over TLS. Off by default: it costs more CPU a call and buys connections only.
  bool http2 = false;
  /// For name, connection and TLS; never beyond the deadline. Above zero.
  std::chrono::milliseconds connect_timeout{2000};
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
/// request a second time. A forked child starts with connections of its own.
/// @throws UsageError if an option cannot be: a line break in a path, a time of zero, a key without its
/// certificate.
CENT_EXPORT std::shared_ptr<Transport> make_curl_transport(const HttpOptions& options = {});

}  // namespace cent

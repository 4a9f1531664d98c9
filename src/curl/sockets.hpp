#pragma once
#include <curl/curl.h>
#include <vector>

namespace cent::detail {

/// Creates, checks and closes the sockets of one connection cache.
///
/// libcurl checks a kept connection before it uses it, with two exceptions: 7.88 does not notice a reset nor
/// bytes that arrived while it was idle (a TLS close notification, a 408), and 8.22 and later check at most
/// once a second. A request sent on an ended connection is lost, and its outcome is unknown. So cent checks
/// the connection itself, just before a request is sent.
///
/// Versions before 8.22 do not say which socket a transfer uses, so it is found by its local port.
/// Connections to a Unix socket have no ports, so all open ones are checked.
class Sockets {
 public:
  /// @param shared Transfers of several handles use these connections at the same time.
  explicit Sockets(bool shared) noexcept : shared_(shared) {}

  /// Creates a socket for libcurl. Returns CURL_SOCKET_BAD and sets errno on failure.
  /// @throws std::bad_alloc
  curl_socket_t open(const curl_sockaddr& address);
  /// Returns what close() does.
  int close(curl_socket_t socket) noexcept;

  /// True if the idle connection with this local port must not be used: the peer has ended it or sent
  /// unexpected bytes. Connections without ports cannot be told apart, so any of them counts. With `shared`,
  /// bytes alone do not count then, since they may be the answer to another transfer.
  [[nodiscard]] bool is_spent(int local_port) noexcept;

 private:
  struct One {
    curl_socket_t socket;
    int port;  ///< -1: not known yet. 0: this kind has no ports.
  };
  std::vector<One> open_;
  const bool shared_;
};

/// True if this libcurl may use kept connections that have ended, see Sockets.
[[nodiscard]] bool overlooks_ended_connections() noexcept;

}  // namespace cent::detail

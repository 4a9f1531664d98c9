#pragma once
#include <curl/curl.h>
#include <vector>

namespace cent::detail {

/// Creates and closes the sockets of one connection cache, and looks at them.
///
/// libcurl looks whether a kept connection still stands before it is used, with two exceptions: 7.88 does not
/// notice bytes that came while it was idle (a TLS farewell, a 408) nor a reset, and 8.22 and later look once
/// a second at most. What is sent on such a connection is lost, and whether it was executed is unknown. So
/// cent looks itself, just before a request goes out.
///
/// No version before 8.22 says which socket a transfer uses; its local port does. Connections to a Unix
/// socket have no ports: all that are open are looked at then.
class Sockets {
 public:
  /// `shared`: transfers of several handles use these connections at the same time.
  explicit Sockets(bool shared) noexcept : shared_(shared) {}

  /// A new socket for libcurl; CURL_SOCKET_BAD, with errno set, if there is none to be had.
  /// @throws std::bad_alloc
  curl_socket_t open(const curl_sockaddr& address);
  /// Returns what close() does.
  int close(curl_socket_t socket) noexcept;

  /// True if the idle connection with this local port is not to be used: the peer has ended it, or sent
  /// bytes that nobody asked for. A connection may be given up for another one's sake where ports do not
  /// tell them apart. With `shared`, bytes alone do not count then: they may be another transfer's answer.
  [[nodiscard]] bool is_spent(int local_port) noexcept;

 private:
  struct One {
    curl_socket_t socket;
    int port;  ///< -1: not known yet; 0: this kind has none.
  };
  std::vector<One> open_;
  const bool shared_;
};

/// True if this libcurl uses kept connections that have ended, see Sockets.
[[nodiscard]] bool overlooks_ended_connections() noexcept;

}  // namespace cent::detail

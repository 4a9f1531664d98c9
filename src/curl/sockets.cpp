#include "curl/sockets.hpp"

#if !defined(_WIN32)
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace cent::detail {
namespace {

constexpr int kUnknown = -1;
constexpr int kNoPorts = 0;

int port_of(curl_socket_t socket) noexcept {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size) != 0) return kUnknown;
  int port = 0;
  if (own.ss_family == AF_INET) {
    port = ntohs(reinterpret_cast<const sockaddr_in&>(own).sin_port);
  } else if (own.ss_family == AF_INET6) {
    port = ntohs(reinterpret_cast<const sockaddr_in6&>(own).sin6_port);
  } else {
    return kNoPorts;
  }
  return port > 0 ? port : kUnknown;
}

enum class Seen { nothing, bytes, end };

Seen look_at(curl_socket_t socket) noexcept {
#if defined(_WIN32)
  WSAPOLLFD only{socket, POLLIN, 0};
  const int ready = WSAPoll(&only, 1, 0);
#else
#if !defined(POLLRDHUP)
  constexpr short POLLRDHUP = 0;  // without it an end is seen as bytes
#endif
  pollfd only{socket, POLLIN | POLLRDHUP, 0};
  const int ready = poll(&only, 1, 0);
#endif
  if (ready <= 0) return Seen::nothing;
  return (only.revents & ~POLLIN) != 0 ? Seen::end : Seen::bytes;
}

}  // namespace

curl_socket_t Sockets::open(const curl_sockaddr& address) {
#if defined(SOCK_CLOEXEC)
  // Programs that this process starts must not inherit the connection.
  constexpr int kFlags = SOCK_CLOEXEC;
#else
  constexpr int kFlags = 0;
#endif
  open_.reserve(open_.size() + 1);
  const curl_socket_t made = socket(address.family, address.socktype | kFlags, address.protocol);
  if (made != CURL_SOCKET_BAD) open_.push_back({made, kUnknown});
  return made;
}

int Sockets::close(curl_socket_t socket) noexcept {
  for (One& one : open_) {
    if (one.socket != socket) continue;
    one = open_.back();
    open_.pop_back();
    break;
  }
#if defined(_WIN32)
  return closesocket(socket);
#else
  return ::close(socket);
#endif
}

bool Sockets::is_spent(int local_port) noexcept {
  const bool only = open_.size() == 1;
  int candidates = 0;
  bool bytes = false;
  for (One& one : open_) {
    if (!only && one.port == kUnknown) one.port = port_of(one.socket);
    if (!only && one.port != kNoPorts && one.port != local_port) continue;
    ++candidates;
    const Seen seen = look_at(one.socket);
    if (seen == Seen::end) return true;
    bytes = bytes || seen == Seen::bytes;
  }
  return bytes && (candidates == 1 || !shared_);
}

bool overlooks_ended_connections() noexcept {
  static const unsigned version = curl_version_info(CURLVERSION_NOW)->version_num;
  constexpr unsigned k7_88_0 = 0x075800;
  constexpr unsigned k8_0_0 = 0x080000;
  constexpr unsigned k8_22_0 = 0x081600;
  return (version >= k7_88_0 && version < k8_0_0) || version >= k8_22_0;
}

}  // namespace cent::detail

#include "support/loopback.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace cent::test {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = other.release();
  }
  return *this;
}
int Descriptor::release() noexcept { return std::exchange(fd_, -1); }
void Descriptor::close() noexcept {
  if (fd_ >= 0) ::close(release());
}

Signal::Signal() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (event_.get() < 0) fail("eventfd");
}
void Signal::raise() noexcept { eventfd_write(event_.get(), 1); }

Wire::Io Wire::wait(short events, Limit limit) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + limit.value_or(std::chrono::milliseconds{0});
  for (;;) {
    int timeout = -1;
    if (limit) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
      timeout = static_cast<int>(std::max<std::chrono::milliseconds::rep>(left, 0));
    }
    std::array<pollfd, 2> both{pollfd{socket_.get(), events, 0}, pollfd{stop_.fd(), POLLIN, 0}};
    const int ready = poll(both.data(), both.size(), timeout);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return Io::closed;
    if (both[1].revents != 0) return Io::stopped;
    if (both[0].revents != 0) return (both[0].revents & events) != 0 ? Io::done : Io::closed;
    if (limit && Clock::now() >= end) return Io::late;
  }
}

Wire::Io Wire::wait_readable(Limit limit) { return wait(POLLIN, limit); }

std::string Wire::peek() {
  std::array<char, 4096> room{};
  const ssize_t got = recv(socket_.get(), room.data(), room.size(), MSG_PEEK | MSG_DONTWAIT);
  return got > 0 ? std::string(room.data(), static_cast<std::size_t>(got)) : std::string{};
}

Wire::Io Wire::read(std::string& into, std::size_t most) {
  if (const Io ready = wait_readable(); ready != Io::done) return ready;
  std::array<char, 1U << 16U> room;  // NOLINT: filled by recv
  const ssize_t got = recv(socket_.get(), room.data(), std::min(most, room.size()), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return Io::done;
  if (got <= 0) return Io::closed;
  into.append(room.data(), static_cast<std::size_t>(got));
  return Io::done;
}

Wire::Io Wire::write(std::string_view bytes) {
  while (!bytes.empty()) {
    if (const Io ready = wait(POLLOUT, {}); ready != Io::done) return ready;
    const ssize_t sent = send(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (sent < 0) return Io::closed;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return Io::done;
}

Wire::Io Wire::pause(std::chrono::milliseconds time) {
  pollfd only{stop_.fd(), POLLIN, 0};
  return poll(&only, 1, static_cast<int>(time.count())) == 0 ? Io::done : Io::stopped;
}

void Wire::wait_gone() { wait(POLLRDHUP, {}); }

void Wire::shutdown_writing() noexcept { ::shutdown(socket_.get(), SHUT_WR); }

void Wire::reset() noexcept {
  const linger at_once{1, 0};
  setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_.close();
}

namespace {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

SocketAddress address_of(const std::string& host, unsigned short port) {
  SocketAddress address;
  if (host.find('/') != std::string::npos) {
    auto* local = reinterpret_cast<sockaddr_un*>(&address.storage);
    local->sun_family = AF_UNIX;
    std::strncpy(local->sun_path, host.c_str(), sizeof local->sun_path - 1);
    address.size = sizeof *local;
    return address;
  }
  auto* inet = reinterpret_cast<sockaddr_in*>(&address.storage);
  inet->sin_family = AF_INET;
  inet->sin_port = htons(port);
  address.size = sizeof *inet;
  // Tests stay on this machine.
  if (host.compare(0, 4, "127.") != 0 || inet_pton(AF_INET, host.c_str(), &inet->sin_addr) != 1) {
    errno = EADDRNOTAVAIL;
    fail(host.c_str());
  }
  return address;
}

Descriptor stream_socket(const SocketAddress& address) {
  Descriptor made{socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (made.get() < 0) fail("socket");
  return made;
}

}  // namespace

Descriptor listen_on(const std::string& host, unsigned short port) {
  const SocketAddress address = address_of(host, port);
  Descriptor listener = stream_socket(address);
  const int yes = 1;
  setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (address.storage.ss_family == AF_UNIX) ::unlink(host.c_str());
  if (bind(listener.get(), address.get(), address.size) != 0) fail("bind");
  if (listen(listener.get(), 1024) != 0) fail("listen");
  return listener;
}

BoundPort::BoundPort() : socket_(stream_socket(address_of("127.0.0.1", 0))), port_(0) {
  const SocketAddress address = address_of("127.0.0.1", 0);
  if (bind(socket_.get(), address.get(), address.size) != 0) fail("bind");
  port_ = port_of(socket_);
}

void BoundPort::listen(int backlog) {
  if (::listen(socket_.get(), backlog) != 0) fail("listen");
}

Descriptor start_connecting(const std::string& host, unsigned short port) {
  const SocketAddress address = address_of(host, port);
  Descriptor made{socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (made.get() < 0) fail("socket");
  if (connect(made.get(), address.get(), address.size) != 0 && errno != EINPROGRESS) fail("connect");
  return made;
}

Descriptor connect_to(const std::string& host, unsigned short port) {
  const SocketAddress address = address_of(host, port);
  Descriptor made = stream_socket(address);
  if (connect(made.get(), address.get(), address.size) != 0) fail("connect");
  return made;
}

unsigned short port_of(const Descriptor& listener) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
  return ntohs(address.sin_port);
}

unsigned short free_port() { return port_of(listen_on("127.0.0.1", 0)); }

bool accepts(unsigned short port, const std::string& host) {
  try {
    connect_to(host, port);
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

RawClient::RawClient(unsigned short port, const std::string& host) : wire_(connect_to(host, port), never_) {}

bool RawClient::send(std::string_view bytes) { return wire_.write(bytes) == Wire::Io::done; }

std::string RawClient::post(const std::string& path, const std::string& body, const std::string& headers) {
  send(post_text(path, body, headers));
  std::string text = receive("\r\n\r\n");
  const std::size_t field = text.find("Content-Length: ");
  const std::size_t head = text.find("\r\n\r\n");
  if (field == std::string::npos || head == std::string::npos) return text;
  const std::size_t size = head + 4 + std::stoul(text.substr(field + 16));
  while (text.size() < size && wire_.read(text, size - text.size()) == Wire::Io::done) {
  }
  return text;
}

std::string RawClient::receive(std::string_view until, std::chrono::milliseconds limit) {
  std::string text;
  const auto end = std::chrono::steady_clock::now() + limit;
  while (until.empty() || text.find(until) == std::string::npos) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0 || wire_.wait_readable(left) != Wire::Io::done) break;
    if (wire_.read(text, 65536) != Wire::Io::done) break;
  }
  return text;
}

bool RawClient::is_closed(std::chrono::milliseconds within) {
  std::string text;
  const Wire::Io ready = wire_.wait_readable(within);
  return ready == Wire::Io::closed || (ready == Wire::Io::done && wire_.read(text, 1) == Wire::Io::closed);
}

std::string post_text(const std::string& path, const std::string& body, const std::string& headers) {
  return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace cent::test

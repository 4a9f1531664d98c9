#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cent::test {

/// An open descriptor. Moves, closes.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { close(); }
  [[nodiscard]] int get() const noexcept { return fd_; }
  int release() noexcept;
  void close() noexcept;

 private:
  int fd_;
};

/// Wakes every thread that waits on it, for good, once raised.
class Signal {
 public:
  Signal();
  void raise() noexcept;
  [[nodiscard]] int fd() const noexcept { return event_.get(); }

 private:
  Descriptor event_;
};

/// One end of a connection whose waits end when `stop` is raised.
class Wire {
 public:
  enum class Io { done, closed, stopped, late };
  using Limit = std::optional<std::chrono::milliseconds>;  // nothing: for ever

  Wire(Descriptor socket, const Signal& stop) : socket_(std::move(socket)), stop_(stop) {}

  /// Waits until there is something to read, or the other side is gone.
  Io wait_readable(Limit limit = {});
  /// The bytes that can be read, without taking them.
  std::string peek();
  /// Appends at most `most` bytes to `into`.
  Io read(std::string& into, std::size_t most);
  Io write(std::string_view bytes);
  /// Just waits; ends early if stopped.
  Io pause(std::chrono::milliseconds time);
  /// Until the other side closes, reading nothing.
  void wait_gone();
  void shutdown_writing() noexcept;
  void close() noexcept { socket_.close(); }
  /// Ends with a RST.
  void reset() noexcept;

 private:
  Io wait(short events, Limit limit);

  Descriptor socket_;
  const Signal& stop_;
};

/// Listens on host:port (port 0: any), or on a Unix socket if host is a path. @throws std::system_error
Descriptor listen_on(const std::string& host, unsigned short port);
/// A loopback port that is taken but does not listen: connections to it are refused for sure.
class BoundPort {
 public:
  BoundPort();
  /// Makes it listen, with this backlog, without anybody who accepts.
  void listen(int backlog);
  [[nodiscard]] unsigned short port() const { return port_; }

 private:
  Descriptor socket_;
  unsigned short port_;
};

/// Begins a connection and does not wait for it.
Descriptor start_connecting(const std::string& host, unsigned short port);

/// @throws std::system_error
Descriptor connect_to(const std::string& host, unsigned short port);
/// The port of a listening socket.
unsigned short port_of(const Descriptor& listener);
/// A port of loopback on which nobody listens now. Another program may take it before its user does.
unsigned short free_port();
/// True if somebody listens on this port of an address of loopback.
bool accepts(unsigned short port, const std::string& host = "127.0.0.1");

/// A socket that sends the given bytes and reads whatever comes, without the checks of a client.
class RawClient {
 public:
  explicit RawClient(unsigned short port, const std::string& host = "127.0.0.1");
  /// False if the other side did not take it.
  bool send(std::string_view bytes);
  /// Sends a POST of this body and gives what receive() does.
  std::string post(const std::string& path, const std::string& body, const std::string& headers = {});
  /// Everything until the other side closes, `until` is there, or time is up.
  std::string receive(std::string_view until = {}, std::chrono::milliseconds limit = std::chrono::seconds{5});
  /// True if the other side has closed or reset the connection.
  bool is_closed(std::chrono::milliseconds within = std::chrono::seconds{5});

 private:
  Signal never_;
  Wire wire_;
};

/// `POST path` with this body, as it goes out.
std::string post_text(const std::string& path, const std::string& body, const std::string& headers = {});

}  // namespace cent::test

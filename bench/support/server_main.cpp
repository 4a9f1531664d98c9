// cent-bench-server [--fixed]: an HTTP server on 127.0.0.1 with minimal cost.
// Prints its port and serves until its standard input ends.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "support/reply_maker.hpp"

namespace {

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(1);
}

int listen_anywhere() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      listen(listener, 1024) != 0) {
    die("listen");
  }
  socklen_t size = sizeof address;
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return listener;
}

/// The first request in the received bytes.
struct Request {
  std::string_view path{};
  std::string_view body{};
  std::size_t size = 0;  ///< Of head and body; 0: the request is incomplete.
  std::size_t wanted = 0;
};

Request parse(std::string_view received) {
  Request request;
  const std::size_t head = received.find("\r\n\r\n");
  if (head == std::string_view::npos) return request;
  std::size_t length = 0;
  std::size_t field = received.find("\r\nContent-Length: ");
  if (field == std::string_view::npos || field > head) field = received.find("\r\ncontent-length: ");
  if (field != std::string_view::npos && field < head) {
    std::from_chars(received.data() + field + 18, received.data() + head, length);
  }
  request.wanted = head + 4 + length;
  if (received.size() < request.wanted) return request;
  const std::size_t path = received.find(' ') + 1;
  request.path = received.substr(path, received.find(' ', path) - path);
  request.body = received.substr(head + 4, length);
  request.size = request.wanted;
  return request;
}

class Server {
 public:
  explicit Server(bool fixed) : replies_(fixed), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    watch(listener_);
    watch(STDIN_FILENO);
  }

  void run() {
    std::array<epoll_event, 256> events;
    while (true) {
      const int count = epoll_wait(epoll_, events.data(), events.size(), -1);
      if (count < 0 && errno != EINTR) die("epoll_wait");
      for (int i = 0; i < count; ++i) {
        const int fd = events[static_cast<std::size_t>(i)].data.fd;
        if (fd == STDIN_FILENO) return;
        if (fd == listener_) {
          accept_one();
        } else {
          serve(fd);
        }
      }
    }
  }

 private:
  void watch(int fd) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) die("epoll_ctl");
  }

  void accept_one() {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    received_[fd];
    watch(fd);
  }

  void serve(int fd) {
    std::string& received = received_[fd];
    const ssize_t got = recv(fd, chunk_.data(), chunk_.size(), 0);
    if (got <= 0) {
      received_.erase(fd);
      close(fd);
      return;
    }
    received.append(chunk_.data(), static_cast<std::size_t>(got));
    std::size_t done = 0;
    while (done < received.size()) {
      const Request request = parse(std::string_view{received}.substr(done));
      if (request.wanted > received.size()) received.reserve(done + request.wanted);
      if (request.size == 0) break;
      answer(fd, replies_.body(request.path, request.body));
      done += request.size;
    }
    received.erase(0, done);
  }

  void answer(int fd, std::string_view body) {
    out_.assign("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ");
    out_.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
    for (std::size_t sent = 0; sent < out_.size();) {
      const ssize_t put = send(fd, out_.data() + sent, out_.size() - sent, MSG_NOSIGNAL);
      if (put < 0) return;  // the next recv reports it
      sent += static_cast<std::size_t>(put);
    }
  }

  cent::bench::ReplyMaker replies_;
  int epoll_;
  int listener_ = listen_anywhere();
  std::unordered_map<int, std::string> received_;
  std::array<char, 1 << 18> chunk_{};
  std::string out_;
};

}  // namespace

int main(int argc, char** argv) {
  const bool fixed = argc > 1 && std::string_view{argv[1]} == "--fixed";
  std::make_unique<Server>(fixed)->run();
}

#include "fuzz/raw_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace cent::fuzz {
namespace {

/// Of the first request in `received`, 0 if it is not whole yet. What cent sends is known, so this need not
/// understand all of HTTP.
std::size_t request_size(std::string_view received) {
  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const std::size_t head = received.find("\r\n\r\n");
  if (head == std::string_view::npos) return 0;
  const std::size_t at = received.substr(0, head).find(kLength);
  if (at == std::string_view::npos) return head + 4;
  const std::size_t body = std::strtoul(received.data() + at + kLength.size(), nullptr, 10);
  return received.size() - head - 4 < body ? 0 : head + 4 + body;
}

}  // namespace

RawServer::RawServer() {
  std::string name = (std::filesystem::temp_directory_path() / "cent-fuzz-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for a socket");
  folder_ = name;
  path_ = folder_ + "/server";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path_.size() >= sizeof address.sun_path) throw std::runtime_error("the socket's path is too long");
  std::memcpy(address.sun_path, path_.c_str(), path_.size() + 1);
  listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener_ < 0 || pipe2(control_, O_CLOEXEC | O_NONBLOCK) != 0 ||
      bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(listener_, 64) != 0) {
    throw std::runtime_error("no socket to listen on");
  }
  thread_ = std::thread([this] { serve(); });
}

RawServer::~RawServer() {
  close(control_[1]);
  thread_.join();
  close(control_[0]);
  close(listener_);
  for (const Connection& one : connections_) close(one.socket);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void RawServer::begin(Answers answers) {
  end();
  const std::lock_guard<std::mutex> lock{mutex_};
  answers_ = std::move(answers);
  requests_ = 0;
}

std::size_t RawServer::end() {
  std::unique_lock<std::mutex> lock{mutex_};
  settling_ = true;
  if (write(control_[1], "s", 1) != 1) throw std::runtime_error("the server's thread cannot be asked");
  settled_.wait(lock, [this] { return !settling_; });
  return requests_;
}

void RawServer::serve() {
  while (true) {
    serve_once(-1);
    char asked = 0;
    const ssize_t size = read(control_[0], &asked, 1);
    if (size == 0) return;
    if (size < 0) continue;
    while (serve_once(0)) {
    }
    const std::lock_guard<std::mutex> lock{mutex_};
    settling_ = false;
    settled_.notify_all();
  }
}

bool RawServer::serve_once(int wait) {
  std::vector<pollfd> waiting{{listener_, POLLIN, 0}};
  for (const Connection& one : connections_) waiting.push_back({one.socket, POLLIN, 0});
  if (wait != 0) waiting.push_back({control_[0], POLLIN, 0});
  if (poll(waiting.data(), waiting.size(), wait) <= 0) return false;
  for (std::size_t i = connections_.size(); i-- > 0;) {
    if (waiting[i + 1].revents == 0 || hear(connections_[i])) continue;
    close(connections_[i].socket);
    connections_.erase(connections_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (waiting[0].revents != 0) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket >= 0) connections_.push_back({socket});
  }
  return true;
}

bool RawServer::hear(Connection& connection) {
  char room[4096];
  const ssize_t size = recv(connection.socket, room, sizeof room, MSG_DONTWAIT);
  if (size <= 0) return false;
  connection.received.append(room, static_cast<std::size_t>(size));
  while (const std::size_t whole = request_size(connection.received)) {
    connection.received.erase(0, whole);
    if (!answer(connection)) return false;
  }
  return true;
}

bool RawServer::answer(const Connection& connection) {
  std::string text;
  bool stays_open = false;
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    if (!answers_.raw.empty()) text = answers_.raw[std::min(requests_, answers_.raw.size() - 1)];
    stays_open = answers_.keeps_open;
    ++requests_;
  }
  // The client may have hung up already, and takes no more than it wants.
  const ssize_t sent = send(connection.socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return stays_open && sent == static_cast<ssize_t>(text.size());
}

}  // namespace cent::fuzz

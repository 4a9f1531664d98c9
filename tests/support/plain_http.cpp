#include "support/plain_http.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return text;
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t") + 1 - begin));
}

template <class Int>
Int number(std::string_view text, int base) {
  Int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end == text.data()) {
    throw std::runtime_error("not a number: " + std::string(text));
  }
  return value;
}

bool is_keep_alive(std::string_view line) {
  return line.empty() || line == "{}" || line == "data: {}" || line == "event: ping" || line == "data: null";
}

}  // namespace

std::string to_bytes(const RawRequest& request) {
  std::string text = request.method + " " + request.target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  bool has_length = false;
  for (const auto& [name, value] : request.headers) {
    text.append(name).append(": ").append(value).append("\r\n");
    const std::string key = lower(name);
    has_length = has_length || key == "content-length" || key == "transfer-encoding";
  }
  if (!has_length) text.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  return text.append("\r\n").append(request.body);
}

std::optional<std::string> RawResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return std::nullopt;
}

RawConnection::RawConnection(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    const int error = errno;
    ::close(fd_);
    throw std::system_error(error, std::generic_category(), "connect to port " + std::to_string(port));
  }
}

RawConnection::~RawConnection() {
  if (fd_ >= 0) ::close(fd_);
}

RawConnection::RawConnection(RawConnection&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      received_(std::move(other.received_)),
      chunked_(other.chunked_),
      left_(other.left_) {}

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawConnection::finish_sending() { ::shutdown(fd_, SHUT_WR); }

bool RawConnection::receive(Time deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    pollfd ready{fd_, POLLIN, 0};
    const int count = ::poll(&ready, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) throw std::runtime_error("nothing came in time");
    char bytes[65536];
    const ssize_t size = ::recv(fd_, bytes, sizeof(bytes), 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    received_.append(bytes, static_cast<std::size_t>(size));
    return true;
  }
}

std::string RawConnection::take_line(Time deadline) {
  std::size_t end = 0;
  while ((end = received_.find("\r\n")) == std::string::npos) {
    if (!receive(deadline)) throw std::runtime_error("closed inside a line: " + received_);
  }
  std::string line = received_.substr(0, end);
  received_.erase(0, end + 2);
  return line;
}

std::string RawConnection::take(std::size_t size, Time deadline) {
  while (received_.size() < size) {
    if (!receive(deadline)) throw std::runtime_error("closed inside a body");
  }
  std::string bytes = received_.substr(0, size);
  received_.erase(0, size);
  return bytes;
}

RawResponse RawConnection::read_head(milliseconds patience) {
  const Time deadline = steady_clock::now() + patience;
  RawResponse response;
  response.status_line = take_line(deadline);
  const std::size_t space = response.status_line.find(' ');
  if (space == std::string::npos) throw std::runtime_error("no status line: " + response.status_line);
  response.status = number<int>(std::string_view(response.status_line).substr(space + 1), 10);
  for (std::string line; !(line = take_line(deadline)).empty();) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) throw std::runtime_error("no header: " + line);
    response.headers.emplace_back(lower(line.substr(0, colon)),
                                  trimmed(std::string_view(line).substr(colon + 1)));
  }
  chunked_ = response.header("transfer-encoding") == "chunked";
  left_.reset();
  const bool bodiless = response.status < 200 || response.status == 204 || response.status == 304;
  if (const auto length = response.header("content-length"); length || bodiless) {
    left_ = length ? number<std::size_t>(*length, 10) : 0;
  }
  return response;
}

std::optional<std::string> RawConnection::read_piece(milliseconds patience) {
  const Time deadline = steady_clock::now() + patience;
  if (chunked_) {
    const auto size = number<std::size_t>(take_line(deadline), 16);
    std::string piece = take(size, deadline);
    if (!take_line(deadline).empty()) throw std::runtime_error("a chunk that does not end");
    if (size > 0) return piece;
    chunked_ = false;
    left_ = 0;
    return std::nullopt;
  }
  if (left_) {
    if (*left_ == 0) return std::nullopt;
    std::string body = take(*left_, deadline);
    left_ = 0;
    return body;
  }
  // Its end is the connection's.
  if (received_.empty() && !receive(deadline)) return std::nullopt;
  return std::exchange(received_, {});
}

RawResponse RawConnection::read_response(bool to_head) {
  RawResponse response = read_head();
  if (to_head) return response;
  while (auto piece = read_piece()) response.body.append(*piece);
  return response;
}

bool RawConnection::closed_within(milliseconds patience) {
  const Time deadline = steady_clock::now() + patience;
  try {
    while (receive(deadline)) {
    }
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

RawResponse exchange(std::uint16_t port, const RawRequest& request) {
  RawConnection connection(port);
  connection.send(to_bytes(request));  // a refusal may come before all of it was taken
  return connection.read_response(request.method == "HEAD");
}

RawStream::RawStream(std::uint16_t port, const RawRequest& request) : connection_(port) {
  connection_.send(to_bytes(request));
  head_ = connection_.read_head();
}

std::optional<std::string> RawStream::next(milliseconds patience) {
  const auto deadline = steady_clock::now() + patience;
  for (;;) {
    const std::size_t end = text_.find('\n');
    if (end == std::string::npos) {
      const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
      const auto piece = connection_.read_piece(std::max(left, milliseconds{0}));
      if (!piece) return std::nullopt;
      text_.append(*piece);
      continue;
    }
    std::string line = text_.substr(0, end);
    text_.erase(0, end + 1);
    while (!line.empty() && line.back() == '\r') line.pop_back();
    if (!is_keep_alive(line)) return line;
  }
}

bool RawStream::is_silent(milliseconds patience) {
  try {
    next(patience);
    return false;
  } catch (const std::runtime_error&) {
    return true;
  }
}

namespace {

std::string base64_url(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (char& c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return text;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
  }
  return out;
}

}  // namespace

RawRequest api_request(const std::string& target, const std::string& body) {
  return {"POST", target, {{"Authorization", "apikey api_key"}, {"Content-Type", "application/json"}}, body};
}

nlohmann::json command(std::uint16_t port, const std::string& method, const nlohmann::json& params) {
  const nlohmann::json text = {{"method", method}, {"params", params}};
  return nlohmann::json::parse(exchange(port, api_request("/api", text.dump())).body);
}

RawRequest stream_request(const nlohmann::json& connect) {
  return {"POST", "/connection/uni_http_stream", {{"Content-Type", "application/json"}}, connect.dump()};
}

RawRequest event_request(const nlohmann::json& connect) {
  return {"GET",
          "/connection/uni_sse?cf_connect=" + percent_encoded(connect.dump()),
          {{"Accept", "text/event-stream"}},
          {}};
}

nlohmann::json subscriptions(const std::string& channel) {
  return {{"subs", {{channel, nlohmann::json::object()}}}};
}

std::string make_token(const nlohmann::json& claims, const std::string& secret) {
  return make_token_of(claims.dump(), secret);
}

std::string make_token_of(const std::string& claims, const std::string& secret) {
  const std::string text = base64_url(R"({"alg":"HS256","typ":"JWT"})") + "." + base64_url(claims);
  unsigned char signature[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), signature, &size);
  return text + "." + base64_url({reinterpret_cast<const char*>(signature), size});
}

}  // namespace cent::test

#include "support/raw_client.hpp"

namespace cent::test {

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

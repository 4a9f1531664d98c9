#include "support/response_writer.hpp"

#include <cstdio>

namespace cent::test {
namespace {

std::string chunk(const std::string& text) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx", text.size());
  return std::string(size) + "\r\n" + text + "\r\n";
}

/// The header that tells the body's length, the empty line, and the body.
std::string framed(Framing how, const std::string& body) {
  const auto length = [](const std::string& value) { return "Content-Length: " + value + "\r\n"; };
  const std::size_t size = body.size();
  switch (how) {
    case Framing::right:
      return length(std::to_string(size)) + "\r\n" + body;
    case Framing::too_short:
      return length(std::to_string(size / 2)) + "\r\n" + body;
    case Framing::too_long:
      return length(std::to_string(size + 10)) + "\r\n" + body;
    case Framing::twice:
      return length(std::to_string(size)) + length(std::to_string(size / 2)) + "\r\n" + body;
    case Framing::garbage:
      return length("banana") + "\r\n" + body;
    case Framing::negative:
      return length("-5") + "\r\n" + body;
    case Framing::absent:
      return "Connection: close\r\n\r\n" + body;
    case Framing::chunked:
      return "Transfer-Encoding: chunked\r\n\r\n" + chunk(body.substr(0, size / 2)) +
             chunk(body.substr(size / 2)) + "0\r\n\r\n";
    case Framing::broken_chunks:
      return "Transfer-Encoding: chunked\r\n\r\n" + chunk(body.substr(0, size / 2)) + "zz\r\n" + body;
  }
  return {};
}

}  // namespace

std::string response_text(const Fault& fault, const Replies& replies) {
  if (fault.raw) return *fault.raw;
  const int status = fault.status != 200 ? fault.status : replies.status;
  std::string text = "HTTP/1.1 " + std::to_string(status) + " Said\r\n";
  bool typed = false;
  for (const auto& [name, value] : fault.headers) {
    text.append(name).append(": ").append(value).append("\r\n");
    typed = typed || name == "Content-Type";
  }
  if (!typed) text.append("Content-Type: application/json\r\n");
  if (fault.answer_early) text.append("Connection: close\r\n");
  if (status == 204) return text + "\r\n";
  return text + framed(fault.framing, fault.body ? *fault.body : replies.body);
}

}  // namespace cent::test

#include <cstdio>
#include <sstream>
#include <vector>

#include "support/fault_http.hpp"

namespace cent::test {
namespace {

using nlohmann::json;

constexpr std::string_view kPrefix = "/api";

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string error_text(std::uint32_t code) {
  return R"({"error":)" + json{{"code", code}, {"message", message_of(code)}}.dump() + "}";
}

/// One reply; in a batch the result stands under the method's name.
std::string reply_text(const Answer& given, const std::string& name) {
  if (given.code != 0) return error_text(given.code);
  return "{\"" + name + "\":" + given.result.dump() + "}";
}

/// Replies one behind the other, with a wrong number of them if asked for.
std::string joined(std::vector<std::string> replies, char between, int more) {
  for (; more > 0; --more) replies.push_back(replies.empty() ? "{}" : replies.back());
  for (; more < 0 && !replies.empty(); ++more) replies.pop_back();
  std::string text;
  for (const std::string& reply : replies) {
    if (!text.empty()) text.push_back(between);
    text.append(reply);
  }
  return text;
}

Replies bad_request(std::size_t executed) { return {400, "Bad Request\n", executed}; }

Replies single(const std::string& method, std::string_view body, Cluster& cluster,
               const ServerVersion& version, std::size_t most, int more) {
  const json params = json::parse(body, nullptr, false);
  if (params.is_discarded()) return bad_request(0);
  Replies replies;
  if (most == 0) return replies;
  const std::string reply = reply_text(cluster.execute(method, params, version), "result");
  replies.body = joined({reply}, '\n', more);
  replies.executed = 1;
  return replies;
}

Replies batch(std::string_view body, Cluster& cluster, const ServerVersion& version, std::size_t most,
              int more) {
  const json request = json::parse(body, nullptr, false);
  if (request.is_discarded() || !request.is_object()) return bad_request(0);
  Replies replies;
  std::vector<std::string> texts;
  const auto commands = request.find("commands");
  if (commands != request.end()) {
    for (const json& command : *commands) {
      if (replies.executed == most) break;
      if (!command.is_object() || command.empty()) {
        texts.push_back(error_text(104));
        continue;
      }
      const std::string& method = command.begin().key();
      texts.push_back(reply_text(cluster.execute(method, command.begin().value(), version), method));
      ++replies.executed;
    }
  }
  replies.body = R"({"replies":[)" + joined(std::move(texts), ',', more) + "]}";
  return replies;
}

/// v2 and v3 answer `{}` for a command without a result.
std::string stream_reply(const Answer& given, const ServerVersion& version) {
  if (given.code == 0 && given.result.empty() && !version.at_least(4, 0)) return "{}";
  return reply_text(given, "result");
}

Replies stream(std::string_view body, Cluster& cluster, const ServerVersion& version, std::size_t most,
               int more) {
  std::istringstream in{std::string(body)};
  Replies replies;
  std::vector<std::string> texts;
  while (replies.executed < most && in >> std::ws && !in.eof()) {
    json command = json::parse(std::string{}, nullptr, false);
    try {
      in >> command;
    } catch (const json::exception&) {
      return bad_request(replies.executed);  // what came before has been carried out
    }
    if (!command.is_object() || !command.value("method", json{}).is_string()) {
      return bad_request(replies.executed);
    }
    const json params = command.value("params", json{});
    texts.push_back(
        stream_reply(cluster.execute(lower(command["method"].get<std::string>()), params, version), version));
    ++replies.executed;
  }
  if (replies.executed == 0 && most != 0) return bad_request(0);
  replies.body = joined(std::move(texts), '\n', more);
  if (!version.at_least(3, 0)) replies.body.push_back('\n');
  return replies;
}

}  // namespace

RequestHead parse_head(std::string_view head) {
  RequestHead parsed;
  const std::size_t path = head.find(' ');
  if (path == std::string_view::npos) return parsed;
  parsed.path = head.substr(path + 1, head.find(' ', path + 1) - path - 1);
  if (parsed.path.compare(0, 7, "http://") == 0) parsed.path.erase(0, parsed.path.find('/', 7));
  parsed.path.erase(std::min(parsed.path.find('?'), parsed.path.size()));
  for (std::size_t line = head.find("\r\n"); line + 4 <= head.size(); line = head.find("\r\n", line + 2)) {
    const std::string_view text = head.substr(line + 2, head.find("\r\n", line + 2) - line - 2);
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) break;
    const std::string name = lower(text.substr(0, colon));
    const std::size_t value = text.find_first_not_of(' ', colon + 1);
    const std::string_view content =
        value == std::string_view::npos ? std::string_view{} : text.substr(value);
    if (name == "content-length") parsed.content_length = std::stoul(std::string(content));
    if (name == "x-api-key") parsed.api_key = content;
    if (name == "authorization") parsed.authorization = content;
  }
  return parsed;
}

Replies answer(const RequestHead& head, std::string_view body, Cluster& cluster, const ServerVersion& version,
               std::size_t most, int more) {
  if (head.path == kPrefix) return stream(body, cluster, version, most, more);
  const bool below = head.path.compare(0, kPrefix.size() + 1, std::string(kPrefix) + "/") == 0;
  if (!below || !version.has_routes()) return {404, "404 page not found\n", 0};
  const std::string method = head.path.substr(kPrefix.size() + 1);
  return method == "batch" ? batch(body, cluster, version, most, more)
                           : single(method, body, cluster, version, most, more);
}

namespace {

std::string chunk(const std::string& text) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx", text.size());
  return std::string(size) + "\r\n" + text + "\r\n";
}

/// The header that states the body's length, the empty line, and the body.
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

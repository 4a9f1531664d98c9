#include "paths.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace cent::testing::dev {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The path without double slashes and without `.` and `..`.
std::string cleaned(std::string_view path) {
  std::string clean;
  for (std::size_t begin = 1; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view step = path.substr(begin, end - begin);
    if (step == "..") {
      clean.resize(std::min(clean.rfind('/'), clean.size()));
    } else if (!step.empty() && step != ".") {
      clean.append("/").append(step);
    }
    begin = end + 1;
  }
  if (clean.empty() || path.back() == '/') clean.push_back('/');
  return clean;
}

/// Decodes each step. A step with an escaped slash matches no route.
std::string decoded(std::string_view path) {
  std::string out;
  for (std::size_t at = 0; at < path.size(); ++at) {
    if (path[at] != '%') {
      out.push_back(path[at]);
      continue;
    }
    const auto byte = static_cast<char>(hex_digit(path[at + 1]) * 16 + hex_digit(path[at + 2]));
    if (byte == '/') return {};
    out.push_back(byte);
    at += 2;
  }
  return out;
}

Route api_route(const Settings& settings, std::string_view rest) {
  if (rest.empty()) return {Place::stream, nullptr, {}};
  if (settings.major() < 5 || rest.front() != '/') return {};
  rest.remove_prefix(1);
  if (rest == "batch") return {Place::batch, nullptr, {}};
  const Method* method = find_method(rest);
  if (method == nullptr || method->pro || method->since > settings.major()) return {};
  return {Place::single, method, {}};
}

}  // namespace

bool is_escaped_rightly(std::string_view path) {
  for (std::size_t at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 1)) {
    if (at + 2 >= path.size() || hex_digit(path[at + 1]) < 0 || hex_digit(path[at + 2]) < 0) return false;
  }
  return true;
}

Route find_route(const Settings& settings, std::string_view sent) {
  if (sent == "*") return {Place::server, nullptr, {}};
  if (sent.empty()) return {Place::redirect, nullptr, "/"};  // a whole address with only a host
  if (sent.front() != '/' || !is_escaped_rightly(sent)) return {};
  if (std::string clean = cleaned(sent); clean != sent) return {Place::redirect, nullptr, std::move(clean)};
  const std::string whole = decoded(sent);
  const std::string_view path = whole;
  if (const PageFile* file = find_page_file(path)) return {Place::page, nullptr, {}, file};
  if (path == kFeedPath) return {Place::feed, nullptr, {}};
  if (path == "/health") return {Place::health, nullptr, {}};
  if (settings.major() >= 3) {
    if (path == "/connection/uni_sse") return {Place::sse, nullptr, {}};
    if (path == "/connection/uni_http_stream") return {Place::http_stream, nullptr, {}};
  }
  const std::string& prefix = settings.options().prefix;
  return path.substr(0, prefix.size()) == prefix ? api_route(settings, path.substr(prefix.size())) : Route{};
}

}  // namespace cent::testing::dev

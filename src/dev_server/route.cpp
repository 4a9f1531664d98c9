#include "dev_server/route.hpp"

namespace cent::testing::dev {

namespace {

std::string without_double_slashes(std::string_view path) {
  std::string clean;
  for (const char c : path) {
    if (c != '/' || clean.empty() || clean.back() != '/') clean.push_back(c);
  }
  return clean;
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

Route find_route(const Settings& settings, std::string_view path) {
  if (path.find("//") != std::string_view::npos)
    return {Place::redirect, nullptr, without_double_slashes(path)};
  if (path == "/") return {Place::page, nullptr, {}};
  if (path == "/health") return {Place::health, nullptr, {}};
  if (settings.major() >= 3) {
    if (path == "/connection/uni_sse") return {Place::sse, nullptr, {}};
    if (path == "/connection/uni_http_stream") return {Place::http_stream, nullptr, {}};
  }
  const std::string& prefix = settings.options().prefix;
  return path.substr(0, prefix.size()) == prefix ? api_route(settings, path.substr(prefix.size())) : Route{};
}

}  // namespace cent::testing::dev

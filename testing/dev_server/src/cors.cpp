#include "cors.hpp"

namespace cent::testing::dev {

HeaderLines cross_origin_headers(const Settings& settings, const Route& route, const Head& head) {
  if (settings.major() < 5 || !route.is_subscription()) return {};
  HeaderLines lines;
  // Real servers send it even without an origin.
  lines.emplace_back("Access-Control-Allow-Origin", head.field("Origin"));
  const std::string_view asked = head.field("Access-Control-Request-Headers");
  if (!asked.empty() && asked != "null") lines.emplace_back("Access-Control-Allow-Headers", asked);
  lines.emplace_back("Access-Control-Allow-Credentials", "true");
  const bool preflight = route.place == Place::http_stream && head.is(boost::beast::http::verb::options);
  if (preflight && settings.major() >= 6) {
    lines.emplace_back("Access-Control-Max-Age", "300");
    lines.emplace_back("Access-Control-Allow-Methods", "POST, OPTIONS");
  }
  return lines;
}

}  // namespace cent::testing::dev

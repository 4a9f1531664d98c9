#include "head.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

namespace cent::testing::dev {

namespace {

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (true) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return found;
    const std::size_t end = std::min(text.find_first_of(" \t", begin), text.size());
    found.push_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

std::string url_decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned char byte = 0;
    if (text[at] == '%' && at + 2 < text.size() &&
        std::from_chars(text.data() + at + 1, text.data() + at + 3, byte, 16).ptr == text.data() + at + 3) {
      out.push_back(static_cast<char>(byte));
      at += 2;
    } else {
      out.push_back(text[at] == '+' ? ' ' : text[at]);
    }
  }
  return out;
}

}  // namespace

std::string query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (url_decoded(pair.substr(0, equals)) == name) {
      return url_decoded(pair.substr(std::min(equals + 1, pair.size())));
    }
  }
  return {};
}

bool authorised(const Settings& settings, const Credentials& credentials) {
  const DevServerOptions& options = settings.options();
  if (options.insecure) return true;
  const auto parts = words(credentials.authorization);
  const std::string_view key =
      parts.size() == 2 && same_word(parts[0], "apikey") ? parts[1] : std::string_view();
  if (key == settings.page_key()) return true;
  if (options.api_key.empty()) return false;
  const bool modern = settings.major() >= 5;
  if (modern && !credentials.x_api_key.empty()) {
    if (credentials.x_api_key == options.api_key) return true;
  } else if (key == options.api_key) {
    return true;
  }
  // Checked last: a right key in the query is accepted despite a wrong header.
  return query_value(credentials.query, "api_key") == options.api_key;
}

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

Response without_body(unsigned status) { return {status, {}, {}, {}}; }

std::string for_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    constexpr std::string_view kSpecial = "<>&\"'";
    constexpr std::string_view kEscapes[] = {"&lt;", "&gt;", "&amp;", "&#34;", "&#39;"};
    const std::size_t special = kSpecial.find(c);
    if (special == std::string_view::npos) {
      out.push_back(c);
    } else {
      out.append(kEscapes[special]);
    }
  }
  return out;
}

Response redirect(const Settings& settings, const Route& route, const Head& head) {
  const bool temporary = settings.major() >= 5;
  Response response = without_body(temporary ? 307 : 301);
  response.location = route.location;
  if (!head.query().empty()) response.location.append("?").append(head.query());
  if (head.is(http::verb::get) || head.is(http::verb::head)) {
    response.content_type = "text/html; charset=utf-8";
    const std::string_view name = temporary ? "Temporary Redirect" : "Moved Permanently";
    response.body.append("<a href=\"").append(for_html(response.location)).append("\">");
    response.body.append(name).append("</a>.\n\n");
  }
  return response;
}

/// The answer to an invalid header; empty if the header is valid.
std::optional<Response> answer_to_bad_head(const Head& head) {
  const auto bad = [](unsigned status, const char* text) { return Response{status, kTextType, text, {}}; };
  if (head.lacks_host()) return bad(400, "400 Bad Request: missing required Host header");
  if (head.has_two_hosts()) return bad(400, "400 Bad Request");
  if (!is_escaped_rightly(head.path())) return bad(400, "400 Bad Request");
  if (head.is_coded()) return bad(501, "Unsupported transfer encoding");
  if (head.expects_more()) return without_body(417);
  return std::nullopt;
}

}  // namespace

std::string_view Head::field(beast::string_view name) const { return view(request_[name]); }

std::string_view Head::target() const {
  const std::string_view target = view(request_.target());
  const std::size_t scheme = target.find("://");
  if (target.empty() || target.front() == '/' || scheme == std::string_view::npos) return target;
  const std::size_t end_of_host = target.find_first_of("/?", scheme + 3);
  return target.substr(std::min(end_of_host, target.size()));
}

std::string_view Head::path() const { return target().substr(0, target().find('?')); }

std::string_view Head::query() const {
  const std::size_t mark = target().find('?');
  return mark == std::string_view::npos ? std::string_view() : target().substr(mark + 1);
}

bool Head::lacks_host() const { return request_.version() == 11 && request_.count(http::field::host) == 0; }

bool Head::has_two_hosts() const { return request_.count(http::field::host) > 1; }

bool Head::waits_to_send() const { return beast::iequals(request_[http::field::expect], "100-continue"); }

bool Head::expects_more() const { return !field("Expect").empty() && !waits_to_send(); }

bool Head::is_coded() const {
  const auto coding = request_[http::field::transfer_encoding];
  return !coding.empty() && !beast::iequals(coding, "chunked");
}

std::optional<Response> answer_to_broken(beast::error_code error) {
  if (error == http::error::header_limit) {
    return Response{431, kTextType, "431 Request Header Fields Too Large", {}};
  }
  if (error == http::error::body_limit) return text_response(413, "Request Entity Too Large");
  const bool of_http = error.category() == make_error_code(http::error::bad_method).category();
  if (!of_http || error == http::error::end_of_stream || error == http::error::partial_message) return {};
  return Response{400, kTextType, "400 Bad Request", {}};
}

std::optional<Response> answer_to_head(const Settings& settings, const Route& route, const Head& head) {
  if (auto bad = answer_to_bad_head(head)) return bad;
  const bool get = head.is(http::verb::get);
  const bool post = head.is(http::verb::post);
  switch (route.place) {
    case Place::nowhere:
      return text_response(404, "404 page not found");
    case Place::redirect:
      return redirect(settings, route, head);
    case Place::server:
      return without_body(head.is(http::verb::options) ? 200 : 400);
    case Place::page:
      if (!get) return text_response(404, "404 page not found");
      return page_response(*route.file, settings);
    case Place::feed:
      if (!get) return without_body(405);
      if (query_value(head.query(), "key") != settings.page_key()) return without_body(401);
      return std::nullopt;
    case Place::health:
      return Response{200, kJsonType, "{}", {}};
    case Place::sse:
      if (get || post) return std::nullopt;
      return without_body(405);
    case Place::http_stream:
      if (post) return std::nullopt;
      // Browsers send a preflight request before a POST to another origin. An EventSource does not.
      if (settings.major() >= 5 && head.is(http::verb::options)) {
        return without_body(settings.major() >= 6 ? 204 : 200);
      }
      return without_body(405);
    case Place::stream:
    case Place::single:
    case Place::batch:
      break;
  }
  if (!post) return without_body(405);
  const Credentials credentials{head.field("Authorization"), head.field("X-API-Key"), head.query()};
  if (!authorised(settings, credentials)) return without_body(401);
  return std::nullopt;
}

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

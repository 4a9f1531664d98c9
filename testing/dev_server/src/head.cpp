#include "head.hpp"

#include <algorithm>
#include <string>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include "auth.hpp"
#include "live_page.hpp"

namespace cent::testing::dev {

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
      return Response{200, "text/html; charset=utf-8", std::string(kLivePage), {}};
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

}  // namespace cent::testing::dev

#include "dev_server/head.hpp"

#include <string>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include "dev_server/auth.hpp"
#include "dev_server/page.hpp"

namespace cent::testing::dev {

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

Response without_body(unsigned status) { return {status, {}, {}, {}}; }

Response redirect(const Settings& settings, const Route& route, const Head& head) {
  Response response = without_body(settings.major() >= 5 ? 307 : 301);
  response.location = route.location;
  if (!head.query().empty()) response.location.append("?").append(head.query());
  return response;
}

}  // namespace

std::string_view Head::field(beast::string_view name) const { return view(request_[name]); }

std::string_view Head::path() const {
  const std::string_view target = view(request_.target());
  return target.substr(0, target.find('?'));
}

std::string_view Head::query() const {
  const std::string_view target = view(request_.target());
  const std::size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

bool Head::lacks_host() const { return request_.version() == 11 && request_.count(http::field::host) == 0; }

bool Head::waits_to_send() const { return beast::iequals(request_[http::field::expect], "100-continue"); }

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
  if (head.lacks_host()) return Response{400, kTextType, "400 Bad Request: missing required Host header", {}};
  const bool get = head.is(http::verb::get);
  const bool post = head.is(http::verb::post);
  switch (route.place) {
    case Place::nowhere:
      return text_response(404, "404 page not found");
    case Place::redirect:
      return redirect(settings, route, head);
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
      // Browsers ask before a POST from another origin; an EventSource does not.
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

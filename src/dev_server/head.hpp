#pragma once

#include <optional>
#include <string_view>

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "dev_server/api.hpp"
#include "dev_server/route.hpp"

namespace cent::testing::dev {

/// The header of a request, looked at. Must not outlive the request.
class Head {
 public:
  using Request = boost::beast::http::request<boost::beast::http::string_body>;

  explicit Head(const Request& request) : request_(request) {}

  bool is(boost::beast::http::verb method) const { return request_.method() == method; }
  std::string_view field(boost::beast::string_view name) const;
  /// As it was sent, escapes included. A proxy may send the whole address: its path.
  std::string_view path() const;
  /// What follows the question mark.
  std::string_view query() const;
  /// HTTP/1.1 asks for the name of the host.
  bool lacks_host() const;
  bool has_two_hosts() const;
  /// The body comes only after a word of the server.
  bool waits_to_send() const;
  /// Something else is asked for before the body comes.
  bool expects_more() const;
  /// The body is coded in a way that the server does not know.
  bool is_coded() const;

 private:
  std::string_view target() const;

  const Request& request_;
};

/// The answer to what is no HTTP request; nothing: the connection just ended.
std::optional<Response> answer_to_broken(boost::beast::error_code error);

/// What can be said before the body came; nothing: it is needed.
std::optional<Response> answer_to_head(const Settings& settings, const Route& route, const Head& head);

}  // namespace cent::testing::dev

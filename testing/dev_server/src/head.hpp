#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "api_handler.hpp"
#include "paths.hpp"
#include "settings.hpp"

namespace cent::testing::dev {

/// The parts of a request that may contain a key.
struct Credentials {
  std::string_view authorization;
  std::string_view x_api_key;
  std::string_view query;  ///< the text after the question mark
};

bool authorised(const Settings& settings, const Credentials& credentials);

/// The decoded value of a query's parameter; empty if missing.
std::string query_value(std::string_view query, std::string_view name);

/// A view of a request's header. Must not outlive the request.
class Head {
 public:
  using Request = boost::beast::http::request<boost::beast::http::string_body>;

  explicit Head(const Request& request) : request_(request) {}

  bool is(boost::beast::http::verb method) const { return request_.method() == method; }
  std::string_view field(boost::beast::string_view name) const;
  /// The path as sent, with escapes. If a proxy sent the whole address, only its path.
  std::string_view path() const;
  /// The text after the question mark.
  std::string_view query() const;
  /// True if the host is missing, which HTTP/1.1 requires.
  bool lacks_host() const;
  bool has_two_hosts() const;
  /// True if the client waits for `100 Continue` before it sends the body.
  bool waits_to_send() const;
  /// True if the client expects something other than `100 Continue`.
  bool expects_more() const;
  /// True if the body has an unknown coding.
  bool is_coded() const;

 private:
  std::string_view target() const;

  const Request& request_;
};

/// The answer to an invalid HTTP request. Empty if the connection just ended.
std::optional<Response> answer_to_broken(boost::beast::error_code error);

/// The answer if it does not depend on the body; empty otherwise.
std::optional<Response> answer_to_head(const Settings& settings, const Route& route, const Head& head);

using HeaderLines = std::vector<std::pair<std::string, std::string>>;

/// Headers that allow pages of any origin to read the streams, since v5. None for other paths.
HeaderLines cross_origin_headers(const Settings& settings, const Route& route, const Head& head);

}  // namespace cent::testing::dev

#pragma once

#include <memory>
#include <optional>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "head.hpp"
#include "http_server.hpp"

namespace cent::testing::dev {

/// One connection: reads and answers requests, one after the other.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Server& server, boost::asio::ip::tcp::socket socket);
  ~Session();

  /// Waits for the next request.
  void read();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using Message = boost::beast::http::response<boost::beast::http::string_body>;

  void on_header(boost::beast::error_code error);
  void read_body();
  void on_body(boost::beast::error_code error);
  void begin_subscription();
  void show_failure(unsigned status) const;
  void answer_call();
  void finish_call(std::optional<Response> answer);
  Response answer_api() const;
  void write(Response response, bool close);
  void write_head(const std::shared_ptr<Message>& message, std::size_t body_size);
  void on_written(bool keep_alive);
  void linger();
  void drain();

  Head head() const { return Head(parser_->get()); }
  const Head::Request& request() const { return parser_->get(); }

  Server& server_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Route route_;
  std::optional<Response> early_;
  boost::asio::steady_timer delay_;
};

}  // namespace cent::testing::dev

#include "session.hpp"

#include <chrono>
#include <cstdint>
#include <utility>

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "connect.hpp"
#include "head.hpp"
#include "page_feed.hpp"
#include "subscriber_connection.hpp"

namespace cent::testing::dev {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

// Like Go's server: at most so much of a rejected request is read to keep the connection, else it is closed.
constexpr std::uint64_t kReadAfterRefusal = 256UL * 1024;
// A body that fits its buffer is sent with its length, a larger one in chunks.
constexpr std::size_t kSentWithLength = 2048;
// Real servers accept 1 MiB, but Boost.Beast supports fields of at most 64 KiB.
constexpr std::uint32_t kMaxHeader = 64 * 1024 - 1;
// Real servers have no limit. This one protects itself against absurd lengths.
constexpr std::uint64_t kMaxBody = 512UL * 1024 * 1024;
// Maximum size of a connect request: the default of real servers.
constexpr std::size_t kMaxConnect = 64UL * 1024;
constexpr std::chrono::milliseconds kLinger{500};
constexpr std::size_t kDrain = 64UL * 1024;

}  // namespace

Session::Session(Server& server, net::ip::tcp::socket socket)
    : server_(server), stream_(std::move(socket)), delay_(stream_.get_executor()) {
  server_.statistics().change([](DevServerStats& stats) {
    ++stats.connections_accepted;
    ++stats.connections_open;
  });
}

Session::~Session() {
  server_.statistics().change([](DevServerStats& stats) { --stats.connections_open; });
}

void Session::read() {
  parser_.emplace();
  parser_->body_limit(kMaxBody);
  parser_->header_limit(kMaxHeader);
  const auto idle = server_.settings().options().idle_timeout;
  if (idle.count() > 0) {
    stream_.expires_after(idle);
  } else {
    stream_.expires_never();
  }
  http::async_read_header(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_header(error); });
}

void Session::on_header(beast::error_code error) {
  if (error) {
    if (auto answer = answer_to_broken(error)) write(std::move(*answer), true);
    return;
  }
  stream_.expires_never();
  server_.statistics().change([&](DevServerStats& stats) {
    ++stats.requests;
    ++stats.requests_by_path[std::string(head().path())];
  });
  route_ = find_route(server_.settings(), head().path());
  early_ = answer_to_head(server_.settings(), route_, head());
  if (early_) {
    const std::string& prefix = server_.settings().options().prefix;
    if (head().path().substr(0, prefix.size()) == prefix) show_failure(early_->status);
    const auto length = parser_->content_length();
    const bool short_enough = !length || *length <= kReadAfterRefusal;
    const bool cannot_go_on = early_->status == 400 || early_->status == 417 || early_->status == 501;
    if (!short_enough || head().waits_to_send() || cannot_go_on) {
      return write(std::move(*early_), true);
    }
    return read_body();
  }
  if (head().waits_to_send()) {
    static constexpr char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";
    net::async_write(stream_, net::buffer(kContinue, sizeof(kContinue) - 1),
                     [self = shared_from_this()](beast::error_code failed, std::size_t) {
                       if (!failed) self->read_body();
                     });
    return;
  }
  read_body();
}

void Session::read_body() {
  http::async_read(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_body(error); });
}

void Session::on_body(beast::error_code error) {
  if (error) return;
  if (early_) return write(std::move(*early_), false);
  if (route_.is_subscription()) return begin_subscription();
  if (route_.place == Place::feed) {
    return std::make_shared<PageFeed>(server_, std::move(stream_), query_value(head().query(), "channel"))
        ->begin();
  }
  answer_call();
}

/// Shows on the page that a request failed. Status 0: it gets no answer.
void Session::show_failure(unsigned status) const {
  const std::lock_guard<std::mutex> lock(server_.store().mutex);
  server_.store().hub.feed.call({head().path(), {}, status, 0, {}});
}

/// Answers an API request, or lets it fail on demand.
void Session::answer_call() {
  const auto [fault, delay] = server_.faults().next();
  std::optional<Response> answer;
  if (!fault || fault->executed) {
    answer = answer_api();
    server_.settle();
    // As a whole, without an outcome of its commands.
    if (answer->content_type == kTextType) show_failure(answer->status);
  }
  if (fault) {
    answer.reset();
    if (fault->status != 0) answer = text_response(static_cast<unsigned>(fault->status), "failed on demand");
    show_failure(static_cast<unsigned>(fault->status));
  }
  if (delay.count() == 0) return finish_call(std::move(answer));
  delay_.expires_after(delay);
  delay_.async_wait([self = shared_from_this(), answer = std::move(answer)](beast::error_code) mutable {
    self->finish_call(std::move(answer));
  });
}

/// Sends the answer. Without one the connection ends.
void Session::finish_call(std::optional<Response> answer) {
  if (answer) return write(std::move(*answer), false);
  beast::error_code ignored;
  stream_.socket().shutdown(net::ip::tcp::socket::shutdown_both, ignored);
}

Response Session::answer_api() const {
  const std::string& body = request().body();
  const Settings& settings = server_.settings();
  if (route_.place == Place::batch) return server_.api().batch(body);
  if (route_.place == Place::single) {
    const bool transport_errors =
        settings.options().error_mode_transport || head().field("X-Centrifugo-Error-Mode") == "transport";
    return server_.api().single(*route_.method, body, transport_errors);
  }
  const std::string_view type = head().field("Content-Type");
  if (settings.major() == 2 && type.substr(0, 24) == "application/octet-stream") {
    return text_response(400, "the dev server speaks JSON only");
  }
  Response response = server_.api().stream(body);
  // Copied from the request, which may have none.
  if (settings.major() == 2 && response.status == 200) response.content_type = type;
  return response;
}

void Session::begin_subscription() {
  const bool sse = route_.place == Place::sse;
  const bool get = head().is(http::verb::get);
  if (!get && request().body().size() > kMaxConnect) return write({413, {}, {}, {}}, true);
  std::string text = get ? query_value(head().query(), "cf_connect") : request().body();
  if (get && text.empty()) text = "{}";
  const auto connect = read_connect_request(text, server_.settings().major());
  if (!connect) return write({server_.settings().major() >= 6 ? 400U : 200U, {}, {}, {}}, false);
  const bool newer = query_value(head().query(), "cf_protocol_version") == "v2";
  std::string headers;
  for (const auto& [name, value] : cross_origin_headers(server_.settings(), route_, head())) {
    headers.append(name).append(": ").append(value).append("\r\n");
  }
  std::make_shared<Subscriber>(server_, std::move(stream_), sse)->begin(*connect, newer, headers);
}

void Session::write(Response response, bool close) {
  auto message = std::make_shared<Message>();
  message->result(response.status);
  message->version(request().version());
  if (response.content_type) {
    message->set(http::field::content_type,
                 beast::string_view(response.content_type->data(), response.content_type->size()));
  }
  for (const auto& [name, value] : cross_origin_headers(server_.settings(), route_, head())) {
    message->set(name, value);
  }
  if (!response.location.empty()) message->set(http::field::location, response.location);
  if (response.no_guess) message->set("X-Content-Type-Options", "nosniff");
  if (response.of_page) {
    message->set(http::field::cache_control, "no-store");
    message->set("Content-Security-Policy", kPagePolicy);
  }
  message->keep_alive(!close && request().keep_alive());
  if (head().is(http::verb::head)) return write_head(message, response.body.size());
  message->body() = std::move(response.body);
  if (message->version() == 11 && message->body().size() > kSentWithLength) {
    message->chunked(true);
  } else {
    message->prepare_payload();
  }
  http::async_write(stream_, *message,
                    [self = shared_from_this(), message](beast::error_code error, std::size_t) {
                      if (!error) self->on_written(message->keep_alive());
                    });
}

/// Sends the header only, with the length that the body would have.
void Session::write_head(const std::shared_ptr<Message>& message, std::size_t body_size) {
  message->content_length(body_size);
  auto serializer = std::make_shared<http::response_serializer<http::string_body>>(*message);
  http::async_write_header(
      stream_, *serializer,
      [self = shared_from_this(), message, serializer](beast::error_code error, std::size_t) {
        if (!error) self->on_written(message->keep_alive());
      });
}

void Session::on_written(bool keep_alive) {
  if (keep_alive) return read();
  linger();
}

/// Closing with unread input would reset the connection, which could destroy the answer.
void Session::linger() {
  beast::error_code ignored;
  stream_.socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
  stream_.expires_after(kLinger);
  drain();
}

void Session::drain() {
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(kDrain),
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                            if (!error) self->drain();
                          });
}

}  // namespace cent::testing::dev

#include "stream_connection.hpp"

#include <cstdio>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

namespace cent::testing::dev {

namespace net = boost::asio;
namespace beast = boost::beast;

namespace {

constexpr std::size_t kMaxQueuedBytes = 64UL * 1024 * 1024;

/// A piece of a body in chunked transfer coding.
std::string chunked(std::string_view text) {
  char size[24];
  std::snprintf(size, sizeof(size), "%zx\r\n", text.size());
  std::string out(size);
  out.append(text).append("\r\n");
  return out;
}

}  // namespace

StreamConnection::StreamConnection(Server& server, beast::tcp_stream stream)
    : server_(server), stream_(std::move(stream)) {
  server_.statistics().change([](DevServerStats& stats) { ++stats.connections_open; });
}

StreamConnection::~StreamConnection() {
  server_.statistics().change([](DevServerStats& stats) { --stats.connections_open; });
}

void StreamConnection::send_head(std::string_view content_type, std::string_view headers) {
  std::string head = "HTTP/1.1 200 OK\r\nContent-Type: ";
  head.append(content_type);
  head.append("\r\nCache-Control: no-cache, no-store, must-revalidate\r\nTransfer-Encoding: chunked\r\n");
  head.append(headers).append("\r\n");
  enqueue(std::move(head));
}

// Called under the store's mutex from any server's thread, while the connection is touched in its own. The
// order is kept here, since functions posted by several threads may run in another order.
void StreamConnection::hand_over(std::string_view piece, bool last) {
  {
    const std::lock_guard<std::mutex> lock(delivered_mutex_);
    if (delivered_.finished) return;
    if (!piece.empty()) delivered_.chunks.append(chunked(piece));
    if (last) delivered_.chunks.append("0\r\n\r\n");
    delivered_.finished = last;
  }
  net::post(stream_.get_executor(), [self = shared_from_this()] { self->take_over(); });
}

void StreamConnection::take_over() {
  std::string chunks;
  bool finished = false;
  {
    const std::lock_guard<std::mutex> lock(delivered_mutex_);
    chunks.swap(delivered_.chunks);
    finished = delivered_.finished;
  }
  if (!chunks.empty()) enqueue(std::move(chunks));
  if (!finished || finished_) return;
  finished_ = true;
  if (queue_.empty()) close();
}

void StreamConnection::enqueue(std::string chunk) {
  if (finished_) return;
  queued_bytes_ += chunk.size();
  if (queued_bytes_ > kMaxQueuedBytes) return close();  // the client does not read
  queue_.push_back(std::move(chunk));
  if (queue_.size() == 1) write();
}

void StreamConnection::write() {
  net::async_write(stream_, net::buffer(queue_.front()),
                   [self = shared_from_this()](beast::error_code error, std::size_t size) {
                     if (error) return self->close();
                     self->queued_bytes_ -= size;
                     self->queue_.pop_front();
                     if (!self->queue_.empty()) return self->write();
                     if (self->finished_) self->close();
                   });
}

/// Reads until the other side ends the connection.
void StreamConnection::watch() {
  stream_.async_read_some(net::buffer(ignored_input_),
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                            if (error) return self->close();
                            self->watch();
                          });
}

void StreamConnection::close() {
  finished_ = true;
  beast::error_code ignored;
  stream_.socket().shutdown(net::ip::tcp::socket::shutdown_both, ignored);
  stream_.close();
  const std::lock_guard<std::mutex> lock(server_.store().mutex);
  leave(server_.store());
}

}  // namespace cent::testing::dev

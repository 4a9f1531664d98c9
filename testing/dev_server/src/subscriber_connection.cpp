#include "subscriber_connection.hpp"

#include <algorithm>
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

Subscriber::Subscriber(Server& server, beast::tcp_stream stream, bool events, std::string headers)
    : server_(server), stream_(std::move(stream)), events_(events), headers_(std::move(headers)) {
  server_.statistics().change([](DevServerStats& stats) {
    ++stats.connections_open;
    ++stats.streams_open;
  });
}

Subscriber::~Subscriber() {
  server_.statistics().change([](DevServerStats& stats) {
    --stats.connections_open;
    --stats.streams_open;
  });
}

void Subscriber::begin(const ConnectRequest& connect, bool newer_frames) {
  std::string head = "HTTP/1.1 200 OK\r\nContent-Type: ";
  head.append(events_ ? "text/event-stream; charset=utf-8" : "text/plain; charset=utf-8");
  head.append("\r\nCache-Control: no-cache, no-store, must-revalidate\r\nTransfer-Encoding: chunked\r\n");
  head.append(headers_).append("\r\n");
  if (events_) head.append(chunked("\r\n"));
  enqueue(std::move(head));
  typed_ = Frames(server_.settings().major(), newer_frames).typed();
  client_ = connect_subscriber(server_.settings(), server_.store(), server_.node(), connect, newer_frames,
                               shared_from_this());
  watch();
}

std::string Subscriber::chunk(std::string_view frame) const {
  std::string line(events_ ? "data: " : "");
  line.append(frame).append(events_ ? "\n\n" : "\n");
  return chunked(line);
}

void Subscriber::deliver(std::string frame) { hand_over(chunk(frame), false); }

void Subscriber::ping() {
  if (!typed_) return deliver("{}");
  hand_over(events_ ? chunked("event: ping\ndata: null\n\n") : chunk("null"), false);
}

void Subscriber::finish() { hand_over("0\r\n\r\n", true); }

// Called under the store's mutex from any server's thread, while the connection is touched in its own. The
// order is kept here, since functions posted by several threads may run in another order.
void Subscriber::hand_over(std::string_view chunk, bool last) {
  {
    const std::lock_guard<std::mutex> lock(delivered_mutex_);
    if (delivered_.finished) return;
    delivered_.chunks.append(chunk);
    delivered_.finished = last;
  }
  net::post(stream_.get_executor(), [self = shared_from_this()] { self->take_over(); });
}

void Subscriber::take_over() {
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

void Subscriber::enqueue(std::string chunk) {
  if (finished_) return;
  queued_bytes_ += chunk.size();
  if (queued_bytes_ > kMaxQueuedBytes) return close();  // the client does not read
  queue_.push_back(std::move(chunk));
  if (queue_.size() == 1) write();
}

void Subscriber::write() {
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
void Subscriber::watch() {
  stream_.async_read_some(net::buffer(ignored_input_),
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                            if (error) return self->close();
                            self->watch();
                          });
}

void Subscriber::close() {
  finished_ = true;
  beast::error_code ignored;
  stream_.socket().shutdown(net::ip::tcp::socket::shutdown_both, ignored);
  stream_.close();
  const std::lock_guard<std::mutex> lock(server_.store().mutex);
  if (const ClientPtr client = client_.lock()) server_.store().hub.remove(client);
  server_.store().hub.end_connections();
}

}  // namespace cent::testing::dev

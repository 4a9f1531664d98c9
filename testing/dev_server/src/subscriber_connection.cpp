#include "subscriber_connection.hpp"

#include <utility>

namespace cent::testing::dev {

Subscriber::Subscriber(Server& server, boost::beast::tcp_stream stream, bool events)
    : StreamConnection(server, std::move(stream)), events_(events) {
  this->server().statistics().change([](DevServerStats& stats) { ++stats.streams_open; });
}

Subscriber::~Subscriber() {
  server().statistics().change([](DevServerStats& stats) { --stats.streams_open; });
}

void Subscriber::begin(const ConnectRequest& connect, bool newer_frames, const std::string& headers) {
  send_head(events_ ? "text/event-stream; charset=utf-8" : "text/plain; charset=utf-8", headers);
  if (events_) hand_over("\r\n", false);
  typed_ = Frames(server().settings().major(), newer_frames).typed();
  client_ = connect_subscriber(server().settings(), server().store(), server().node(), connect, newer_frames,
                               shared_from_this());
  watch();
}

void Subscriber::deliver(std::string frame) {
  std::string text(events_ ? "data: " : "");
  text.append(frame).append(events_ ? "\n\n" : "\n");
  hand_over(text, false);
}

void Subscriber::ping() {
  if (!typed_) return deliver("{}");
  if (events_) return hand_over("event: ping\ndata: null\n\n", false);
  deliver("null");
}

void Subscriber::leave(Store& store) {
  if (const ClientPtr client = client_.lock()) store.hub.remove(client);
  store.hub.end_connections();
}

}  // namespace cent::testing::dev

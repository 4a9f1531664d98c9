#pragma once

#include <array>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <boost/beast/core/tcp_stream.hpp>

#include "connect.hpp"
#include "http_server.hpp"
#include "hub.hpp"

namespace cent::testing::dev {

/// A connection that receives frames, as server-sent events or as lines.
class Subscriber : public Sink, public std::enable_shared_from_this<Subscriber> {
 public:
  /// @param headers Additional lines of the response's head.
  Subscriber(Server& server, boost::beast::tcp_stream stream, bool events, std::string headers);
  ~Subscriber() override;
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;

  void begin(const ConnectRequest& connect, bool newer_frames);

  void deliver(std::string frame) override;
  void ping() override;
  void finish() override;

 private:
  /// Frames delivered by other threads that the connection's thread has not taken yet.
  struct Delivered {
    std::string chunks;
    bool finished = false;
  };

  void hand_over(std::string_view chunk, bool last);
  void take_over();
  void enqueue(std::string chunk);
  void write();
  void watch();
  void close();
  std::string chunk(std::string_view frame) const;

  Server& server_;
  boost::beast::tcp_stream stream_;
  const bool events_;
  const std::string headers_;
  std::weak_ptr<Client> client_;  // owned by the hub, and owns this
  bool typed_ = false;            // v3 without a request for newer frames
  std::mutex delivered_mutex_;
  Delivered delivered_;
  std::deque<std::string> queue_;
  std::size_t queued_bytes_ = 0;
  bool finished_ = false;
  std::array<char, 512> ignored_input_{};
};

}  // namespace cent::testing::dev

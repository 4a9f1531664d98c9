#pragma once

#include <array>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <boost/beast/core/tcp_stream.hpp>

#include "http_server.hpp"
#include "hub.hpp"

namespace cent::testing::dev {

/// A connection with a response that does not end, in chunked transfer coding.
class StreamConnection : public Sink, public std::enable_shared_from_this<StreamConnection> {
 public:
  StreamConnection(Server& server, boost::beast::tcp_stream stream);
  ~StreamConnection() override;
  StreamConnection(const StreamConnection&) = delete;
  StreamConnection& operator=(const StreamConnection&) = delete;

  void finish() override { hand_over({}, true); }

 protected:
  /// Sends the head. `headers` are additional lines.
  void send_head(std::string_view content_type, std::string_view headers);
  /// Sends a piece of the body, from any thread. The stream ends after the last one.
  void hand_over(std::string_view piece, bool last);
  /// Waits for the other side to end the connection.
  void watch();
  /// Called at the end of the connection, under the store's mutex. May be called more than once.
  virtual void leave(Store& store) = 0;

  Server& server() const { return server_; }
  auto executor() { return stream_.get_executor(); }

 private:
  /// Chunks delivered by other threads that the connection's thread has not taken yet.
  struct Delivered {
    std::string chunks;
    bool finished = false;
  };

  void take_over();
  void enqueue(std::string chunk);
  void write();
  void close();

  Server& server_;
  boost::beast::tcp_stream stream_;
  std::mutex delivered_mutex_;
  Delivered delivered_;
  std::deque<std::string> queue_;
  std::size_t queued_bytes_ = 0;
  bool finished_ = false;
  std::array<char, 512> ignored_input_{};
};

}  // namespace cent::testing::dev

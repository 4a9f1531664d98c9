#pragma once

#include <memory>
#include <string>

#include "connect.hpp"
#include "stream_connection.hpp"

namespace cent::testing::dev {

/// A connection that receives frames, as server-sent events or as lines.
class Subscriber : public StreamConnection {
 public:
  Subscriber(Server& server, boost::beast::tcp_stream stream, bool events);
  ~Subscriber() override;
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;

  /// @param headers Additional lines of the response's head.
  void begin(const ConnectRequest& connect, bool newer_frames, const std::string& headers);

  void deliver(std::string frame) override;
  void ping() override;

 private:
  void leave(Store& store) override;

  const bool events_;
  std::weak_ptr<Client> client_;  // owned by the hub, and owns this
  bool typed_ = false;            // v3 without a request for newer frames
};

}  // namespace cent::testing::dev

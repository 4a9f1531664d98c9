#pragma once

#include <string>

#include <boost/asio/steady_timer.hpp>

#include "stream_connection.hpp"

namespace cent::testing::dev {

/// The connection of an open page: server-sent events with a channel's publications, the calls of the API,
/// and all channels whenever they change.
class PageFeed : public StreamConnection {
 public:
  PageFeed(Server& server, boost::beast::tcp_stream stream, std::string channel);

  void begin();

  void deliver(std::string event) override { hand_over(event, false); }
  void ping() override {}

 private:
  void leave(Store& store) override { store.hub.feed.close(this); }
  void send_history(Store& store, const ChannelRules& rules);
  void send_state();
  void look_later();
  std::string state(Store& store) const;
  std::string presence(const Store& store) const;

  const std::string channel_;
  boost::asio::steady_timer timer_;
  std::string state_;  // as sent last
};

}  // namespace cent::testing::dev

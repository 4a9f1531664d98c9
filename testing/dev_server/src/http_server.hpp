#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "api_handler.hpp"
#include "faults.hpp"
#include "settings.hpp"
#include "store.hpp"

namespace cent::testing::dev {

/// The server's counters. Thread safe.
class Statistics {
 public:
  template <class Change>
  void change(Change&& change) {
    const std::lock_guard<std::mutex> lock(mutex_);
    change(now_);
  }
  DevServerStats copy() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return now_;
  }

 private:
  mutable std::mutex mutex_;
  DevServerStats now_;
};

/// State shared by all connections of a server.
class Server {
 public:
  explicit Server(DevServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const { return port_; }
  void stop();

  const Settings& settings() const { return settings_; }
  Store& store() { return *store_; }
  const Api& api() const { return api_; }
  const std::string& node() const { return node_; }
  Statistics& statistics() { return statistics_; }
  Faults& faults() { return faults_; }

  /// To be called after a request, in the server's thread: ends the connections scheduled to end.
  void settle();

 private:
  void accept();
  void accept_later();
  void run();
  void keep_time();

  Settings settings_;
  std::shared_ptr<Store> store_;
  Statistics statistics_;
  Faults faults_;
  Api api_;
  std::string node_;
  boost::asio::io_context io_{1};
  boost::asio::ip::tcp::acceptor acceptor_{io_};
  boost::asio::steady_timer accept_again_{io_};
  boost::asio::steady_timer time_{io_};
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace cent::testing::dev

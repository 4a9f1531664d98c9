#include "http_server.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "session.hpp"

namespace cent::testing {

namespace dev {

namespace net = boost::asio;
using net::ip::tcp;

Server::Server(DevServerOptions options)
    : settings_(std::move(options)),
      store_(settings_.options().store ? settings_.options().store : make_store()),
      faults_(settings_.options().faults),
      api_(settings_, *store_,
           [this](std::string_view method) {
             statistics_.change(
                 [&](DevServerStats& stats) { ++stats.commands_by_method[std::string(method)]; });
           }),
      node_(make_uuid()) {
  boost::system::error_code error;
  const tcp::endpoint endpoint(net::ip::address_v4::loopback(), settings_.options().port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
  if (error) {
    throw std::system_error(
        error.value(), std::system_category(),
        "dev server: no port " + std::to_string(settings_.options().port) + " on 127.0.0.1");
  }
  port_ = acceptor_.local_endpoint().port();
  {
    const std::lock_guard<std::mutex> lock(store_->mutex);
    const std::size_t letters = settings_.major() >= 6 ? 8 : 4;
    store_->history.epoch_letters = store_->maps.epoch_letters = letters;
    store_->nodes.push_back(
        {node_, "127.0.0.1_" + std::to_string(port_), std::string(settings_.version()), Clock::now()});
  }
  accept();
  keep_time();
  thread_ = std::thread([this] { run(); });
}

Server::~Server() { stop(); }

void Server::accept() {
  acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
    if (error) return accept_later();
    accept();
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    std::make_shared<Session>(*this, std::move(socket))->read();
  });
}

/// An exception of a handler, such as a lack of memory, ends its connection and not the server.
void Server::run() {
  for (;;) {
    try {
      io_.run();
      return;
    } catch (const std::exception&) {
    }
  }
}

/// Descriptors may have run out. They are freed when connections end.
void Server::accept_later() {
  accept_again_.expires_after(std::chrono::milliseconds(20));
  accept_again_.async_wait([this](boost::system::error_code error) {
    if (!error) accept();
  });
}

void Server::settle() {
  const std::lock_guard<std::mutex> lock(store_->mutex);
  store_->settle();
}

/// Runs due tasks also while no command arrives.
void Server::keep_time() {
  time_.expires_after(std::chrono::milliseconds(100));
  time_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    keep_time();
    settle();
  });
}

void Server::stop() {
  if (!thread_.joinable()) return;
  io_.stop();
  thread_.join();
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  const std::lock_guard<std::mutex> lock(store_->mutex);
  // The subscribers own sessions of this server. Other servers of the store must not use them any more.
  store_->hub.remove_node(node_);
  auto& nodes = store_->nodes;
  nodes.erase(
      std::remove_if(nodes.begin(), nodes.end(), [&](const Store::Node& one) { return one.uid == node_; }),
      nodes.end());
}

}  // namespace dev

std::shared_ptr<Store> make_store() { return std::make_shared<Store>(); }

class DevServer::Impl {
 public:
  explicit Impl(DevServerOptions options) : server_(std::make_unique<dev::Server>(std::move(options))) {
    port_ = server_->port();
  }

  std::uint16_t port() const { return port_; }

  void stop() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!server_) return;
    server_->stop();
    last_ = server_->statistics().copy();
    last_.connections_open = 0;
    last_.streams_open = 0;
    server_.reset();
  }

  DevServerStats stats() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return server_ ? server_->statistics().copy() : last_;
  }

  void advance_clock(std::chrono::milliseconds by) {
    if (by.count() < 0) throw std::invalid_argument("dev server: the clock cannot go back");
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!server_) return;
    const std::lock_guard<std::mutex> store(server_->store().mutex);
    server_->store().skew += by;
    server_->store().settle();
  }

  template <class Change>
  void change_faults(Change&& change) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (server_) change(server_->faults());
  }

 private:
  mutable std::mutex mutex_;
  std::unique_ptr<dev::Server> server_;
  std::uint16_t port_ = 0;
  DevServerStats last_;
};

DevServer::DevServer(DevServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
DevServer::~DevServer() { stop(); }
std::string DevServer::address() const { return "http://127.0.0.1:" + std::to_string(port()); }
std::uint16_t DevServer::port() const { return impl_->port(); }
void DevServer::stop() { impl_->stop(); }
DevServerStats DevServer::stats() const { return impl_->stats(); }
void DevServer::advance_clock(std::chrono::milliseconds by) { impl_->advance_clock(by); }
void DevServer::fail_next(std::size_t requests, RequestFault fault) {
  impl_->change_faults([&](dev::Faults& faults) { faults.fail_next(requests, fault); });
}
void DevServer::delay(std::chrono::milliseconds by) {
  impl_->change_faults([&](dev::Faults& faults) { faults.delay(by); });
}

}  // namespace cent::testing

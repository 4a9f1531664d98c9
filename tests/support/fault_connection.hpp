#pragma once
#include <cstddef>
#include <functional>
#include <string>

#include "support/fault_http.hpp"
#include "support/fault_server.hpp"
#include "support/loopback.hpp"

namespace cent::test {

/// The interface of a server for its connections.
class ConnectionHost {
 public:
  /// The fault for the request whose first bytes these are.
  virtual Fault fault_for(std::size_t connection, std::size_t on_connection,
                          const std::string& beginning) = 0;
  /// Carries a whole request out. The status is 401 if the key is wrong.
  virtual Replies carry_out(const RequestHead& head, const std::string& body, const Fault& fault) = 0;
  virtual void received(std::size_t bytes) = 0;
  virtual void record(RequestRecord request) = 0;
  virtual void crash(milliseconds down) = 0;
  virtual void idle_ended() = 0;

 protected:
  ~ConnectionHost() = default;
};

/// One connection from its first byte to its end, in a thread of its own.
class FaultConnection {
 public:
  FaultConnection(Wire wire, std::size_t number, ConnectionHost& host)
      : wire_(std::move(wire)), number_(number), host_(host) {}
  void serve();

 private:
  struct Request {
    RequestHead head{};
    std::string head_text{};
    std::string body{};
    bool whole = false;
  };
  /// False if the connection is over.
  bool serve_one(const Fault& fault);
  Request read_request(const Fault& fault);
  bool read_until(std::size_t size, std::size_t most);
  /// False if the server stops before the latch is open.
  bool wait_for(const Latch& latch);
  /// False if the other side is gone, or the server stops.
  bool send(const Fault& fault, const std::string& answer);
  bool end(const Fault& fault);
  /// Waits for the next request, or for what the last one's fault holds ready. False if the connection is
  /// over.
  bool wait_for_request(const Fault& last);
  bool end_idle(const Fault& last);

  Wire wire_;
  std::size_t number_;
  ConnectionHost& host_;
  std::string in_;  ///< Read and not yet used.
};

}  // namespace cent::test

#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/cluster.hpp"
#include "support/fault.hpp"

namespace cent::test {

/// A request about to be answered, by what is known when its first bytes are there.
struct RequestSeen {
  std::size_t number = 0;         ///< Of all requests that meet faults, from 0.
  std::size_t connection = 0;     ///< Of all connections, from 0.
  std::size_t on_connection = 0;  ///< Of the requests of this connection, from 0.
  std::string beginning{};        ///< Its first bytes: at least the request line, as a rule.
};

/// Says what happens to a request. Called by one thread at a time.
using FaultSource = std::function<Fault(const RequestSeen&)>;

/// A request as it came in.
struct RequestRecord {
  std::size_t connection = 0;
  std::string path{};
  std::string head{};  ///< Up to the empty line.
  std::string body{};  ///< The part that was read, at most 64 KiB.
};

struct FaultServerStats {
  std::size_t connections = 0;  ///< Accepted.
  std::size_t open = 0;         ///< Of those, whose server side is not closed yet.
  std::size_t requests = 0;     ///< That meet faults: all but the unspoiled `info`s.
  std::size_t infos = 0;        ///< Answered well and outside of any schedule.
  std::size_t idle_ends = 0;    ///< Connections that have got what Fault::idle_latch held back.
  std::size_t bytes = 0;        ///< Received.
};

struct FaultServerOptions {
  std::string host = "127.0.0.1";      ///< In 127.0.0.0/8, or the path of a Unix socket.
  std::uint16_t port = 0;              ///< 0: any.
  std::string version = "6.9.1";       ///< Decides its features, and is in `info`.
  std::string reported_version{};      ///< In `info` in place of that; empty: the same.
  std::string api_key{};               ///< Empty: none is asked for.
  bool spoil_info = false;             ///< Whether `info` meets faults and counts as a request, too.
  int receive_buffer = 0;              ///< SO_RCVBUF; 0: the system's.
  std::shared_ptr<Cluster> cluster{};  ///< Null: one of its own.
};

/// A Centrifugo whose every misbehaviour is scripted, on raw loopback sockets, a thread a connection. It
/// logs the publications that it executes and honours idempotency keys and versions as its version does, so
/// that what happened can be proved. Safe from many threads.
class FaultServer {
 public:
  /// Listens when it returns. @throws std::system_error
  explicit FaultServer(FaultServerOptions options = {});
  ~FaultServer();
  FaultServer(const FaultServer&) = delete;
  FaultServer& operator=(const FaultServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// `http://127.0.0.1:PORT`.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] Cluster& cluster();
  [[nodiscard]] ExecutionLog& executions() { return cluster().executions; }

  /// The next requests meet these, in order of arrival; after them all is well.
  void script(std::vector<Fault> requests);
  /// The same, a list for each connection from the next one on.
  void script_connections(std::vector<std::vector<Fault>> connections);
  void always(Fault fault);
  void next_fault(FaultSource source);

  /// The server's age from here on, as after an upgrade.
  void set_version(const std::string& version);

  /// Closes the port and all connections; returns when no thread is left. start() listens on the same port.
  void stop();
  void start();
  void restart() {
    stop();
    start();
  }

  [[nodiscard]] FaultServerStats stats() const;
  /// The last 2,000 requests, the oldest first.
  [[nodiscard]] std::vector<RequestRecord> requests() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cent::test

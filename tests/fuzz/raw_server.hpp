#pragma once
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace cent::fuzz {

/// Answers whatever comes to a Unix socket of its own with the bytes it was given, which need not be HTTP.
/// One thread, many connections.
class RawServer {
 public:
  struct Answers {
    std::vector<std::string> raw{};  ///< One for each request in turn; the last one for all that follow.
    bool keeps_open = false;         ///< Else a connection is closed behind its answer.
  };

  /// @throws std::runtime_error without a socket.
  RawServer();
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] const std::string& socket_path() const noexcept { return path_; }
  /// From now on.
  void begin(Answers answers);
  /// How many whole requests came since begin(). To be called when all clients are gone: hears them to their
  /// end.
  std::size_t end();

 private:
  struct Connection {
    int socket;
    std::string received{};
  };
  void serve();
  /// Does what there is to do, after a wait of at most so many milliseconds. False if there was nothing.
  bool serve_once(int wait);
  /// False once the connection has ended.
  bool hear(Connection& connection);
  bool answer(const Connection& connection);

  std::string folder_;
  std::string path_;
  int listener_ = -1;
  int control_[2] = {-1, -1};  ///< A pipe to the thread: a byte asks it to settle, its end to stop.
  std::mutex mutex_;
  std::condition_variable settled_;
  bool settling_ = false;
  Answers answers_;
  std::size_t requests_ = 0;
  std::vector<Connection> connections_;  ///< The thread's own, as long as it runs.
  std::thread thread_;
};

}  // namespace cent::fuzz

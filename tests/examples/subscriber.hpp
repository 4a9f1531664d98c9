#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

namespace cent::test {

/// A real subscriber over plain HTTP: keeps a stream of Centrifugo's `/connection/uni_http_stream` open and
/// records its frames. It shares no code with cent, so that the examples prove something.
class Subscriber {
 public:
  /// @param connect The connect message: `{"token":"…"}`, or `{"subs":{…}}` if the server needs no
  /// token.
  Subscriber(const std::string& server, const nlohmann::json& connect);
  ~Subscriber();
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;

  /// True once the server has accepted the connection.
  bool wait_connected(std::chrono::milliseconds at_most);
  /// True once that many publications of a channel have come.
  bool wait_count(const std::string& channel, std::size_t count, std::chrono::milliseconds at_most);
  /// True once a frame of this kind has come: `unsubscribe`, `disconnect`.
  bool wait_frame(const std::string& kind, std::chrono::milliseconds at_most);
  /// The data of all publications of a channel so far, in the order in which they came.
  std::vector<nlohmann::json> received(const std::string& channel);
  /// Why there is no connection, as text.
  std::string fault();

 private:
  static std::size_t on_data(char* data, std::size_t size, std::size_t count, void* self);
  static int on_progress(void* self, long long, long long, long long, long long);
  void run(const std::string& url, const std::string& body);
  void take(const std::string& line);
  template <class Condition>
  bool wait(std::chrono::milliseconds at_most, const Condition& condition);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string rest_;
  std::map<std::string, std::vector<nlohmann::json>> publications_;
  std::map<std::string, int> frames_;
  std::string fault_;
  bool ended_ = false;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace cent::test

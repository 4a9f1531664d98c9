#pragma once
#include <cent/api/common.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "web.hpp"

namespace cent::cli {

/// The address of clients that belongs to one of the server API: without `/api` at its end.
[[nodiscard]] std::string client_address(std::string address);

/// The connect message of a client that follows channels: with the token; with one for the channels that is
/// made with the secret if there is none, or with neither.
[[nodiscard]] std::string connect_message(const std::vector<std::string>& channels, const std::string& user,
                                          const std::string& token, const std::string& secret);

/// A subscriber without a library of its own: a stream of Centrifugo's `/connection/uni_http_stream`.
class PublicationStream {
 public:
  struct Event {
    enum class Kind {
      connected,
      publication,
      unsubscribed,  ///< From `channel`.
      disconnected,  ///< By the server; `text` and `may_return` say more.
      failed,        ///< The stream ended or never began; `text` says why, `status` is that of HTTP.
      timeout,       ///< The time of next() passed.
      woken,         ///< The descriptor of next() can be read from.
    };
    Kind kind = Kind::timeout;
    std::string channel{};
    Publication publication{};
    std::vector<std::string> channels{};  ///< Of `connected`.
    std::string text{};
    bool may_return = true;
    int status = 0;
  };

  /// @param address Of clients.
  /// @param connect The connect message: `{"token":"…"}` or `{"subs":{…}}`.
  PublicationStream(const std::string& address, const HttpOptions& http, const std::string& connect);

  /// Waits for the next event. The stream has failed if it is silent for longer than the server's pings.
  Event next(int descriptor, std::chrono::milliseconds at_most);

 private:
  Event read(const std::string& line);
  [[nodiscard]] Event end() const;

  WebStream stream_;
  std::chrono::milliseconds silence_{35000};
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace cent::cli

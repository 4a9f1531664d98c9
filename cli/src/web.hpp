#pragma once
#include <cent/curl_transport.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// Requests that are no calls of the server API: streams of subscribers, and looks at what stands between.
namespace cent::cli {

struct WebRequest {
  std::string url{};
  HttpOptions http{};
  std::vector<std::string> headers{};  ///< `Name: value`
  std::string body{};                  ///< Empty: a GET, otherwise a POST.
  std::chrono::milliseconds timeout{5000};
};

/// Name and value of a property of a certificate: `Expire date`.
using Certificate = std::vector<std::pair<std::string, std::string>>;

struct WebReply {
  std::string error{};  ///< Empty: there is a whole response.
  /// Where it failed, if it did: `resolve`, `proxy`, `connect`, `tls`, `timeout`, or `transfer`.
  std::string stage{};
  int status = 0;
  std::string body{};
  std::string server_ip{};
  std::string date{};    ///< Header of that name.
  std::string server{};  ///< Header of that name.
  std::vector<Certificate> certificates{};
};

/// Sends one request on a connection of its own. Redirects are not followed.
[[nodiscard]] WebReply exchange(const WebRequest& request);

/// How long an idle connection is kept by the other side. At most `at_most`, and -1 if it cannot be said.
[[nodiscard]] std::chrono::milliseconds idle_life(const WebRequest& request,
                                                  std::chrono::milliseconds at_most);

/// Unix seconds of an HTTP date or one of a certificate; -1 if it is none.
[[nodiscard]] std::int64_t parse_date(const std::string& text);

/// A response that does not end, line by line.
class WebStream {
 public:
  explicit WebStream(const WebRequest& request);
  ~WebStream();
  WebStream(const WebStream&) = delete;
  WebStream& operator=(const WebStream&) = delete;

  enum class Event { line, timeout, woken, ended };
  /// Waits for the next line. `woken`: `descriptor` can be read from. Negative: none.
  Event next(std::string& line, int descriptor, std::chrono::milliseconds at_most);
  /// HTTP status; 0 before the response.
  [[nodiscard]] int status() const;
  /// Why it ended; empty if the server ended it as it should.
  [[nodiscard]] const std::string& error() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cent::cli

#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// HTTP/1.1 by hand: what goes over the socket is what the test says, and what comes back is shown as it is.
/// Every wait is bounded; what does not come in time, or not at all, is a std::runtime_error.
namespace cent::test {

using RawHeaders = std::vector<std::pair<std::string, std::string>>;

struct RawRequest {
  std::string method = "POST";
  std::string target = "/api";
  RawHeaders headers{};
  std::string body{};
};

/// The request as it goes out: Host comes first, Content-Length last unless the headers say it.
std::string to_bytes(const RawRequest& request);

struct RawResponse {
  int status = 0;
  std::string status_line{};
  RawHeaders headers{};  ///< Names in lower case.
  std::string body{};    ///< Without the transfer coding.

  /// Value of a header, asked for in lower case.
  [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
};

/// One connection to a port of 127.0.0.1.
class RawConnection {
 public:
  static constexpr std::chrono::milliseconds kPatience{10000};

  explicit RawConnection(std::uint16_t port);
  ~RawConnection();
  RawConnection(RawConnection&& other) noexcept;
  RawConnection& operator=(RawConnection&&) = delete;

  /// False if the other side has gone.
  bool send(std::string_view bytes);
  /// Says that nothing more will be sent.
  void finish_sending();
  /// Status and header; the body stays to be read.
  RawResponse read_head(std::chrono::milliseconds patience = kPatience);
  /// The whole response. `to_head`: the request was a HEAD, so no body follows.
  RawResponse read_response(bool to_head = false);
  /// More of the body that read_head() left, as soon as there is some; nothing at its end.
  std::optional<std::string> read_piece(std::chrono::milliseconds patience = kPatience);
  /// True once the other side has closed or reset the connection, whatever it sent before.
  bool closed_within(std::chrono::milliseconds patience = kPatience);

 private:
  using Time = std::chrono::steady_clock::time_point;
  bool receive(Time deadline);
  std::string take_line(Time deadline);
  std::string take(std::size_t size, Time deadline);

  int fd_ = -1;
  std::string received_{};
  bool chunked_ = false;
  std::optional<std::size_t> left_{};  ///< Of a body with a length.
};

/// Sends a request on a connection of its own.
RawResponse exchange(std::uint16_t port, const RawRequest& request);

/// A response that does not end: a subscriber over plain HTTP.
class RawStream {
 public:
  RawStream(std::uint16_t port, const RawRequest& request);

  [[nodiscard]] const RawResponse& head() const { return head_; }
  /// The next line that is no keep-alive; nothing if the stream ended. Lines of events keep their `data: `.
  std::optional<std::string> next(std::chrono::milliseconds patience = RawConnection::kPatience);
  /// True if no line comes for so long.
  bool is_silent(std::chrono::milliseconds patience);

 private:
  RawConnection connection_;
  RawResponse head_;
  std::string text_{};
};

}  // namespace cent::test

/// The server API by hand, for tests that must not use the client.
namespace cent::test {

/// A POST with the usual key.
RawRequest api_request(const std::string& target, const std::string& body);

/// One command by the stream to `/api`, which every generation has: the reply object.
nlohmann::json command(std::uint16_t port, const std::string& method, const nlohmann::json& params);

/// How a subscriber over plain HTTP connects: `{"subs":{...}}` or `{"token":"..."}`.
RawRequest stream_request(const nlohmann::json& connect);
/// The same by GET, as a browser's EventSource does.
RawRequest event_request(const nlohmann::json& connect);
/// `{"subs":{channel:{}}}`
nlohmann::json subscriptions(const std::string& channel);

/// A connection token: these claims, signed with HS256.
std::string make_token(const nlohmann::json& claims, const std::string& secret = "secret");
/// The same with claims as a text, for what no JSON object holds.
std::string make_token_of(const std::string& claims, const std::string& secret = "secret");

}  // namespace cent::test

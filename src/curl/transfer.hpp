#pragma once
#include <cent/transport.hpp>
#include <string>

#include "curl/curl_error.hpp"
#include "curl/handle.hpp"

namespace cent::detail {

/// One exchange on a handle: sets it up, hears its callbacks, and says how it ended. The handle, the
/// request's texts and this object must stay where they are until finish().
class Transfer {
 public:
  /// `response` is empty, and whole after finish().
  Transfer(Handle& handle, const HttpOptions& options, HttpResponse& response);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Once for each handle, whose transfers hear them in turn.
  static void set_callbacks(Handle& handle);
  /// @throws RequestException, std::bad_alloc: nothing was sent then.
  void prepare(const HttpRequest& request);
  /// True if nothing was sent, since the kept connection was spent (see Sockets): libcurl has closed it, and
  /// the transfer is to be performed again, by a next connection. Bounded by the connections that are kept.
  [[nodiscard]] bool met_spent_connection(CURLcode code) noexcept;
  /// True while libcurl tries to connect to one of a name's addresses.
  [[nodiscard]] bool is_connecting() const noexcept { return opened_ && evidence_.starts == 0; }
  /// The response is there, or an exception says what is known.
  void finish(CURLcode code);

 private:
  /// The one that is under way on the handle, which all callbacks get.
  static Transfer& of(void* handle) noexcept;
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* handle) noexcept;
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* handle) noexcept;
  static int on_request(void* handle, char*, char*, int, int local_port) noexcept;
  static int on_resolve(void*, void*, void* handle) noexcept;
  static curl_socket_t on_socket(void* handle, curlsocktype, curl_sockaddr* address) noexcept;
  static int on_close(void* sockets, curl_socket_t socket) noexcept;
  /// True, and noted, if the request has gone out before: libcurl is about to do it once more.
  bool is_second_start() noexcept;
  /// True if the request must not go out by the connection with this local port.
  [[nodiscard]] bool is_spent(int local_port) const noexcept;
  void take_header(std::string_view line);
  [[nodiscard]] std::string endpoint() const;

  Handle& handle_;
  const HttpOptions& options_;
  HttpResponse& response_;
  TransferEvidence evidence_;
  std::size_t body_size_ = 0;
  std::size_t header_bytes_ = 0;
  bool opened_ = false;  ///< A connection is made for this transfer: what it uses is new.
  bool spent_ = false;   ///< Aborted in on_request(), see met_spent_connection().
  std::size_t spent_met_ = 0;
};

}  // namespace cent::detail

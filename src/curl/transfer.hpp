#pragma once
#include <cent/transport.hpp>
#include <string>

#include "curl/curl_error.hpp"
#include "curl/handle.hpp"

namespace cent::detail {

/// One exchange on a handle: sets it up, receives its callbacks and reports its end. The handle, the
/// request's texts and this object must stay where they are until finish().
class Transfer {
 public:
  /// @param response Empty now, complete after finish().
  Transfer(Handle& handle, const HttpOptions& options, HttpResponse& response);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Sets the callbacks. To be called once for each handle.
  static void set_callbacks(Handle& handle);
  /// @throws RequestException, std::bad_alloc without sending anything.
  void prepare(const HttpRequest& request);
  /// True if nothing was sent because the kept connection had ended (see Sockets). libcurl has closed it, and
  /// the transfer must be performed again, on another connection. Happens at most as often as connections are
  /// kept.
  [[nodiscard]] bool met_spent_connection(CURLcode code) noexcept;
  /// True while libcurl tries to connect to one of a name's addresses.
  [[nodiscard]] bool is_connecting() const noexcept { return opened_ && evidence_.starts == 0; }
  /// Completes the response, or throws an exception with the known facts.
  void finish(CURLcode code);

 private:
  /// The transfer under way on the handle, which is the argument of all callbacks.
  static Transfer& of(void* handle) noexcept;
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* handle) noexcept;
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* handle) noexcept;
  static int on_request(void* handle, char*, char*, int, int local_port) noexcept;
  static int on_resolve(void*, void*, void* handle) noexcept;
  static curl_socket_t on_socket(void* handle, curlsocktype, curl_sockaddr* address) noexcept;
  static int on_close(void* sockets, curl_socket_t socket) noexcept;
  /// Returns true, and records it, if libcurl is about to send the request a second time.
  bool is_second_start() noexcept;
  /// True if the request must not be sent on the connection with this local port.
  [[nodiscard]] bool is_spent(int local_port) const noexcept;
  void take_header(std::string_view line);
  void take_times();
  [[nodiscard]] std::string endpoint() const;

  Handle& handle_;
  const HttpOptions& options_;
  HttpResponse& response_;
  TransferEvidence evidence_;
  std::size_t body_size_ = 0;
  std::size_t header_bytes_ = 0;
  bool opened_ = false;  ///< A connection was opened for this transfer, so it uses a new one.
  bool spent_ = false;   ///< Aborted in on_request(), see met_spent_connection().
  std::size_t spent_met_ = 0;
  bool wants_times_ = false;
};

}  // namespace cent::detail

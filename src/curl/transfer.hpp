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
  /// The response is there, or an exception says what is known.
  void finish(CURLcode code);

 private:
  /// The one that is under way on the handle, which all callbacks get.
  static Transfer& of(void* handle) noexcept;
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* handle) noexcept;
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* handle) noexcept;
  static int on_request(void* handle, char*, char*, int, int) noexcept;
  static int on_resolve(void*, void*, void* handle) noexcept;
  static curl_socket_t on_socket(void* handle, curlsocktype, curl_sockaddr* address) noexcept;
  /// True, and noted, if the request has gone out before: libcurl is about to do it once more.
  bool is_second_start() noexcept;
  void take_header(std::string_view line);
  [[nodiscard]] std::string endpoint() const;

  Handle& handle_;
  const HttpOptions& options_;
  HttpResponse& response_;
  TransferEvidence evidence_;
  std::size_t body_size_ = 0;
  std::size_t header_bytes_ = 0;
};

}  // namespace cent::detail

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
  Transfer(Handle& handle, const HttpOptions& options) : handle_(handle), options_(options) {}
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// @throws RequestException, UsageError, std::bad_alloc: nothing was sent then.
  void prepare(const HttpRequest& request);
  /// The response, or an exception that says what is known.
  HttpResponse finish(CURLcode code);

 private:
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) noexcept;
  static int on_request(void* self, char*, char*, int, int) noexcept;
  void take_header(std::string_view line);
  [[nodiscard]] std::string endpoint();

  Handle& handle_;
  const HttpOptions& options_;
  HttpResponse response_;
  TransferEvidence evidence_;
  std::string url_;
  std::size_t body_size_ = 0;
  std::size_t header_bytes_ = 0;
};

}  // namespace cent::detail

#pragma once
#include <curl/curl.h>
#include <cent/curl_transport.hpp>
#include <memory>
#include <string>
#include <unordered_map>

#include "curl/sockets.hpp"

namespace cent::detail {

struct EasyCleanup {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct UrlCleanup {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
struct ListCleanup {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using EasyPtr = std::unique_ptr<CURL, EasyCleanup>;
using UrlPtr = std::unique_ptr<CURLU, UrlCleanup>;
using ListPtr = std::unique_ptr<curl_slist, ListCleanup>;

/// Initializes libcurl once for the process. @throws RequestException (resources)
void ensure_curl();

class Transfer;

/// One easy handle with its connection, its parsed addresses and its header lists. It remembers the options
/// that are set, since most calls differ only in their body. Used by one transfer at a time. It cannot move,
/// since libcurl's callbacks point to it.
class Handle {
 public:
  /// @param shared The sockets of a multi handle, which outlives this. Null: it creates its own.
  explicit Handle(const HttpOptions& options, Sockets* shared = nullptr);
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  [[nodiscard]] CURL* easy() const noexcept { return easy_.get(); }
  /// Sets the address of the next request. @throws UsageError, RequestException
  void set_url(std::string_view text);
  /// Sets the Internet address to connect to instead of looking up the host. Empty: look it up.
  void set_ip(std::string_view text);
  void set_headers(const std::shared_ptr<const HttpHeaders>& headers, std::size_t body_bytes);
  /// Sets the time-outs of the exchange and of connecting, in milliseconds above zero.
  void set_limits(long whole, long connect);
  [[nodiscard]] const std::string& url() const noexcept { return url_text_; }
  [[nodiscard]] const std::string& ip() const noexcept { return ip_; }
  [[nodiscard]] char* error_buffer() noexcept { return error_; }
  [[nodiscard]] Sockets& sockets() noexcept { return sockets_; }

  Transfer* transfer = nullptr;  ///< Receives the callbacks. Valid only while a transfer is under way.

 private:
  struct Headers {
    std::shared_ptr<const HttpHeaders> source;  ///< Kept alive, so that no other list can have its address.
    ListPtr list;                               ///< The first one is for large bodies only.
  };
  /// Parsed once, since parsing costs a fifth of a call.
  CURLU* parsed(const std::string& text);
  Headers& list_of(const std::shared_ptr<const HttpHeaders>& headers);

  ListPtr route_;   ///< libcurl reads it during the handle's life.
  ListPtr target_;  ///< The same, for ip_.
  Sockets own_sockets_{false};
  Sockets& sockets_;
  EasyPtr easy_;  // closes its connections when destroyed
  std::unordered_map<std::string, UrlPtr> urls_;
  std::unordered_map<const HttpHeaders*, Headers> headers_;
  // The options set last.
  std::string url_text_;
  bool url_set_ = false;
  std::string ip_;
  const Headers* list_ = nullptr;
  bool is_large_ = false;  ///< The first header of list_ is set, too.
  long whole_limit_ = 0;
  long connect_limit_ = 0;
  char error_[CURL_ERROR_SIZE] = {};
};

}  // namespace cent::detail

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

/// One easy handle with its connection, the addresses it has parsed and the header lists it has made. It
/// remembers what libcurl was told, since most calls differ in their body alone. Used by one transfer at a
/// time, and stays where it is: libcurl's callbacks know it.
class Handle {
 public:
  /// `shared`: of the connection cache of a multi handle, which outlives this; null: one of its own.
  explicit Handle(const HttpOptions& options, Sockets* shared = nullptr);
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  [[nodiscard]] CURL* easy() const noexcept { return easy_.get(); }
  /// Where the next request goes. @throws UsageError, RequestException
  void set_url(std::string_view text);
  void set_headers(const std::shared_ptr<const HttpHeaders>& headers);
  /// Milliseconds above zero: of the whole exchange, and of connecting.
  void set_limits(long whole, long connect);
  [[nodiscard]] const std::string& url() const noexcept { return url_text_; }
  [[nodiscard]] char* error_buffer() noexcept { return error_; }
  [[nodiscard]] Sockets& sockets() noexcept { return sockets_; }

  Transfer* transfer = nullptr;  ///< Hears the callbacks; of use only while one is under way.

 private:
  struct Headers {
    std::shared_ptr<const HttpHeaders> source;  ///< Held, so that its address cannot be another's.
    ListPtr list;
  };
  /// Parsed once: to do so anew for each call would cost a fifth of the call.
  CURLU* parsed(const std::string& text);
  Headers& list_of(const std::shared_ptr<const HttpHeaders>& headers);

  ListPtr route_;  ///< What libcurl reads as long as it has the handle.
  Sockets own_sockets_{false};
  Sockets& sockets_;
  EasyPtr easy_;  // closes its connections at its end
  std::unordered_map<std::string, UrlPtr> urls_;
  std::unordered_map<const HttpHeaders*, Headers> headers_;
  // What libcurl was told last.
  std::string url_text_;
  bool url_set_ = false;
  const Headers* list_ = nullptr;
  long whole_limit_ = 0;
  long connect_limit_ = 0;
  char error_[CURL_ERROR_SIZE] = {};
};

}  // namespace cent::detail

#pragma once
#include <curl/curl.h>
#include <memory>
#include <string>
#include <unordered_map>

#include "cent/curl_transport.hpp"

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

/// One easy handle with its connection, the addresses it has parsed and the header lists it has made. Used by
/// one transfer at a time.
class Handle {
 public:
  explicit Handle(const HttpOptions& options);
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  [[nodiscard]] CURL* easy() const noexcept { return easy_.get(); }
  /// The parsed address. Parsing it anew for each call would cost a fifth of the call.
  CURLU* url(std::string_view text);
  curl_slist* headers(const std::shared_ptr<const HttpHeaders>& headers);
  [[nodiscard]] char* error_buffer() noexcept { return error_; }

 private:
  struct Headers {
    std::shared_ptr<const HttpHeaders> source;  ///< Held, so that its address cannot be another's.
    ListPtr list;
  };
  EasyPtr easy_;
  std::string last_text_;
  CURLU* last_url_ = nullptr;
  std::unordered_map<std::string, UrlPtr> urls_;
  std::unordered_map<const HttpHeaders*, Headers> headers_;
  char error_[CURL_ERROR_SIZE] = {};
};

}  // namespace cent::detail

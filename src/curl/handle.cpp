#include "curl/handle.hpp"

#include <cent/errors.hpp>
#include <new>

#include "curl/curl_error.hpp"
#include "curl/options.hpp"

namespace cent::detail {
namespace {

/// More addresses than a client calls; a limit only against a program that makes up method names.
constexpr std::size_t kMostKept = 256;

std::string header_line(const HttpHeader& header) {
  // With a colon alone libcurl would leave the header out; a semicolon sends it empty.
  return header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
}

void append(ListPtr& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc{};
  static_cast<void>(list.release());  // it is a part of `longer` now
  list.reset(longer);
}

}  // namespace

void ensure_curl() {
  // Never undone: other parts of the process may use libcurl, too.
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  check_option(result, "global initialization");
}

Handle::Handle(const HttpOptions& options) {
  ensure_curl();
  easy_.reset(curl_easy_init());
  if (!easy_) throw std::bad_alloc{};
  set_fixed_options(easy_.get(), options, error_);
}

CURLU* Handle::url(std::string_view text) {
  if (last_url_ != nullptr && text == last_text_) return last_url_;
  last_url_ = nullptr;
  last_text_.assign(text);
  auto found = urls_.find(last_text_);
  if (found == urls_.end()) {
    UrlPtr url{curl_url()};
    if (!url) throw std::bad_alloc{};
    const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, last_text_.c_str(), 0);
    if (code != CURLUE_OK) throw UsageError(std::string("address: ") + curl_url_strerror(code));
    if (urls_.size() >= kMostKept) urls_.clear();
    found = urls_.emplace(last_text_, std::move(url)).first;
  }
  last_url_ = found->second.get();
  return last_url_;
}

curl_slist* Handle::headers(const std::shared_ptr<const HttpHeaders>& headers) {
  const auto found = headers_.find(headers.get());
  if (found != headers_.end()) return found->second.list.get();
  ListPtr list;
  append(list, "Expect:");  // else libcurl waits up to a second before it sends a large body
  append(list, "Accept:");
  if (headers) {
    for (const HttpHeader& header : *headers) append(list, header_line(header));
  }
  if (headers_.size() >= kMostKept) headers_.clear();
  return headers_.emplace(headers.get(), Headers{headers, std::move(list)}).first->second.list.get();
}

}  // namespace cent::detail

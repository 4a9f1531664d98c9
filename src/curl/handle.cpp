#include "curl/handle.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <cent/version.hpp>
#include <new>
#include <utility>

#include "curl/curl_error.hpp"
#include "curl/options.hpp"
#include "curl/transfer.hpp"
#include "system/ascii.hpp"
#include "system/keep_loaded.hpp"

namespace cent::detail {
namespace {

/// More addresses than any client uses. A limit only for programs that invent method names.
constexpr std::size_t kMostKept = 256;
/// libcurl asks before it sends more than a megabyte; older ones did from a kilobyte on.
constexpr std::size_t kLargeBody = 1024;

/// Set in the list once, since libcurl would create its own for each request.
std::string agent_line() { return std::string("User-Agent: cent/").append(kVersion); }

std::string header_line(const HttpHeader& header) {
  // libcurl omits a header that ends with a colon. With a semicolon it sends the header without a value.
  return header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
}

void append(ListPtr& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc{};
  static_cast<void>(list.release());  // now part of `longer`
  list.reset(longer);
}

}  // namespace

void ensure_curl() {
  // Never cleaned up, since other parts of the process may use libcurl, too.
  static const CURLcode result = [] {
    // An abandoned name look-up goes on in a thread of libcurl. Its code must not be unloaded with ours.
    keep_loaded(reinterpret_cast<const void*>(&curl_global_init));
    return curl_global_init(CURL_GLOBAL_DEFAULT);
  }();
  check_option(result, "global initialization");
}

Handle::Handle(const HttpOptions& options, Sockets* shared)
    : sockets_(shared != nullptr ? *shared : own_sockets_) {
  ensure_curl();
  easy_.reset(curl_easy_init());
  if (!easy_) throw std::bad_alloc{};
  route_ = set_fixed_options(easy_.get(), options, error_);
  Transfer::set_callbacks(*this);
}

void Handle::set_url(std::string_view text) {
  if (url_set_ && text == url_text_) return;
  url_set_ = false;
  url_text_.assign(text);
  set_option(easy_.get(), CURLOPT_CURLU, parsed(url_text_), "CURLU");
  url_set_ = true;
}

void Handle::set_ip(std::string_view text) {
  if (text == ip_) return;
  std::string ip{text};
  ListPtr target;
  // From any host and port to this address and the same port.
  if (!ip.empty()) append(target, ip.find(':') == std::string::npos ? "::" + ip + ":" : "::[" + ip + "]:");
  set_option(easy_.get(), CURLOPT_CONNECT_TO, target ? target.get() : route_.get(), "CONNECT_TO");
  target_ = std::move(target);
  ip_ = std::move(ip);
}

CURLU* Handle::parsed(const std::string& text) {
  const auto found = urls_.find(text);
  if (found != urls_.end()) return found->second.get();
  UrlPtr url{curl_url()};
  if (!url) throw std::bad_alloc{};
  const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0);
  if (code != CURLUE_OK) {
    ErrorFacts facts;
    facts.delivery = Delivery::not_sent;
    facts.cause = std::string("address: ") + curl_url_strerror(code);
    throw RequestException(std::move(facts));
  }
  if (urls_.size() >= kMostKept) urls_.clear();
  return urls_.emplace(text, std::move(url)).first->second.get();
}

void Handle::set_headers(const std::shared_ptr<const HttpHeaders>& headers, std::size_t body_bytes) {
  // libcurl compares its own headers with each of the list, so a short request does without `Expect:`.
  const bool is_large = body_bytes > kLargeBody;
  if (list_ != nullptr && list_->source == headers && is_large_ == is_large) return;
  list_ = nullptr;
  const Headers& made = list_of(headers);
  curl_slist* const list = made.list.get();
  set_option(easy_.get(), CURLOPT_HTTPHEADER, is_large ? list : list->next, "HTTPHEADER");
  list_ = &made;
  is_large_ = is_large;
}

Handle::Headers& Handle::list_of(const std::shared_ptr<const HttpHeaders>& headers) {
  const auto found = headers_.find(headers.get());
  if (found != headers_.end()) return found->second;
  ListPtr list;
  append(list, "Expect:");  // first; without it libcurl waits up to a second before it sends a large body
  const auto names_agent = [](const HttpHeader& header) { return is_in_any_case(header.name, "user-agent"); };
  if (!headers || std::none_of(headers->begin(), headers->end(), names_agent)) append(list, agent_line());
  append(list, "Accept:");  // libcurl would create one for each request
  if (headers) {
    for (const HttpHeader& header : *headers) append(list, header_line(header));
  }
  if (headers_.size() >= kMostKept) headers_.clear();
  return headers_.emplace(headers.get(), Headers{headers, std::move(list)}).first->second;
}

void Handle::set_limits(long whole, long connect) {
  if (whole != whole_limit_) set_option(easy_.get(), CURLOPT_TIMEOUT_MS, whole, "TIMEOUT_MS");
  whole_limit_ = whole;
  if (connect != connect_limit_) {
    set_option(easy_.get(), CURLOPT_CONNECTTIMEOUT_MS, connect, "CONNECTTIMEOUT_MS");
  }
  connect_limit_ = connect;
}

}  // namespace cent::detail

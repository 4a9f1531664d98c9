#pragma once
#include <curl/curl.h>

#include <string>
#include <string_view>
#include <vector>

namespace cent::bench {

/// A publish as a careful user of bare libcurl writes it: one handle, options set once, the reply in a
/// string.
class BareCurl {
 public:
  enum class Address {
    text,    ///< CURLOPT_URL: parsed by libcurl for each transfer.
    parsed,  ///< CURLOPT_CURLU: parsed once.
  };
  BareCurl(const std::string& url, Address kind, const std::string& api_key);
  ~BareCurl();
  BareCurl(const BareCurl&) = delete;
  BareCurl& operator=(const BareCurl&) = delete;

  [[nodiscard]] CURL* easy() const noexcept { return easy_; }
  /// Posts a body, which must outlive the call. Returns the reply's body. Exits the program if that fails.
  const std::string& post(std::string_view body);

 private:
  CURL* easy_;
  CURLU* url_;
  curl_slist* headers_ = nullptr;
  std::string reply_;
};

/// Bodies for bare libcurl, made before the measurement.
std::string publish_body();
std::string batch_body(int commands);
/// Returns `count` different names.
std::vector<std::string> channel_names(int count);

}  // namespace cent::bench

#include "support/bare_curl.hpp"

#include <cstdio>
#include <cstdlib>

#include "probes/probes.hpp"
#include "support/bare_curl.hpp"

namespace cent::bench {
namespace {

std::size_t append(char* data, std::size_t size, std::size_t count, void* reply) {
  static_cast<std::string*>(reply)->append(data, size * count);
  return size * count;
}

}  // namespace

BareCurl::BareCurl(const std::string& url, Address kind, const std::string& api_key)
    : easy_(curl_easy_init()), url_(curl_url()) {
  for (const std::string& line : {std::string("Content-Type: application/json"), std::string("Expect:"),
                                  std::string("Accept:"), "X-API-Key: " + api_key}) {
    headers_ = curl_slist_append(headers_, line.c_str());
  }
  curl_url_set(url_, CURLUPART_URL, url.c_str(), 0);
  if (kind == Address::parsed) {
    curl_easy_setopt(easy_, CURLOPT_CURLU, url_);
  } else {
    curl_easy_setopt(easy_, CURLOPT_URL, url.c_str());
  }
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_PROXY, "");
  curl_easy_setopt(easy_, CURLOPT_POST, 1L);
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, &reply_);
}

BareCurl::~BareCurl() {
  curl_easy_cleanup(easy_);
  curl_url_cleanup(url_);
  curl_slist_free_all(headers_);
}

const std::string& BareCurl::post(std::string_view body) {
  reply_.clear();
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, body.data());
  if (const CURLcode code = curl_easy_perform(easy_); code != CURLE_OK) {
    std::fprintf(stderr, "bare libcurl: %s\n", curl_easy_strerror(code));
    std::exit(1);
  }
  return reply_;
}

std::string publish_body() {
  return std::string(R"({"channel":")") + kChannel + R"(","data":)" + kText + "}";
}

std::string batch_body(int commands) {
  const std::string command = R"({"publish":)" + publish_body() + "}";
  std::string body = R"({"commands":[)";
  for (int i = 0; i < commands; ++i) {
    if (i != 0) body.push_back(',');
    body.append(command);
  }
  return body.append("]}");
}

std::vector<std::string> channel_names(int count) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) names.push_back(kChannel + std::to_string(i));
  return names;
}

}  // namespace cent::bench

#include <algorithm>

#include "curl/transfer.hpp"

namespace cent::detail {

void Transfer::take_times() {
  // Each from the start of the transfer; 0 for a phase that did not happen.
  const auto since_start = [this](CURLINFO which) {
    curl_off_t time = 0;
    curl_easy_getinfo(handle_.easy(), which, &time);
    return std::chrono::microseconds{time};
  };
  const auto name = since_start(CURLINFO_NAMELOOKUP_TIME_T);
  const auto connected = since_start(CURLINFO_CONNECT_TIME_T);
  const auto secured = since_start(CURLINFO_APPCONNECT_TIME_T);
  const auto ready = since_start(CURLINFO_PRETRANSFER_TIME_T);
  const auto first_byte = since_start(CURLINFO_STARTTRANSFER_TIME_T);
  const auto between = [](std::chrono::microseconds from, std::chrono::microseconds to) {
    return std::max(to - from, std::chrono::microseconds{0});
  };
  response_.new_connection = opened_;
  response_.times.first_byte = between(ready, first_byte);
  if (!opened_) return;
  response_.times.name = name;
  response_.times.connect = between(name, connected);
  response_.times.tls = between(connected, secured);
}

}  // namespace cent::detail

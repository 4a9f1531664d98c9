#pragma once
#include <curl/curl.h>
#include <cent/errors.hpp>
#include <string>

namespace cent::detail {

/// The facts known about a transfer when libcurl reports a failure. They outrank libcurl's error code.
struct TransferEvidence {
  int starts = 0;           ///< Number of times that libcurl was about to send the request on a connection.
  bool body_sent = false;   ///< The last byte of the body was passed to the connection.
  bool too_large = false;   ///< Stopped by http.max_reply_bytes.
  bool bad_header = false;  ///< Stopped by the limit on response headers.
  bool out_of_memory = false;
  bool out_of_descriptors = false;  ///< The process or the system is out of sockets.
};

/// True if this value of errno means that the process or the system is out of descriptors.
bool lacks_descriptors(int error) noexcept;

/// The error for a failed transfer. `endpoint` is host and port, or the path of a Unix socket.
RequestException transfer_error(CURLcode code, const TransferEvidence& evidence, const std::string& endpoint,
                                const char* detail);

/// Throws if libcurl rejected the option.
void check_option(CURLcode code, const char* name);
template <class Value>
void set_option(CURL* easy, CURLoption option, Value value, const char* name) {
  if (const CURLcode code = curl_easy_setopt(easy, option, value); code != CURLE_OK) check_option(code, name);
}

}  // namespace cent::detail

#pragma once
#include <curl/curl.h>
#include <cent/errors.hpp>
#include <string>

namespace cent::detail {

/// What is known about a transfer when libcurl reports failure. Evidence comes before libcurl's code.
struct TransferEvidence {
  int starts = 0;           ///< How often libcurl was about to send the request on a connection.
  bool body_sent = false;   ///< The last byte of the body was handed to the connection.
  bool too_large = false;   ///< Our own limit stopped the response.
  bool bad_header = false;  ///< Our own limit on headers did.
  bool out_of_memory = false;
  bool out_of_descriptors = false;  ///< The process or the system has no socket to give.
};

/// True if this value of errno says that the process or the system has no descriptor to give.
bool lacks_descriptors(int error) noexcept;

/// The error for a failed transfer. `endpoint` is host and port, or the path of a Unix socket.
RequestException transfer_error(CURLcode code, const TransferEvidence& evidence, const std::string& endpoint,
                                const char* detail);

/// Throws for an option that libcurl did not take.
void check_option(CURLcode code, const char* name);
template <class Value>
void set_option(CURL* easy, CURLoption option, Value value, const char* name) {
  if (const CURLcode code = curl_easy_setopt(easy, option, value); code != CURLE_OK) check_option(code, name);
}

}  // namespace cent::detail

#pragma once
#include <curl/curl.h>
#include <cent/curl_transport.hpp>

namespace cent::detail {

/// @throws UsageError for what cannot be: a NUL or line break in a text, a time that is not above zero.
void check_http_options(const HttpOptions& options);

/// Everything about a handle that stays the same from call to call.
/// @throws RequestException if libcurl refuses an option.
void set_fixed_options(CURL* easy, const HttpOptions& options, char* error_buffer);

}  // namespace cent::detail

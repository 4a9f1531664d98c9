#pragma once
#include <curl/curl.h>
#include <cent/curl_transport.hpp>
#include <string>

#include "curl/handle.hpp"

namespace cent::detail {

/// @throws UsageError if an option is invalid (a NUL or line break in a text, a time that is not above zero),
/// if libcurl is too old, or if it was built without what an option asks for; RequestException (resources).
void check_http_options(const HttpOptions& options);

/// @throws UsageError that names both versions, if this one is too old for cent.
/// @param number As LIBCURL_VERSION_NUM.
void check_library(unsigned number, const std::string& version);

/// True if this process's libcurl can do TLS.
bool speaks_tls();

/// Everything about a handle that stays the same from call to call. Gives a list that must live as long as
/// the handle does, or null.
/// @throws UsageError if libcurl was built without what an option asks for, RequestException if it refuses
/// another one.
ListPtr set_fixed_options(CURL* easy, const HttpOptions& options, char* error_buffer);

}  // namespace cent::detail

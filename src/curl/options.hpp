#pragma once
#include <curl/curl.h>
#include <cent/curl_transport.hpp>
#include <string>

#include "curl/handle.hpp"

namespace cent::detail {

/// @throws UsageError if an option is invalid (a NUL or line break in a text, a time that is not above zero),
/// if libcurl is too old, or if it was built without an option's feature; RequestException (resources).
void check_http_options(const HttpOptions& options);

/// @throws UsageError that names both versions, if libcurl is too old for cent.
/// @param number As LIBCURL_VERSION_NUM.
void check_library(unsigned number, const std::string& version);

/// True if this process's libcurl supports TLS.
bool speaks_tls();

/// Sets all options of a handle that are the same for all calls. Returns a list that must live as long as the
/// handle, or null.
/// @throws UsageError if libcurl was built without an option's feature, RequestException if it rejects
/// another option.
ListPtr set_fixed_options(CURL* easy, const HttpOptions& options, char* error_buffer);

}  // namespace cent::detail

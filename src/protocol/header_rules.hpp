#pragma once
#include <cent/transport.hpp>
#include <string>
#include <string_view>

namespace cent::detail {

/// @throws UsageError if the key is invalid as a header's value (line break, NUL, white space at either end,
/// not printable ASCII). The text does not show the key.
void check_api_key(std::string_view key);

/// @throws UsageError for invalid names and values, and for headers that cent sets itself.
void check_headers(const HttpHeaders& headers);

/// True if one of the headers is `Authorization`.
bool has_authorization(const HttpHeaders& headers);

/// The headers of a request with a JSON body: the type, the API key in `key_name` unless `key` is empty,
/// `extra`.
HttpHeaders json_headers(const char* key_name, const std::string& key, const HttpHeaders& extra);

/// Puts headers into `headers`, in place of those of the same name.
void put_headers(const HttpHeaders& more, HttpHeaders& headers);

/// Percent-encodes a text for a query's value.
std::string percent_encoded(std::string_view text);

}  // namespace cent::detail

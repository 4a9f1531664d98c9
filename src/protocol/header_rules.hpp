#pragma once
#include <cent/transport.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "protocol/dialect.hpp"

namespace cent::detail {

/// @throws UsageError if the key is invalid as a header's value (line break, NUL, white space at either end,
/// not printable ASCII). The text does not show the key.
void check_api_key(std::string_view key);

/// @throws UsageError for invalid names and values, and for headers that cent sets itself.
/// @param legacy_needs_authorization The legacy protocol is chosen and sends the key in Authorization.
void check_headers(const HttpHeaders& headers, bool legacy_needs_authorization);

/// True if one of the headers is `Authorization`.
bool has_authorization(const HttpHeaders& headers);

/// The headers of each request of this dialect. Without a key header if the key is empty.
std::shared_ptr<const HttpHeaders> request_headers(DialectKind kind, std::string_view api_key,
                                                   const HttpHeaders& extra);

/// Percent-encodes a text for a query's value.
std::string percent_encoded(std::string_view text);

}  // namespace cent::detail

#pragma once
#include <cent/transport.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "protocol/dialect.hpp"

namespace cent::detail {

/// @throws UsageError if the key cannot be a header's value (a line break, NUL, a space at its end, other
/// than printable ASCII). The text does not show the key.
void check_api_key(std::string_view key);

/// @throws UsageError for names and values that HTTP cannot carry, and for headers that cent sets itself.
/// @param legacy_needs_authorization The protocol is the legacy one, and shows the key there.
void check_headers(const HttpHeaders& headers, bool legacy_needs_authorization);

/// True if one of the headers is `Authorization`.
bool has_authorization(const HttpHeaders& headers);

/// What each request of this dialect carries. With an empty key it carries none.
std::shared_ptr<const HttpHeaders> request_headers(DialectKind kind, std::string_view api_key,
                                                   const HttpHeaders& extra);

/// The same text with everything percent-encoded that may not stand in a query's value.
std::string percent_encoded(std::string_view text);

}  // namespace cent::detail

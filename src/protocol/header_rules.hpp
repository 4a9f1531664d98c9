#pragma once
#include <cent/transport.hpp>
#include <memory>
#include <string_view>

#include "protocol/dialect.hpp"

namespace cent::detail {

/// @throws UsageError if the key cannot be a header's value (a line break, NUL, a space at its end, other
/// than printable ASCII). The text does not show the key.
void check_api_key(std::string_view key);

/// @throws UsageError for names and values that HTTP cannot carry, and for headers that cent sets itself.
void check_headers(const HttpHeaders& headers, bool has_api_key);

/// What each request of this dialect carries.
std::shared_ptr<const HttpHeaders> request_headers(DialectKind kind, std::string_view api_key,
                                                   const HttpHeaders& extra);

}  // namespace cent::detail

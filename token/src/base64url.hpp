#pragma once
#include <string>
#include <string_view>

namespace cent::token {

/// Appends the bytes in base64url without padding (RFC 7515, section 2).
void append_base64url(std::string& out, std::string_view bytes);

}  // namespace cent::token

#pragma once
#include <cstddef>
#include <string_view>

namespace cent::detail {

/// Length of the valid UTF-8 sequence that starts at `text[at]`, 0 if there is none (overlong, surrogate,
/// above U+10FFFF, cut short). ASCII is 1.
std::size_t utf8_sequence(std::string_view text, std::size_t at) noexcept;

/// Offset of the first byte that is not part of valid UTF-8; npos if all is valid.
std::size_t find_invalid_utf8(std::string_view text) noexcept;

}  // namespace cent::detail

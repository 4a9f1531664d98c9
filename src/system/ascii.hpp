#pragma once
#include <algorithm>
#include <string>
#include <string_view>

// Case-insensitive names of headers, schemes and members: in ASCII, independent of the locale.
namespace cent::detail {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string lowered(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

/// True if `text` equals `wanted` in any case. `wanted` is in lower case.
inline bool is_in_any_case(std::string_view text, std::string_view wanted) noexcept {
  return std::equal(text.begin(), text.end(), wanted.begin(), wanted.end(),
                    [](char given, char lower_case) { return lower(given) == lower_case; });
}

}  // namespace cent::detail

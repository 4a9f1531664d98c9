#pragma once
#include <string>
#include <string_view>
#include <type_traits>

namespace cent::detail {

/// Converts to text and is not `nullptr`. Parameters of this kind are deduced, never `std::string` itself: a
/// brace list then cannot become a string by accident, so `{"a", "b"}` is always a request.
template <class T>
inline constexpr bool is_text =
    std::is_convertible_v<const T&, std::string_view> && !std::is_null_pointer_v<T>;

template <class T>
using if_text = std::enable_if_t<is_text<T>, int>;

/// Text of which nobody can tell whether it is JSON or a string yet to be quoted.
template <class T>
inline constexpr bool is_plain_text =
    std::is_same_v<std::decay_t<T>, char*> || std::is_same_v<std::decay_t<T>, const char*> ||
    std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>;

/// An integer to C++, but whoever writes 'x' does not mean 120.
template <class T>
inline constexpr bool is_character = std::is_same_v<T, char> || std::is_same_v<T, wchar_t> ||
#ifdef __cpp_char8_t
                                     std::is_same_v<T, char8_t> ||
#endif
                                     std::is_same_v<T, char16_t> || std::is_same_v<T, char32_t>;

}  // namespace cent::detail

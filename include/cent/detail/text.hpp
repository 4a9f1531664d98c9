#pragma once
#include <cent/text.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cent::detail {

/// The only place where text of a caller becomes a view. A null `char*` throws UsageError; arrays and classes
/// are never null, so they need no check.
template <class T>
[[nodiscard]] std::string_view text_of(const T& text, const char* name) {
  if constexpr (std::is_pointer_v<T>) {
    if (text == nullptr) throw_null_text(name);
  }
  return std::string_view{text};
}

[[nodiscard]] inline std::string_view text_of(const TextArgument& text, const char* name) {
  return text.named(name);
}

/// The strings of a range of texts. @throws UsageError for a null pointer among them.
template <class Texts>
[[nodiscard]] std::vector<std::string> strings_of(const Texts& texts, const char* name) {
  std::vector<std::string> strings;
  for (const auto& text : texts) strings.emplace_back(text_of(text, name));
  return strings;
}

/// `{"a", "b"}` where one text is expected: std::string would take the two literals as the ends of one text.
struct TwoLiterals {
  TwoLiterals(const char* first, const char* second);
};

/// Text that could be JSON or a string that still needs quotes.
template <class T>
inline constexpr bool is_plain_text =
    std::is_same_v<std::decay_t<T>, char*> || std::is_same_v<std::decay_t<T>, const char*> ||
    std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>;

/// Character types: integers to C++, but a caller who writes 'x' does not mean 120.
template <class T>
inline constexpr bool is_character = std::is_same_v<T, char> || std::is_same_v<T, wchar_t> ||
#ifdef __cpp_char8_t
                                     std::is_same_v<T, char8_t> ||
#endif
                                     std::is_same_v<T, char16_t> || std::is_same_v<T, char32_t>;

}  // namespace cent::detail

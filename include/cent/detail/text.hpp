#pragma once
#include <cent/export.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cent::detail {

/// Converts to text and is not `nullptr`. Parameters of this kind are deduced, never `std::string` itself: a
/// brace list then cannot become a string by accident, so `{"a", "b"}` is always a request.
template <class T>
inline constexpr bool is_text =
    std::is_convertible_v<const T&, std::string_view> && !std::is_null_pointer_v<T>;

template <class T>
using if_text = std::enable_if_t<is_text<T>, int>;

/// @throws UsageError: the text that an argument of this name points to is not there.
[[noreturn]] CENT_EXPORT void throw_null_text(const char* name);

/// A text that converts to std::string_view, which a null `char*` must not become. Here, and nowhere else,
/// text of a caller becomes a view. An array and a class are never null, so that they cost nothing.
template <class T>
[[nodiscard]] std::string_view text_of(const T& text, const char* name) {
  if constexpr (std::is_pointer_v<T>) {
    if (text == nullptr) throw_null_text(name);
  }
  return std::string_view{text};
}

/// Text as a parameter of functions that are no templates, and as a list's element: any kind of text. A null
/// `char*` is kept as such until the function says its name.
class TextArgument {
 public:
  template <class T, if_text<T> = 0>
  TextArgument(const T& text) {
    if constexpr (std::is_pointer_v<T>) {
      if (text == nullptr) return;
    }
    const std::string_view view{text};
    data_ = view.data();
    size_ = view.size();
  }

  TextArgument(std::nullptr_t) = delete;

  /// @throws UsageError for a null pointer.
  [[nodiscard]] std::string_view named(const char* name) const {
    if (size_ == kNull) throw_null_text(name);
    return {data_, size_};
  }

 private:
  static constexpr std::size_t kNull = std::string_view::npos;
  const char* data_ = nullptr;
  std::size_t size_ = kNull;
};

[[nodiscard]] inline std::string_view text_of(const TextArgument& text, const char* name) {
  return text.named(name);
}

/// A range of texts, each of which goes by the same name. @throws UsageError
template <class Texts>
[[nodiscard]] std::vector<std::string> strings_of(const Texts& texts, const char* name) {
  std::vector<std::string> strings;
  for (const auto& text : texts) strings.emplace_back(text_of(text, name));
  return strings;
}

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

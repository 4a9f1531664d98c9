#pragma once
#include <cent/export.hpp>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace cent {

namespace detail {
/// @throws UsageError: the argument of this name is a null pointer.
[[noreturn]] CENT_EXPORT void throw_null_text(const char* name);
}  // namespace detail

/// True for types that convert to std::string_view, except `nullptr`: std::string, string literals, ….
template <class T>
inline constexpr bool is_text =
    std::is_convertible_v<const T&, std::string_view> && !std::is_null_pointer_v<T>;

/// Restricts a template parameter to text. Such parameters are deduced and never std::string itself, so a
/// brace list cannot become a string by accident: `{"a", "b"}` is always a request.
template <class T>
using if_text = std::enable_if_t<is_text<T>, int>;

/// Any kind of text, as a parameter of functions that are not templates and as an element of a list. It holds
/// a view, so the text must outlive it. A null `char*` throws UsageError when the text is read.
class TextArgument {
 public:
  /// From any kind of text.
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

  /// The text. @throws UsageError for a null pointer; its message contains `name`.
  [[nodiscard]] std::string_view named(const char* name) const {
    if (size_ == kNull) detail::throw_null_text(name);
    return {data_, size_};
  }

 private:
  static constexpr std::size_t kNull = std::string_view::npos;
  const char* data_ = nullptr;
  std::size_t size_ = kNull;
};

}  // namespace cent

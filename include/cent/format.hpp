#pragma once
#include <cent/values.hpp>
#include <version>

// std::format for what <cent/values.hpp> prints: C++20, and a standard library that has <format>.
#if defined(__cpp_lib_format)
#include <format>

/// Formats to_text(), with the options of a string: `{:>20}`.
template <class T>
requires cent::detail::is_printable<T>
struct std::formatter<T, char> : std::formatter<std::string_view, char> {
  template <class Context>
  auto format(const T& value, Context& context) const {
    return std::formatter<std::string_view, char>::format(cent::to_text(value), context);
  }
};
#endif

#pragma once
#include <fmt/format.h>
#include <cent/values.hpp>
#include <type_traits>
#if FMT_VERSION >= 100000
#include <fmt/std.h>
#endif

// For programs that use fmt. cent itself does not need it.

namespace cent::detail {
/// fmt itself formats exceptions since version 10.
template <class T>
inline constexpr bool is_for_fmt =
    is_printable<T> && !(FMT_VERSION >= 100000 && std::is_base_of_v<CentException, T>);
}  // namespace cent::detail

/// Formats to_text(), with the options of a string: `{:>20}`.
template <class T>
struct fmt::formatter<T, char, std::enable_if_t<cent::detail::is_for_fmt<T>>>
    : fmt::formatter<fmt::string_view> {
  template <class Context>
  auto format(const T& value, Context& context) const {
    return fmt::formatter<fmt::string_view>::format(cent::to_text(value), context);
  }
};

#pragma once
#include <charconv>  // defines __cpp_lib_to_chars if it has std::from_chars and std::to_chars for double
#include <cstddef>
#include <string_view>

namespace cent::detail {

/// For a JSON number outside the range of double: true if it is too small, false if it is too large.
bool is_tiny(std::string_view number) noexcept;

/// The exponent at the end of a JSON number, "e-5" or empty. Limited far beyond the range of double.
long long exponent_of(std::string_view tail) noexcept;

/// Large enough for the text of every double.
constexpr std::size_t kDoubleText = 32;

/// Reads the double nearest to a JSON number, in every locale. Returns false if the number is too large. A
/// number that is too small becomes zero.
bool parse_double(std::string_view number, double& value) noexcept;

/// Writes the shortest text that reads back as the same finite double, in every locale. `to` has room for
/// kDoubleText bytes. Returns the end of the text.
char* format_double(double value, char* to) noexcept;

/// The same with the C library, for standard libraries without these functions (libc++ before 20). Slower.
bool parse_double_by_c(std::string_view number, double& value) noexcept;
char* format_double_by_c(double value, char* to) noexcept;

}  // namespace cent::detail

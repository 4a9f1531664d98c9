#pragma once
#include <charconv>  // defines __cpp_lib_to_chars where it has std::from_chars and std::to_chars of double
#include <cstddef>
#include <string_view>

namespace cent::detail {

/// For a JSON number that no double holds: true if it is too near to zero, false if it is too large.
bool is_tiny(std::string_view number) noexcept;

/// The power of ten in the tail of a JSON number, "e-5" or nothing. Far beyond a double's range it stays at a
/// bound.
long long exponent_of(std::string_view tail) noexcept;

/// Room for every double's text.
constexpr std::size_t kDoubleText = 32;

/// Reads the double nearest to a JSON number, in every locale. Returns false if the number is too large for a
/// double; one that is too small becomes zero.
bool parse_double(std::string_view number, double& value) noexcept;

/// Writes the shortest text that reads back as the same finite double, in every locale. `to` has room for
/// kDoubleText bytes. Returns the end of the text.
char* format_double(double value, char* to) noexcept;

/// The same by the C library, for standard libraries that lack these functions (libc++ before 20). Slower.
bool parse_double_by_c(std::string_view number, double& value) noexcept;
char* format_double_by_c(double value, char* to) noexcept;

}  // namespace cent::detail

#include "json/number.hpp"

#include <algorithm>

namespace cent::detail {

long long exponent_of(std::string_view tail) noexcept {
  long long exponent = 0;
  bool negative = false;
  for (const char c : tail) {
    if (c == '-') negative = true;
    if (c >= '0' && c <= '9' && exponent < 1'000'000'000'000'000) exponent = exponent * 10 + (c - '0');
  }
  return negative ? -exponent : exponent;
}

bool is_tiny(std::string_view number) noexcept {
  // The power of ten of the first digit that is not zero: the digits may say one thing, the exponent another.
  const std::size_t e = std::min(number.find_first_of("eE"), number.size());
  const std::string_view digits = number.substr(0, e);
  const std::size_t first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return true;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const auto place = static_cast<long long>(point) - static_cast<long long>(first);
  return place + exponent_of(number.substr(e)) < 0;
}

#ifdef __cpp_lib_to_chars

bool parse_double(std::string_view number, double& value) noexcept {
  value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  // Out of range is also what is too small for a double: that is read as zero, like everywhere.
  if (error == std::errc::result_out_of_range) {
    if (!is_tiny(number)) return false;
    value = number.front() == '-' ? -0.0 : 0.0;
  }
  return true;
}

char* format_double(double value, char* to) noexcept {
  return std::to_chars(to, to + kDoubleText, value).ptr;
}

#else

bool parse_double(std::string_view number, double& value) noexcept {
  return parse_double_by_c(number, value);
}
char* format_double(double value, char* to) noexcept { return format_double_by_c(value, to); }

#endif

}  // namespace cent::detail

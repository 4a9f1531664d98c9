#include "json/number.hpp"

#include <algorithm>

namespace cent::detail {

bool is_tiny(std::string_view number) noexcept {
  // The power of ten of the first digit that is not zero: the digits may say one thing, the exponent another.
  const std::size_t e = std::min(number.find_first_of("eE"), number.size());
  const std::string_view digits = number.substr(0, e);
  const std::size_t first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return true;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const auto place = static_cast<long long>(point) - static_cast<long long>(first);

  long long exponent = 0;
  bool negative = false;
  for (std::size_t i = e + 1; i < number.size(); ++i) {
    if (number[i] == '-') negative = true;
    if (number[i] >= '0' && number[i] <= '9' && exponent < 1'000'000'000'000'000) {
      exponent = exponent * 10 + (number[i] - '0');
    }
  }
  return place + (negative ? -exponent : exponent) < 0;
}

}  // namespace cent::detail

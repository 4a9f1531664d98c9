#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <cent/detail/method_list.hpp>

namespace cent::detail {

#define CENT_METHOD_NAME(name, type, since, number) std::string_view{#name},
inline constexpr std::array kMethodNames{CENT_METHODS(CENT_METHOD_NAME)};
#undef CENT_METHOD_NAME

/// Position of all methods that are not in the list.
inline constexpr std::size_t kOtherMethod = kMethodNames.size();

/// Finds a method's position in kMethodNames at the cost of one comparison: each name has a place of its own.
class MethodTable {
 public:
  constexpr MethodTable() {
    while (!fits()) factor_ = factor_ * 1'664'525U + 1'013'904'223U;
  }
  [[nodiscard]] std::size_t find(std::string_view name) const noexcept {
    // Most commands are publications: comparing with a literal costs a tenth of the rest.
    constexpr char kFirst[] = "publish";
    static_assert(kMethodNames[0] == kFirst);
    constexpr std::size_t kSize = sizeof kFirst - 1;
    if (name.size() == kSize && std::memcmp(name.data(), kFirst, kSize) == 0) return 0;
    if (name.size() < kShortest) return kOtherMethod;
    const std::size_t place = places_[place_of(name)];
    return place != 0 && kMethodNames[place - 1] == name ? place - 1 : kOtherMethod;
  }

 private:
  static constexpr std::size_t kShortest = 3;

  /// True if no two names have the same place. If no factor fits, this does not end, and so does not compile:
  /// mix another byte into place_of() then.
  constexpr bool fits() {
    for (unsigned char& place : places_) place = 0;
    for (std::size_t i = 0; i < kMethodNames.size(); ++i) {
      unsigned char& place = places_[place_of(kMethodNames[i])];
      if (place != 0) return false;
      place = static_cast<unsigned char>(i + 1);
    }
    return true;
  }
  [[nodiscard]] constexpr std::size_t place_of(std::string_view name) const noexcept {
    const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(name[i])}; };
    const std::size_t half = name.size() / 2;
    const std::uint32_t mixed =
        byte(0) | byte(half) << 8U | byte(half + 1) << 16U | static_cast<std::uint32_t>(name.size()) << 24U;
    return (mixed * factor_) >> 24U;
  }

  std::uint32_t factor_ = 1;
  std::array<unsigned char, 256> places_{};
};

inline constexpr MethodTable kMethodTable{};

}  // namespace cent::detail

#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace cent::detail {

/// From the operating system at each call, so a forked child never repeats its parent's.
std::uint64_t random_bits();
void random_bits(std::uint64_t* words, std::size_t count);

/// 128 bits as 32 hexadecimal digits.
using KeyText = std::array<char, 32>;
KeyText key_text(std::uint64_t high, std::uint64_t low) noexcept;

/// An idempotency key of 128 random bits, 32 hexadecimal digits.
std::string random_key();

}  // namespace cent::detail

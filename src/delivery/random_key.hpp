#pragma once
#include <cstdint>
#include <string>

namespace cent::detail {

/// From the operating system at each call, so a forked child never repeats its parent's.
std::uint64_t random_bits();

/// An idempotency key of 128 random bits, 32 hexadecimal digits.
std::string random_key();

}  // namespace cent::detail

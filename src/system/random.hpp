#pragma once
#include <cstddef>
#include <cstdint>

namespace cent::detail {

/// Random bits, from the operating system at each call. So a forked child never repeats its parent's.
std::uint64_t random_bits();
void random_bits(std::uint64_t* words, std::size_t count);

}  // namespace cent::detail

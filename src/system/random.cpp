#include "system/random.hpp"

#include <cerrno>
#include <random>

#if defined(__linux__)
#include <sys/random.h>
#endif

namespace cent::detail {

void random_bits(std::uint64_t* words, std::size_t count) {
#if defined(__linux__)
  auto* at = reinterpret_cast<unsigned char*>(words);
  std::size_t left = count * sizeof(std::uint64_t);
  while (left > 0) {
    const ssize_t got = getrandom(at, left, 0);
    if (got < 0 && errno != EINTR) break;
    if (got < 0) continue;
    at += got;
    left -= static_cast<std::size_t>(got);
  }
  if (left == 0) return;
#endif
  std::random_device device;
  for (std::size_t i = 0; i < count; ++i) words[i] = std::uint64_t{device()} << 32U | device();
}

std::uint64_t random_bits() {
  std::uint64_t word = 0;
  random_bits(&word, 1);
  return word;
}

}  // namespace cent::detail

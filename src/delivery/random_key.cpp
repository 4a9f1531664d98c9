#include "delivery/random_key.hpp"

#include <array>
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

KeyText key_text(std::uint64_t high, std::uint64_t low) noexcept {
  constexpr char kHex[] = "0123456789abcdef";
  KeyText key{};
  for (std::size_t i = 0; i < 16; ++i) {
    key[15 - i] = kHex[high >> (4 * i) & 15U];
    key[31 - i] = kHex[low >> (4 * i) & 15U];
  }
  return key;
}

std::string random_key() {
  std::array<std::uint64_t, 2> words{};
  random_bits(words.data(), words.size());
  const KeyText key = key_text(words[0], words[1]);
  return {key.data(), key.size()};
}

}  // namespace cent::detail

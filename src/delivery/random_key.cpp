#include "delivery/random_key.hpp"

#include <array>
#include <cerrno>
#include <random>

#if defined(__linux__)
#include <sys/random.h>
#endif

namespace cent::detail {
namespace {

void fill(std::uint64_t* words, std::size_t count) {
#if defined(__linux__)
  const std::size_t size = count * sizeof(std::uint64_t);
  ssize_t got = -1;
  do {
    got = getrandom(words, size, 0);  // up to 256 bytes come whole
  } while (got < 0 && errno == EINTR);
  if (got == static_cast<ssize_t>(size)) return;
#endif
  std::random_device device;
  for (std::size_t i = 0; i < count; ++i) words[i] = std::uint64_t{device()} << 32U | device();
}

}  // namespace

std::uint64_t random_bits() {
  std::uint64_t word = 0;
  fill(&word, 1);
  return word;
}

std::string random_key() {
  std::array<std::uint64_t, 2> words{};
  fill(words.data(), words.size());
  constexpr char kHex[] = "0123456789abcdef";
  std::string key(32, '0');
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = kHex[words[i / 16] >> (4 * (i % 16)) & 15U];
  }
  return key;
}

}  // namespace cent::detail

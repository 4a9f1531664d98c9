#pragma once
#include <array>
#include <cstdint>
#include <cstring>

namespace cent::detail {

/// Bytes that stand in a JSON string as they are: printable ASCII but quote and backslash.
inline constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

/// The byte of the lowest mark in eight bytes that were loaded as they stand, or -1 on machines where the
/// first byte is not the lowest.
inline int first_mark(std::uint64_t marks) noexcept {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return __builtin_ctzll(marks) / 8;
#else
  static_cast<void>(marks);
  return -1;
#endif
}

/// Moves over the bytes that are not marked: `marks_of_eight` marks the first of eight bytes that counts by
/// its highest bit, `stops` tells whether one byte counts.
template <class Marks, class Stops>
const char* skip_unmarked(const char* at, const char* end, const Marks& marks_of_eight,
                          const Stops& stops) noexcept {
  for (std::uint64_t bytes = 0; end - at >= 8; at += 8) {
    std::memcpy(&bytes, at, 8);
    const std::uint64_t marks = marks_of_eight(bytes);
    if (marks == 0) continue;
    if (const int first = first_mark(marks); first >= 0) return at + first;
    break;
  }
  while (at != end && !stops(*at)) ++at;
  return at;
}

inline constexpr std::uint64_t kOnes = 0x0101010101010101;

/// Marks the first of eight bytes that is not plain by its highest bit, and may mark bytes behind it, too.
/// Zero if all are plain.
inline std::uint64_t marks_of(std::uint64_t bytes) noexcept {
  const std::uint64_t quote = (bytes ^ kOnes * '"') - kOnes;
  const std::uint64_t backslash = (bytes ^ kOnes * '\\') - kOnes;
  const std::uint64_t control = bytes - kOnes * 0x20;
  return (bytes | quote | backslash | control) & kOnes * 0x80;
}

/// The first byte that is not plain; `end` if all are.
inline const char* skip_plain(const char* at, const char* end) noexcept {
  return skip_unmarked(at, end, marks_of, [](char c) { return !kPlain[static_cast<unsigned char>(c)]; });
}

/// The first byte that is not a digit.
inline const char* skip_digits(const char* at, const char* end) noexcept {
  const auto others = [](std::uint64_t bytes) {
    const std::uint64_t digits = bytes ^ kOnes * '0';  // 0 to 9 in digits alone
    return (digits | (digits + kOnes * (0x80 - 10))) & kOnes * 0x80;
  };
  return skip_unmarked(at, end, others, [](char c) { return c < '0' || c > '9'; });
}

/// The same, and copies what it passes to `to`, which moves along.
inline const char* copy_plain(const char* at, const char* end, char*& to) noexcept {
  for (std::uint64_t bytes = 0; end - at >= 8; at += 8, to += 8) {
    std::memcpy(&bytes, at, 8);
    if (marks_of(bytes) != 0) break;
    std::memcpy(to, &bytes, 8);
  }
  while (at != end && kPlain[static_cast<unsigned char>(*at)]) *to++ = *at++;
  return at;
}

}  // namespace cent::detail

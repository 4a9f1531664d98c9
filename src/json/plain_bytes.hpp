#pragma once
#include <array>
#include <cstdint>
#include <cstring>

namespace cent::detail {

/// Bytes that need no escape in a JSON string: printable ASCII except quote and backslash.
inline constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

/// Index of the byte with the lowest mark in eight bytes loaded from memory. -1 on big-endian machines.
inline int first_mark(std::uint64_t marks) noexcept {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return __builtin_ctzll(marks) / 8;
#else
  static_cast<void>(marks);
  return -1;
#endif
}

/// Skips the bytes that are not marked. `marks_of_eight` sets the highest bit of the first marked byte of
/// eight. `stops` returns true for a marked byte.
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

/// Sets the highest bit of the first of eight bytes that is not plain, and perhaps of later bytes. Zero if
/// all are plain.
inline std::uint64_t marks_of(std::uint64_t bytes) noexcept {
  const std::uint64_t quote = (bytes ^ kOnes * '"') - kOnes;
  const std::uint64_t backslash = (bytes ^ kOnes * '\\') - kOnes;
  const std::uint64_t control = bytes - kOnes * 0x20;
  return (bytes | quote | backslash | control) & kOnes * 0x80;
}

/// The first byte that is not plain; `end` if all are plain.
inline const char* skip_plain(const char* at, const char* end) noexcept {
  return skip_unmarked(at, end, marks_of, [](char c) { return !kPlain[static_cast<unsigned char>(c)]; });
}

/// The first byte that is not a digit.
inline const char* skip_digits(const char* at, const char* end) noexcept {
  const auto others = [](std::uint64_t bytes) {
    const std::uint64_t digits = bytes ^ kOnes * '0';  // 0 to 9 for digits only
    return (digits | (digits + kOnes * (0x80 - 10))) & kOnes * 0x80;
  };
  return skip_unmarked(at, end, others, [](char c) { return c < '0' || c > '9'; });
}

/// The same, and copies the skipped bytes to `to`, which is advanced.
inline const char* copy_plain(const char* at, const char* end, char*& to) noexcept {
  const bool is_long = end - at >= 8;
  std::uint64_t bytes = 0;
  for (; end - at >= 8; at += 8, to += 8) {
    std::memcpy(&bytes, at, 8);
    if (marks_of(bytes) != 0) break;
    std::memcpy(to, &bytes, 8);
  }
  if (const auto rest = end - at; is_long && rest < 8) {  // the last eight, some of them again
    std::memcpy(&bytes, end - 8, 8);
    if (marks_of(bytes) == 0) {
      std::memcpy(to + rest - 8, &bytes, 8);
      to += rest;
      return end;
    }
  }
  while (at != end && kPlain[static_cast<unsigned char>(*at)]) *to++ = *at++;
  return at;
}

}  // namespace cent::detail

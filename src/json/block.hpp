#pragma once
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cent::detail {

/// Positions of characters in 64 bytes: one bit per byte, the lowest for the first byte.
struct BlockMarks {
  static constexpr std::size_t kSize = 64;
  std::uint64_t quotes = 0;
  std::uint64_t backslashes = 0;
  std::uint64_t brackets = 0;  ///< Opening and closing brackets of objects and arrays.
};

/// Portable.
inline BlockMarks marks_by_bytes(const char* at) noexcept {
  BlockMarks marks;
  for (std::size_t i = 0; i < BlockMarks::kSize; ++i) {
    const char c = at[i];
    marks.quotes |= std::uint64_t{c == '"'} << i;
    marks.backslashes |= std::uint64_t{c == '\\'} << i;
    marks.brackets |= std::uint64_t{c == '{' || c == '}' || c == '[' || c == ']'} << i;
  }
  return marks;
}

#if defined(__SSE2__)
/// The same with sixteen bytes at a time.
inline BlockMarks marks_of_block(const char* at) noexcept {
  BlockMarks marks;
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at) + i);
    const auto where = [i](__m128i found) {
      return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(found))) << 16 * i;
    };
    const auto equal = [](__m128i text, char c) { return _mm_cmpeq_epi8(text, _mm_set1_epi8(c)); };
    const __m128i as_braces =
        _mm_or_si128(bytes, _mm_set1_epi8(0x20));  // the only difference between [] and {}
    marks.quotes |= where(equal(bytes, '"'));
    marks.backslashes |= where(equal(bytes, '\\'));
    marks.brackets |= where(_mm_or_si128(equal(as_braces, '{'), equal(as_braces, '}')));
  }
  return marks;
}
#else
inline BlockMarks marks_of_block(const char* at) noexcept { return marks_by_bytes(at); }
#endif

/// Index of the lowest set bit. There must be one.
inline unsigned lowest_bit(std::uint64_t bits) noexcept {
#if defined(__GNUC__)
  return static_cast<unsigned>(__builtin_ctzll(bits));
#else
  unsigned number = 0;
  for (; (bits & 1) == 0; bits >>= 1) ++number;
  return number;
#endif
}

}  // namespace cent::detail

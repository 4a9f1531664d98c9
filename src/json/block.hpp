#pragma once
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <immintrin.h>
#endif
// A function with this uses AVX2, whatever processor the rest is compiled for. Not on Windows, where g++ does
// not align the stack for it.
#if defined(__SSE2__) && defined(__x86_64__) && defined(__GNUC__) && !defined(_WIN32)
#define CENT_AVX2 [[gnu::target("avx2,pclmul,popcnt")]]
#endif

namespace cent::detail {

/// Positions of characters in 64 bytes: one bit per byte, the lowest for the first byte.
struct BlockMarks {
  static constexpr std::size_t kSize = 64;
  std::uint64_t quotes = 0;
  std::uint64_t backslashes = 0;
  std::uint64_t opening = 0;  ///< `{` and `[`
  std::uint64_t closing = 0;  ///< `}` and `]`
};

/// Portable.
inline BlockMarks marks_by_bytes(const char* at) noexcept {
  BlockMarks marks;
  for (std::size_t i = 0; i < BlockMarks::kSize; ++i) {
    const char c = at[i];
    marks.quotes |= std::uint64_t{c == '"'} << i;
    marks.backslashes |= std::uint64_t{c == '\\'} << i;
    marks.opening |= std::uint64_t{c == '{' || c == '['} << i;
    marks.closing |= std::uint64_t{c == '}' || c == ']'} << i;
  }
  return marks;
}
/// Sets the bits from each of `bits` to before the next one.
inline std::uint64_t alternate_by_shifts(std::uint64_t bits) noexcept {
  for (unsigned by = 1; by < 64; by *= 2) bits ^= bits << by;
  return bits;
}

// The same with more bytes at a time.
#if defined(__SSE2__)
inline BlockMarks marks_by_sse2(const char* at) noexcept {
  BlockMarks marks;
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at) + i);
    const auto where = [i](__m128i text, char c) {
      const int found = _mm_movemask_epi8(_mm_cmpeq_epi8(text, _mm_set1_epi8(c)));
      return static_cast<std::uint64_t>(static_cast<std::uint32_t>(found)) << 16 * i;
    };
    const __m128i as_braces =
        _mm_or_si128(bytes, _mm_set1_epi8(0x20));  // the only difference between [] and {}
    marks.quotes |= where(bytes, '"');
    marks.backslashes |= where(bytes, '\\');
    marks.opening |= where(as_braces, '{');
    marks.closing |= where(as_braces, '}');
  }
  return marks;
}
#endif
#if defined(CENT_AVX2)
CENT_AVX2 inline std::uint64_t where(__m256i first, __m256i second, char c) noexcept {
  const __m256i wanted = _mm256_set1_epi8(c);
  const auto low = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(first, wanted)));
  const auto high = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(second, wanted)));
  return low | std::uint64_t{high} << 32U;
}
CENT_AVX2 inline BlockMarks marks_by_avx2(const char* at) noexcept {
  const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at) + 1);
  const __m256i difference = _mm256_set1_epi8(0x20);  // as above
  const __m256i first_braces = _mm256_or_si256(first, difference);
  const __m256i second_braces = _mm256_or_si256(second, difference);
  return {where(first, second, '"'), where(first, second, '\\'), where(first_braces, second_braces, '{'),
          where(first_braces, second_braces, '}')};
}
/// The product, without carries, with a number of ones.
CENT_AVX2 inline std::uint64_t alternate_by_product(std::uint64_t bits) noexcept {
  const __m128i factor = _mm_set_epi64x(0, static_cast<std::int64_t>(bits));
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(factor, _mm_set1_epi8(-1), 0)));
}
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

/// Number of set bits.
inline int count_bits(std::uint64_t bits) noexcept {
#if defined(__GNUC__)
  return __builtin_popcountll(bits);
#else
  int count = 0;
  for (; bits != 0; bits &= bits - 1) ++count;
  return count;
#endif
}

}  // namespace cent::detail

#include "json/brackets.hpp"

#if defined(CENT_AVX2)
#include <cpuid.h>
#endif

namespace cent::detail {
namespace {

#if defined(CENT_AVX2)
/// True if the processor has what CENT_AVX2 names and the system saves its registers. Not by
/// __builtin_cpu_supports, for which Zig has no library.
bool has_avx2() noexcept {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  constexpr unsigned kNeeded = bit_PCLMUL | bit_POPCNT | bit_OSXSAVE | bit_AVX;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & kNeeded) != kNeeded) return false;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || (b & bit_AVX2) == 0) return false;
  unsigned saved = 0;
  __asm__("xgetbv" : "=a"(saved), "=d"(d) : "c"(0));
  constexpr unsigned kBothHalves = 6;
  return (saved & kBothHalves) == kBothHalves;
}
#endif

}  // namespace

/// The quotes that are not escaped.
inline std::uint64_t Brackets::ends_of_strings(const BlockMarks& marks) noexcept {
  if (marks.backslashes == 0 && !escapes_) return marks.quotes;
  std::uint64_t escaped = escapes_ ? 1 : 0;  // the bytes after a backslash that is not escaped itself
  escapes_ = false;
  for (std::uint64_t left = marks.backslashes & ~escaped; left != 0;) {
    const std::uint64_t one = left & (~left + 1);
    escaped |= one << 1U;
    escapes_ = one >> 63U != 0;
    left &= ~(one | one << 1U);
  }
  return marks.quotes & ~escaped;
}

/// `alternating` is set from each end of a string to before the next one.
inline Brackets::Found Brackets::outside_of(std::uint64_t alternating, const BlockMarks& marks) noexcept {
  const std::uint64_t strings = in_string_ ? ~alternating : alternating;
  in_string_ = strings >> 63U != 0;
  const std::uint64_t opening = marks.opening & ~strings;
  const std::uint64_t closing = marks.closing & ~strings;
  const int closed = count_bits(closing);
  return {opening, closing, count_bits(opening) - closed, closed};
}

template <BlockMarks (*marks_of)(const char*)>
Brackets::Found Brackets::portable(Brackets& state, const char* block) noexcept {
  const BlockMarks marks = marks_of(block);
  return state.outside_of(alternate_by_shifts(state.ends_of_strings(marks)), marks);
}

#if defined(CENT_AVX2)
CENT_AVX2 Brackets::Found Brackets::by_avx2(Brackets& state, const char* block) noexcept {
  const BlockMarks marks = marks_by_avx2(block);
  return state.outside_of(alternate_by_product(state.ends_of_strings(marks)), marks);
}
#endif

const std::vector<Brackets::Way>& Brackets::ways() {
  static const std::vector<Way> known = [] {
    std::vector<Way> ways{portable<marks_by_bytes>};
#if defined(__SSE2__)
    ways.push_back(portable<marks_by_sse2>);
#endif
#if defined(CENT_AVX2)
    if (has_avx2()) ways.push_back(by_avx2);
#endif
    return ways;
  }();
  return known;
}

}  // namespace cent::detail

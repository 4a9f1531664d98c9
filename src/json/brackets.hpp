#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "json/block.hpp"

namespace cent::detail {

/// Finds the brackets outside of the strings of a text, in one block of 64 bytes after the other.
class Brackets {
 public:
  /// In a block: one bit per byte, the lowest for the first byte.
  struct Found {
    std::uint64_t opening;
    std::uint64_t closing;
    int opened;  ///< The number of opening brackets less that of closing ones.
    int closed;  ///< The number of closing ones.
  };
  /// A way to look at a block. All ways find the same.
  using Way = Found (*)(Brackets& state, const char* block) noexcept;
  /// Those that this processor knows, the fastest last.
  static const std::vector<Way>& ways();

  static Way fastest() {
    static const Way way = ways().back();
    return way;
  }

  Brackets(const char* begin, const char* end, Way way = fastest()) noexcept
      : next_(begin), end_(end), way_(way) {}
  /// Looks at the next block. Returns false if there is none.
  bool next(Found& found) noexcept;
  /// The first byte of the block that was looked at.
  [[nodiscard]] const char* block() const noexcept { return block_; }

 private:
  template <BlockMarks (*marks_of)(const char*)>
  static Found portable(Brackets& state, const char* block) noexcept;
  static Found by_avx2(Brackets& state, const char* block) noexcept;
  std::uint64_t ends_of_strings(const BlockMarks& marks) noexcept;
  Found outside_of(std::uint64_t alternating, const BlockMarks& marks) noexcept;

  const char* next_;
  const char* end_;
  const char* block_ = nullptr;
  Way way_;
  // At the end of the block before:
  bool in_string_ = false;
  bool escapes_ = false;  ///< By a backslash that is not escaped.
};

inline bool Brackets::next(Found& found) noexcept {
  if (next_ == end_) return false;
  block_ = next_;
  const auto left = static_cast<std::size_t>(end_ - block_);
  if (left >= BlockMarks::kSize) {
    next_ += BlockMarks::kSize;
    found = way_(*this, block_);
  } else {
    next_ = end_;
    std::array<char, BlockMarks::kSize> last{};
    std::memcpy(last.data(), block_, left);
    found = way_(*this, last.data());
  }
  return true;
}

}  // namespace cent::detail

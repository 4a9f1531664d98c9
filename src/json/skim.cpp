// Finds the end of a value without reading its content.
#include <array>
#include <cstring>

#include "json/block.hpp"
#include "json/reader.hpp"
#include "json/usual_result.hpp"

namespace cent::detail {
namespace {

/// Scans a text block by block for brackets outside of strings.
class Brackets {
 public:
  /// One bit per byte of the block at `at`.
  std::uint64_t in(const char* at) noexcept {
    BlockMarks marks = marks_of_block(at);
    if (marks.backslashes != 0 || escaped_) marks.quotes &= ~escaped_of(marks.backslashes);
    // From each quote to the next: a bit is set if the number of quotes up to there is odd.
    std::uint64_t strings = marks.quotes;
    for (unsigned by = 1; by < 64; by *= 2) strings ^= strings << by;
    if (in_string_) strings = ~strings;
    in_string_ = (strings >> 63U) != 0;
    return marks.brackets & ~strings;
  }

 private:
  /// The bytes after a backslash that is not escaped itself.
  std::uint64_t escaped_of(std::uint64_t backslashes) noexcept {
    std::uint64_t escaped = escaped_ ? 1 : 0;
    escaped_ = false;
    for (std::uint64_t left = backslashes & ~escaped; left != 0;) {
      const std::uint64_t one = left & (~left + 1);
      escaped |= one << 1U;
      escaped_ = one >> 63U != 0;
      left &= ~(one | one << 1U);
    }
    return escaped;
  }

  bool in_string_ = false;  ///< At the end of the last block.
  bool escaped_ = false;    ///< The first byte of the next block.
};

}  // namespace

std::string_view JsonReader::skim_raw() {
  const Kind kind = peek();
  if (kind != Kind::object && kind != Kind::array) {
    bool clean = true;
    return read_raw(clean);
  }
  const char* const start = at_;
  const auto size = static_cast<std::size_t>(end_ - start);
  std::array<char, kMaxDepth> closing;  // the closing brackets still expected
  std::size_t open = 0;
  Brackets brackets;
  std::array<char, BlockMarks::kSize> last;
  for (std::size_t begin = 0; begin < size; begin += last.size()) {
    const char* block = start + begin;
    if (size - begin < last.size()) {
      last.fill(' ');
      std::memcpy(last.data(), block, size - begin);
      block = last.data();
    }
    for (std::uint64_t left = brackets.in(block); left != 0; left &= left - 1) {
      const unsigned place = lowest_bit(left);
      const char c = block[place];
      const char* const at = start + begin + place;
      if (c == '{' || c == '[') {
        if (open == max_depth_ - depth_) fail_at("nested too deeply", at);
        closing[open++] = static_cast<char>(c + 2);  // as in ASCII
      } else {
        if (closing[--open] != c) fail_at("a comma or a closing bracket is missing", at);
        if (open != 0) continue;
        at_ = at + 1;
        return {start, static_cast<std::size_t>(at_ - start)};
      }
    }
  }
  fail_at("the JSON text ends too early", end_);
}

std::string_view JsonReader::take_usual_reply(std::string_view name) noexcept {
  const char* at = at_;
  constexpr std::size_t kLevels = 2;
  if (max_depth_ - depth_ < kLevels || !take(at, end_, "{\"") || !take(at, end_, name) ||
      !take(at, end_, "\":"))
    return {};
  const char* const result = at;
  UsualResult unused;
  if (!take_usual_result(at, end_, unused)) return {};
  const std::string_view text{result, static_cast<std::size_t>(at - result)};
  if (!take(at, end_, "}")) return {};
  at_ = at;
  fresh_ = false;
  return text;
}

}  // namespace cent::detail

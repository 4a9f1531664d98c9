#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cent::testing::dev {

/// The pattern of `channels`, read as real servers read it: `*` (any text, `:` and `/` too), `?` (one
/// character), `[abc]`, `[!abc]`, `[a-z]`, `[!a-z]`, `{one,other}` (nested, too), and `\` before a literal
/// character. Brackets contain one list or one range, nothing else.
class Glob {
 public:
  explicit Glob(std::string_view pattern);

  /// False if real servers answer error 100.
  bool valid() const { return valid_; }
  bool matches(std::string_view text) const;

 private:
  friend class GlobReader;

  struct Any {};
  struct One {};
  struct Text {
    std::u32string characters;
  };
  struct List {
    std::u32string characters;
    bool negated = false;
  };
  struct Range {
    char32_t low = 0;
    char32_t high = 0;
    bool negated = false;
  };
  struct Part;
  using Sequence = std::vector<Part>;
  struct Choice {
    std::vector<Sequence> sequences;
  };
  struct Part {
    std::variant<Any, One, Text, List, Range, Choice> is;
  };
  /// For each position of the text: true if the pattern so far can end there.
  using Reached = std::vector<bool>;

  static Reached after(const Sequence& sequence, std::u32string_view text, Reached reached);
  static Reached after(const Part& part, std::u32string_view text, const Reached& reached);
  static bool matches_whole(const Sequence& sequence, std::u32string_view text);

  Sequence sequence_;
  bool valid_ = true;
};

}  // namespace cent::testing::dev

#include "glob.hpp"

#include <cstdint>
#include <utility>

#include "go_json.hpp"

namespace cent::testing::dev {

namespace {

/// Deeper braces are rejected, so that parsing and matching cannot exhaust the stack.
constexpr int kMaxDepth = 500;

constexpr char32_t kReplacement = 0xFFFD;

/// Text as characters. It comes from a decoded JSON string, so it is well-formed.
std::u32string characters(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out.push_back(byte);
    } else if (byte < 0xC0) {
      if (!out.empty()) out.back() = out.back() << 6U | (byte & 0x3FU);
    } else {
      out.push_back(byte & (byte < 0xE0 ? 0x1FU : byte < 0xF0 ? 0x0FU : 0x07U));
    }
  }
  return out;
}

bool contains(std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; }

}  // namespace

/// Parses a pattern.
class GlobReader {
 public:
  explicit GlobReader(std::u32string_view pattern) : pattern_(pattern) {}

  bool read(Glob::Sequence& out) {
    // A real server cannot distinguish this character from invalid UTF-8.
    return !contains(pattern_, kReplacement) && read_sequence(out, 0);
  }

 private:
  bool at_end() const { return at_ == pattern_.size(); }
  bool takes(char32_t c) {
    if (at_end() || pattern_[at_] != c) return false;
    ++at_;
    return true;
  }

  /// Parses up to the end, or inside braces up to the comma or the closing brace.
  bool read_sequence(Glob::Sequence& out, int depth) {
    while (!at_end()) {
      const char32_t c = pattern_[at_];
      if (depth > 0 && (c == ',' || c == '}')) return true;
      if (takes('*')) {
        while (takes('*')) {
        }
        out.push_back({Glob::Any{}});
      } else if (takes('?')) {
        out.push_back({Glob::One{}});
      } else if (takes('[')) {
        if (!read_brackets(out)) return false;
      } else if (takes('{')) {
        if (!read_choice(out, depth + 1)) return false;
      } else {
        const std::u32string text = read_text(depth > 0 ? U"?*[{}," : U"?*[{");
        if (!text.empty()) out.push_back({Glob::Text{text}});
      }
    }
    return true;
  }

  /// An unclosed brace ends with the pattern.
  bool read_choice(Glob::Sequence& out, int depth) {
    if (depth > kMaxDepth) return false;
    Glob::Choice choice;
    do {
      choice.sequences.emplace_back();
      if (!read_sequence(choice.sequences.back(), depth)) return false;
    } while (takes(','));
    takes('}');
    out.push_back({std::move(choice)});
    return true;
  }

  bool read_brackets(Glob::Sequence& out) {
    const bool negated = takes('!');
    if (at_ + 1 < pattern_.size() && pattern_[at_ + 1] == '-') {
      if (at_ + 2 == pattern_.size()) return false;
      const Glob::Range range{pattern_[at_], pattern_[at_ + 2], negated};
      at_ += 3;
      out.push_back({range});
      return range.low <= range.high && takes(']');
    }
    Glob::List list{read_text(U"]"), negated};
    if (list.characters.empty()) return false;
    out.push_back({std::move(list)});
    return takes(']');
  }

  /// Reads characters up to one of `ends`. A backslash makes the next one literal.
  std::u32string read_text(std::u32string_view ends) {
    std::u32string text;
    for (; !at_end() && !contains(ends, pattern_[at_]); ++at_) {
      if (pattern_[at_] == '\\' && ++at_ == pattern_.size()) break;
      text.push_back(pattern_[at_]);
    }
    return text;
  }

  std::u32string_view pattern_;
  std::size_t at_ = 0;
};

Glob::Glob(std::string_view pattern) {
  const std::u32string text = characters(pattern);
  valid_ = GlobReader(text).read(sequence_);
}

Glob::Reached Glob::after(const Sequence& sequence, std::u32string_view text, Reached reached) {
  for (const Part& part : sequence) reached = after(part, text, reached);
  return reached;
}

Glob::Reached Glob::after(const Part& part, std::u32string_view text, const Reached& reached) {
  Reached next(reached.size(), false);
  const auto one_of = [&](const auto& accepts) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (reached[at] && accepts(text[at])) next[at + 1] = true;
    }
  };
  if (std::holds_alternative<Any>(part.is)) {
    bool any = false;
    for (std::size_t at = 0; at < reached.size(); ++at) next[at] = any = any || reached[at];
  } else if (std::holds_alternative<One>(part.is)) {
    one_of([](char32_t) { return true; });
  } else if (const auto* list = std::get_if<List>(&part.is)) {
    one_of([&](char32_t c) { return contains(list->characters, c) != list->negated; });
  } else if (const auto* range = std::get_if<Range>(&part.is)) {
    one_of([&](char32_t c) { return (range->low <= c && c <= range->high) != range->negated; });
  } else if (const auto* literal = std::get_if<Text>(&part.is)) {
    const std::size_t size = literal->characters.size();
    for (std::size_t at = 0; at + size <= text.size(); ++at) {
      if (reached[at] && text.substr(at, size) == literal->characters) next[at + size] = true;
    }
  } else {
    for (const Sequence& one : std::get<Choice>(part.is).sequences) {
      const Reached branch = after(one, text, reached);
      for (std::size_t at = 0; at < next.size(); ++at) next[at] = next[at] || branch[at];
    }
  }
  return next;
}

bool Glob::matches_whole(const Sequence& sequence, std::u32string_view text) {
  if (sequence.size() == 3 && std::holds_alternative<Any>(sequence[1].is)) {
    // In real servers the texts before and after a single star may overlap: `a*a` matches `a`.
    const auto* before = std::get_if<Text>(&sequence[0].is);
    const auto* after = std::get_if<Text>(&sequence[2].is);
    if (before != nullptr && after != nullptr) {
      const std::u32string& suffix = after->characters;
      return text.substr(0, before->characters.size()) == before->characters &&
             text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
    }
  }
  Reached start(text.size() + 1, false);
  start.front() = true;
  return after(sequence, text, std::move(start)).back();
}

bool Glob::matches(std::string_view text) const { return matches_whole(sequence_, characters(text)); }

}  // namespace cent::testing::dev

#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "json/plain.hpp"

namespace cent::detail {

/// A pull reader over JSON text: the caller asks for what it expects next. Strict RFC 8259 and strict UTF-8,
/// exact integers, a depth limit, no recursion, no allocation but for the strings it returns.
///
///     reader.begin_object();
///     for (std::string_view key; reader.next_member(key);) …read or skip the value…
///
/// Every mismatch throws TextError with its byte offset. The text must outlive the reader.
class JsonReader {
 public:
  /// Replies nest a payload inside a few levels of their own.
  static constexpr std::size_t kMaxDepth = 160;

  enum class Kind : unsigned char { object, array, string, number, boolean, null, none };

  explicit JsonReader(std::string_view text, std::size_t max_depth = kMaxDepth) noexcept
      : begin_(text.data()),
        end_(text.data() + text.size()),
        at_(text.data()),
        max_depth_(max_depth < kMaxDepth ? max_depth : kMaxDepth) {}

  /// Skips white space; true if nothing is left.
  bool at_end();
  /// @throws TextError if anything but white space is left.
  void finish();
  /// What the next value is, by its first character.
  Kind peek();

  void begin_object();
  /// The next member's name; false after the last one, when the object has been left.
  /// The view lives until the next call for a name.
  bool next_member(std::string_view& key);
  void begin_array();
  /// True if an element follows; false after the last one, when the array has been left.
  bool next_element();

  void read_string(std::string& out);
  bool read_bool();
  void read_null();
  std::uint64_t read_unsigned(std::uint64_t max = UINT64_MAX);
  std::int64_t read_signed(std::int64_t min = INT64_MIN, std::int64_t max = INT64_MAX);
  double read_double();
  /// Moves over a value. Its strings may be broken text, see read_raw.
  void skip_value() { scan_value(); }

  /// A value's text as it stands. `clean` tells whether its strings are valid UTF-8 without lone surrogates:
  /// servers hand such payloads back as they came, and one must not spoil its neighbours.
  std::string_view read_raw(bool& clean);
  /// True if a line break stands between the tokens of the value that read_raw read last.
  [[nodiscard]] bool has_line_breaks() const noexcept { return line_breaks_; }

  /// A value's text, found by its brackets and quotes alone: where it ends is certain if it is JSON, and
  /// whether it is, whoever reads it will tell. @throws TextError if no end can be found
  std::string_view skim_raw();

  /// Where the reader stands, to come back to.
  struct Place {
    const char* at;
    std::size_t depth;
    bool fresh;
  };
  [[nodiscard]] Place place() const noexcept { return {at_, depth_, fresh_}; }
  void go_back(const Place& place) noexcept {
    at_ = place.at;
    depth_ = place.depth;
    fresh_ = place.fresh;
  }

  [[nodiscard]] std::size_t offset() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
  [[noreturn]] void fail(const char* reason) const;
  /// Names the first broken text of the value that read_raw found not to be clean.
  [[noreturn]] void fail_at_broken_text() const;

 private:
  [[noreturn]] void fail_at(const char* reason, const char* at) const;
  void begin(char bracket, const char* reason);
  bool next(char bracket);
  /// A name that is not plain.
  std::string_view odd_name();
  std::string_view scan_number();
  /// Moves over a string. Its first text fault (not a structural one, those throw) goes to bad_text_, and
  /// escaped_ tells whether it must be unescaped.
  std::string_view scan_string();
  /// Reads a number that is as usual: digits alone, few of them, and behind them what ends a value.
  bool take_short_integer(std::uint64_t max, std::uint64_t& value) noexcept;
  void scan_value();
  // From a place to behind what begins there; for strings the place is behind the opening quote.
  const char* space_end(const char* at) noexcept;
  const char* string_end(const char* at);
  const char* odd_string_end(const char* at);
  const char* odd_end(const char* at);
  const char* escape_end(const char* at);
  const char* number_end(const char* at) const;
  const char* literal_end(const char* at) const;
  void unescape(std::string_view inside, std::string& out) const;

  const char* begin_;
  const char* end_;
  const char* at_;
  std::size_t max_depth_;
  std::size_t depth_ = 0;
  bool fresh_ = false;    ///< Directly behind an opening bracket: no comma yet.
  bool escaped_ = false;  ///< Of the string that was scanned last.
  const char* bad_text_ = nullptr;
  bool line_breaks_ = false;  ///< Seen between tokens since read_raw began.
  std::string key_;           ///< Holds a name with escapes in it.
};

/// Refuses what is not exactly one JSON value with clean text, nested at most `max_depth` deep. Returns
/// whether line breaks stand between its tokens or around it.
/// @throws TextError
bool check_json(std::string_view text, std::size_t max_depth);

/// What a value is that begins with this character.
JsonReader::Kind kind_of(char first) noexcept;

inline const char* JsonReader::space_end(const char* at) noexcept {
  // One comparison where there is none, which is the rule.
  while (at != end_ && static_cast<unsigned char>(*at) <= ' ') {
    if (*at == '\n' || *at == '\r') {
      line_breaks_ = true;
    } else if (*at != ' ' && *at != '\t') {
      break;
    }
    ++at;
  }
  return at;
}

inline bool JsonReader::next(char bracket) {
  const char* at = space_end(at_);
  if (at == end_) fail_at("the JSON text ends too early", at);
  const bool more = *at != bracket;
  if (!more) {
    ++at;
    --depth_;
  } else if (!fresh_) {
    if (*at != ',') fail_at("a comma or a closing bracket is missing", at);
    at = space_end(at + 1);
  }
  at_ = at;
  fresh_ = false;
  return more;
}

inline std::string_view JsonReader::scan_string() {
  const char* const start = at_ + 1;
  escaped_ = false;
  at_ = string_end(start);
  return {start, static_cast<std::size_t>(at_ - 1 - start)};
}

inline const char* JsonReader::string_end(const char* at) {
  at = skip_plain(at, end_);
  return at != end_ && *at == '"' ? at + 1 : odd_string_end(at);
}

}  // namespace cent::detail

#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "json/plain_bytes.hpp"

namespace cent::detail {

/// A pull reader over JSON text: the caller asks for the value that it expects next. Strict RFC 8259 and
/// strict UTF-8, exact integers, a depth limit, no recursion, no allocation except for the strings it
/// returns.
///
///     reader.begin_object();
///     for (std::string_view key; reader.next_member(key);) …read or skip the value…
///
/// Every mismatch throws TextError with its byte offset. The text must outlive the reader.
class JsonReader {
 public:
  /// Replies have a few levels around a payload.
  static constexpr std::size_t kMaxDepth = 160;

  enum class Kind : unsigned char { object, array, string, number, boolean, null, none };

  explicit JsonReader(std::string_view text, std::size_t max_depth = kMaxDepth) noexcept
      : begin_(text.data()),
        end_(text.data() + text.size()),
        at_(text.data()),
        max_depth_(max_depth < kMaxDepth ? max_depth : kMaxDepth) {}

  /// Skips white space. Returns true if nothing is left.
  bool at_end();
  /// @throws TextError if anything but white space is left.
  void finish();
  /// The kind of the next value, by its first character.
  Kind peek();

  void begin_object();
  /// Reads the next member's name. Returns false after the last one, when the object has been left.
  /// The view is valid until the next call.
  bool next_member(std::string_view& key);
  /// Reads the next member's name and colon if these are `key`, as in `"name":`, without white space.
  bool take_member(std::string_view key) noexcept;
  void begin_array();
  /// Returns true if an element follows, false after the last one, when the array has been left.
  bool next_element();

  void read_string(std::string& out);
  bool read_bool();
  void read_null();
  std::uint64_t read_unsigned(std::uint64_t max = UINT64_MAX);
  std::int64_t read_signed(std::int64_t min = INT64_MIN, std::int64_t max = INT64_MAX);
  double read_double();
  /// Skips a value. Its strings may be invalid text, see read_raw.
  void skip_value() { scan_value(); }

  /// Reads a value's text unchanged. `clean` is set to whether its strings are valid UTF-8 without lone
  /// surrogates. Servers return invalid payloads unchanged, and these must not affect the others.
  std::string_view read_raw(bool& clean);
  /// True if there is a line break between the tokens of the value that read_raw read last.
  [[nodiscard]] bool has_line_breaks() const noexcept { return line_breaks_; }

  /// Reads a value's text, found by its quotes and the number of its brackets. The end is right if the text
  /// is JSON. Whether it is, and not too deep, a later reader checks. @throws TextError if no end can be
  /// found
  std::string_view skim_raw();

  /// Reads `{"NAME":RESULT}` in which RESULT has the form of take_usual_result(), and returns the text of
  /// RESULT. Empty if the text has another form; nothing was read then.
  std::string_view take_usual_reply(std::string_view name) noexcept;

  /// The reader's position, to return to it later.
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
  /// Number of bytes after offset().
  [[nodiscard]] std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - at_); }
  /// Number of objects and arrays that the reader is in.
  [[nodiscard]] std::size_t depth() const noexcept { return depth_; }
  [[noreturn]] void fail(const char* reason) const;
  /// Throws for the first invalid text of a value that read_raw found not clean.
  [[noreturn]] void fail_at_broken_text() const;

 private:
  [[noreturn]] void fail_at(const char* reason, const char* at) const;
  void begin(char bracket, const char* reason);
  bool next(char bracket);
  /// Reads a name that is not plain.
  std::string_view odd_name();
  std::string_view scan_number();
  /// Skips a string. Sets bad_text_ to its first text fault (structural ones throw), and escaped_ if it must
  /// be unescaped.
  std::string_view scan_string();
  /// Reads a usual number: a few digits, followed by a character that ends a value.
  bool take_short_integer(std::uint64_t max, std::uint64_t& value) noexcept;
  void scan_value();
  // Return the end of the thing that begins at `at`. For strings that is after the opening quote.
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
  bool fresh_ = false;    ///< Directly after an opening bracket, so without a comma.
  bool escaped_ = false;  ///< Of the string scanned last.
  const char* bad_text_ = nullptr;
  bool line_breaks_ = false;  ///< Seen between tokens since read_raw began.
  std::string key_;           ///< Storage of a name with escapes.
};

/// Checks that the text is exactly one JSON value with valid strings, nested at most `max_depth` deep.
/// Returns true if there are line breaks between its tokens or around it.
/// @throws TextError
bool check_json(std::string_view text, std::size_t max_depth);

/// The kind of a value that begins with this character.
JsonReader::Kind kind_of(char first) noexcept;

inline const char* JsonReader::space_end(const char* at) noexcept {
  // One comparison if there is none, which is the usual case.
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

inline bool JsonReader::take_member(std::string_view key) noexcept {
  const char* at = at_;
  if (!fresh_) {
    if (at == end_ || *at != ',') return false;
    ++at;
  }
  if (static_cast<std::size_t>(end_ - at) < key.size() || std::memcmp(at, key.data(), key.size()) != 0)
    return false;
  at_ = at + key.size();
  fresh_ = false;
  return true;
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

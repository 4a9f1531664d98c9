#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

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

  enum class Kind { object, array, string, number, boolean, null };

  explicit JsonReader(std::string_view text, std::size_t max_depth = kMaxDepth) noexcept
      : text_(text), max_depth_(max_depth < kMaxDepth ? max_depth : kMaxDepth) {}

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
  void skip_value() { scan_value(true); }

  /// A value's text as it stands. `clean` tells whether its strings are valid UTF-8 without lone surrogates:
  /// servers hand such payloads back as they came, and one must not spoil its neighbours.
  std::string_view read_raw(bool& clean);

  [[nodiscard]] std::size_t offset() const noexcept { return at_; }
  [[noreturn]] void fail(const char* reason) const;

 private:
  [[noreturn]] void fail_at(const char* reason, std::size_t offset) const;
  void skip_space() noexcept;
  void begin(char bracket, const char* reason);
  bool next(char bracket);
  void expect_literal(std::string_view literal);
  std::string_view scan_number();
  /// Moves over a string; its first text fault (not a structural one, those throw) goes to bad_text_.
  std::string_view scan_string(bool& escaped);
  void scan_escape();
  void scan_value(bool strict);
  void scan_scalar();
  void unescape(std::string_view inside, std::string& out) const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t max_depth_;
  std::size_t depth_ = 0;
  bool fresh_ = false;  ///< Directly behind an opening bracket: no comma yet.
  std::size_t bad_text_ = std::string_view::npos;
  std::string key_;  ///< Holds a name with escapes in it.
};

/// Refuses what is not exactly one JSON value with clean text, nested at most `max_depth` deep.
/// @throws TextError
void check_json(std::string_view text, std::size_t max_depth);

}  // namespace cent::detail

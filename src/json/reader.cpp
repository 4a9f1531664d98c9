#include "json/reader.hpp"

#include <charconv>
#include <cmath>

#include "json/text_error.hpp"

namespace cent::detail {

void JsonReader::fail(const char* reason) const { fail_at(reason, at_); }
void JsonReader::fail_at(const char* reason, std::size_t offset) const { throw TextError{reason, offset}; }

void JsonReader::skip_space() noexcept {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return;
    ++at_;
  }
}

bool JsonReader::at_end() {
  skip_space();
  return at_ == text_.size();
}

void JsonReader::finish() {
  if (!at_end()) fail("text after the JSON value");
}

JsonReader::Kind JsonReader::peek() {
  if (at_end()) fail("the JSON text ends too early");
  switch (text_[at_]) {
    case '{':
      return Kind::object;
    case '[':
      return Kind::array;
    case '"':
      return Kind::string;
    case 't':
    case 'f':
      return Kind::boolean;
    case 'n':
      return Kind::null;
    default:
      if (text_[at_] == '-' || (text_[at_] >= '0' && text_[at_] <= '9')) return Kind::number;
      fail("not a JSON value");
  }
}

void JsonReader::begin(char bracket, const char* reason) {
  skip_space();
  if (at_ == text_.size() || text_[at_] != bracket) fail(reason);
  if (depth_ == max_depth_) fail("nested too deeply");
  ++depth_;
  ++at_;
  fresh_ = true;
}

void JsonReader::begin_object() { begin('{', "not an object"); }
void JsonReader::begin_array() { begin('[', "not an array"); }

bool JsonReader::next(char bracket) {
  skip_space();
  if (at_ == text_.size()) fail("the JSON text ends too early");
  if (text_[at_] == bracket) {
    ++at_;
    --depth_;
    fresh_ = false;
    return false;
  }
  if (!fresh_) {
    if (text_[at_] != ',') fail("a comma or a closing bracket is missing");
    ++at_;
    skip_space();
  }
  fresh_ = false;
  return true;
}

bool JsonReader::next_element() { return next(']'); }

bool JsonReader::next_member(std::string_view& key) {
  if (!next('}')) return false;
  if (at_ == text_.size() || text_[at_] != '"') fail("a member name is missing");
  bool escaped = false;
  bad_text_ = std::string_view::npos;
  key = scan_string(escaped);
  if (bad_text_ != std::string_view::npos)
    fail_at("invalid UTF-8 or lone surrogate in a member name", bad_text_);
  if (escaped) {
    key_.clear();
    unescape(key, key_);
    key = key_;
  }
  skip_space();
  if (at_ == text_.size() || text_[at_] != ':') fail("a colon is missing");
  ++at_;
  return true;
}

void JsonReader::read_string(std::string& out) {
  if (peek() != Kind::string) fail("not a string");
  bool escaped = false;
  bad_text_ = std::string_view::npos;
  const std::string_view inside = scan_string(escaped);
  if (bad_text_ != std::string_view::npos) fail_at("invalid UTF-8 or lone surrogate", bad_text_);
  if (escaped) {
    out.clear();
    unescape(inside, out);
  } else {
    out.assign(inside);
  }
}

void JsonReader::expect_literal(std::string_view literal) {
  if (text_.compare(at_, literal.size(), literal) != 0) fail("not a JSON value");
  at_ += literal.size();
}

bool JsonReader::read_bool() {
  if (peek() != Kind::boolean) fail("not a bool");
  const bool value = text_[at_] == 't';
  expect_literal(value ? "true" : "false");
  return value;
}

void JsonReader::read_null() {
  if (peek() != Kind::null) fail("not null");
  expect_literal("null");
}

std::uint64_t JsonReader::read_unsigned(std::uint64_t max) {
  if (peek() != Kind::number) fail("not a number");
  const std::size_t start = at_;
  const std::string_view number = scan_number();
  if (number.front() == '-') fail_at("a negative number where none may be", start);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc{} || value > max) fail_at("a number out of range", start);
  if (end != number.data() + number.size()) fail_at("not an integer", start);
  return value;
}

std::int64_t JsonReader::read_signed(std::int64_t min, std::int64_t max) {
  if (peek() != Kind::number) fail("not a number");
  const std::size_t start = at_;
  const std::string_view number = scan_number();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc{} || value < min || value > max) fail_at("a number out of range", start);
  if (end != number.data() + number.size()) fail_at("not an integer", start);
  return value;
}

double JsonReader::read_double() {
  if (peek() != Kind::number) fail("not a number");
  const std::size_t start = at_;
  const std::string_view number = scan_number();
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  // from_chars reports a number too small for a double as out of range, too: it is read as zero, like
  // everywhere.
  if (error == std::errc::result_out_of_range) {
    const std::size_t e = number.find_first_of("eE");
    const bool tiny = e != std::string_view::npos && number.substr(e + 1, 1) == "-";
    if (!tiny) fail_at("a number out of range", start);
    return number.front() == '-' ? -0.0 : 0.0;
  }
  return value;
}

std::string_view JsonReader::read_raw(bool& clean) {
  skip_space();
  const std::size_t start = at_;
  bad_text_ = std::string_view::npos;
  scan_value(false);
  clean = bad_text_ == std::string_view::npos;
  return text_.substr(start, at_ - start);
}

void check_json(std::string_view text, std::size_t max_depth) {
  JsonReader reader{text, max_depth};
  reader.skip_value();
  reader.finish();
}

}  // namespace cent::detail

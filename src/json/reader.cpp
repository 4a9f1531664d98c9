#include "json/reader.hpp"

#include <charconv>

#include "json/number.hpp"
#include "json/text_error.hpp"

namespace cent::detail {

void JsonReader::fail(const char* reason) const { fail_at(reason, at_); }
void JsonReader::fail_at(const char* reason, const char* at) const {
  throw TextError{reason, static_cast<std::size_t>(at - begin_)};
}
void JsonReader::fail_at_broken_text() const { fail_at("invalid UTF-8 or lone surrogate", bad_text_); }

bool JsonReader::at_end() {
  at_ = space_end(at_);
  return at_ == end_;
}

void JsonReader::finish() {
  if (!at_end()) fail("text after the JSON value");
}

JsonReader::Kind JsonReader::peek() {
  if (at_end()) fail("the JSON text ends too early");
  const Kind kind = kind_of(*at_);
  if (kind == Kind::none) fail("not a JSON value");
  return kind;
}

void JsonReader::begin(char bracket, const char* reason) {
  if (at_end() || *at_ != bracket) fail(reason);
  if (depth_ == max_depth_) fail("nested too deeply");
  ++depth_;
  ++at_;
  fresh_ = true;
}

void JsonReader::begin_object() { begin('{', "not an object"); }
void JsonReader::begin_array() { begin('[', "not an array"); }

bool JsonReader::next_element() { return next(']'); }

bool JsonReader::next_member(std::string_view& key) {
  if (!next('}')) return false;
  if (at_ == end_ || *at_ != '"') fail("a member name is missing");
  const char* const start = at_ + 1;
  const char* const close = skip_plain(start, end_);
  if (close != end_ && *close == '"') {
    at_ = close + 1;
    key = {start, static_cast<std::size_t>(close - start)};
  } else {
    key = odd_name();
  }
  if (at_ == end_ || *at_ != ':') {
    at_ = space_end(at_);
    if (at_ == end_ || *at_ != ':') fail("a colon is missing");
  }
  ++at_;
  return true;
}

std::string_view JsonReader::odd_name() {
  bad_text_ = nullptr;
  const std::string_view inside = scan_string();
  if (bad_text_ != nullptr) fail_at("invalid UTF-8 or lone surrogate in a member name", bad_text_);
  if (!escaped_) return inside;
  key_.clear();
  unescape(inside, key_);
  return key_;
}

void JsonReader::read_string(std::string& out) {
  if (peek() != Kind::string) fail("not a string");
  const char* const start = at_ + 1;
  const char* const close = skip_plain(start, end_);
  if (close != end_ && *close == '"') {
    at_ = close + 1;
    out.assign(start, static_cast<std::size_t>(close - start));
    return;
  }
  bad_text_ = nullptr;
  const std::string_view inside = scan_string();
  if (bad_text_ != nullptr) fail_at_broken_text();
  if (escaped_) {
    out.clear();
    unescape(inside, out);
  } else {
    out.assign(inside);
  }
}

bool JsonReader::read_bool() {
  if (peek() != Kind::boolean) fail("not a bool");
  const bool value = *at_ == 't';
  at_ = literal_end(at_);
  return value;
}

void JsonReader::read_null() {
  if (peek() != Kind::null) fail("not null");
  at_ = literal_end(at_);
}

bool JsonReader::take_short_integer(std::uint64_t max, std::uint64_t& value) noexcept {
  constexpr int kMostDigits = 18;  // fits the type always
  const char* const first = space_end(at_);
  const char* const most = end_ - first > kMostDigits ? first + kMostDigits : end_;
  const char* at = first;
  value = 0;
  for (; at != most && *at >= '0' && *at <= '9'; ++at) value = value * 10 + static_cast<unsigned>(*at - '0');
  const auto digits = at - first;
  // Anything unusual is left to the general case, since the next characters may belong to the number.
  if (digits == 0 || (digits > 1 && *first == '0') || value > max) return false;
  if (at == end_ || (*at != ',' && *at != '}' && *at != ']')) return false;
  at_ = at;
  return true;
}

std::uint64_t JsonReader::read_unsigned(std::uint64_t max) {
  std::uint64_t value = 0;
  if (take_short_integer(max, value)) return value;
  value = 0;
  if (peek() != Kind::number) fail("not a number");
  const char* const start = at_;
  const std::string_view number = scan_number();
  if (number.front() == '-') fail_at("a negative number is not allowed", start);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc{} || value > max) fail_at("a number out of range", start);
  if (end != number.data() + number.size()) fail_at("not an integer", start);
  return value;
}

std::int64_t JsonReader::read_signed(std::int64_t min, std::int64_t max) {
  if (peek() != Kind::number) fail("not a number");
  const char* const start = at_;
  const std::string_view number = scan_number();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc{} || value < min || value > max) fail_at("a number out of range", start);
  if (end != number.data() + number.size()) fail_at("not an integer", start);
  return value;
}

double JsonReader::read_double() {
  if (peek() != Kind::number) fail("not a number");
  const char* const start = at_;
  const std::string_view number = scan_number();
  double value = 0;
  if (!parse_double(number, value)) fail_at("a number out of range", start);
  return value;
}

std::string_view JsonReader::read_raw(bool& clean) {
  const char* const start = space_end(at_);
  at_ = start;
  bad_text_ = nullptr;
  line_breaks_ = false;
  scan_value();
  clean = bad_text_ == nullptr;
  return {start, static_cast<std::size_t>(at_ - start)};
}

bool check_json(std::string_view text, std::size_t max_depth) {
  JsonReader reader{text, max_depth};
  bool clean = true;
  const std::string_view value = reader.read_raw(clean);
  if (!clean) reader.fail_at_broken_text();
  const bool leading_space = value.data() != text.data();
  reader.finish();
  return leading_space || reader.has_line_breaks();
}

}  // namespace cent::detail

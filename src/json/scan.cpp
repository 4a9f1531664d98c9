// The reader's moves over text whose value nobody needs yet: strings, numbers, whole values.
#include <array>
#include <bitset>

#include "json/reader.hpp"
#include "json/utf8.hpp"

namespace cent::detail {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// Bytes that a string scan may pass over without a look.
constexpr std::array<bool, 256> make_plain() {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}
constexpr std::array<bool, 256> kPlain = make_plain();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The four hex digits at `at`, or -1.
int hex4(std::string_view text, std::size_t at) {
  if (text.size() - at < 4) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const char c = text[i];
    const int digit = is_digit(c)            ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

bool is_high_surrogate(int unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(int unit) { return unit >= 0xDC00 && unit < 0xE000; }

void append_utf8(std::string& out, unsigned code) {
  const auto put = [&](unsigned byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | code >> 6U);
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3FU));
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

char unescaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return c;  // quote, backslash, slash
  }
}

}  // namespace

std::string_view JsonReader::scan_string(bool& escaped) {
  const std::size_t start = ++at_;  // behind the quote
  while (true) {
    while (at_ < text_.size() && kPlain[static_cast<unsigned char>(text_[at_])]) ++at_;
    if (at_ == text_.size()) fail("the JSON text ends inside a string");
    const char c = text_[at_];
    if (c == '"') return text_.substr(start, at_++ - start);
    if (c == '\\') {
      escaped = true;
      scan_escape();
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fail("a control character inside a string");
    } else {
      const std::size_t length = utf8_sequence(text_, at_);
      if (length == 0 && bad_text_ == kNone) bad_text_ = at_;
      at_ += length == 0 ? 1 : length;
    }
  }
}

void JsonReader::scan_escape() {
  const std::size_t start = at_;
  if (text_.size() - at_ < 2) fail("the JSON text ends inside a string");
  const char c = text_[at_ + 1];
  at_ += 2;
  if (c != 'u') {
    constexpr std::string_view kKnown = "\"\\/bfnrt";
    if (kKnown.find(c) == kNone) fail_at("an unknown escape", start);
    return;
  }
  const int unit = hex4(text_, at_);
  if (unit < 0) fail_at("a broken \\u escape", start);
  at_ += 4;
  if (is_high_surrogate(unit) && text_.compare(at_, 2, "\\u") == 0 &&
      is_low_surrogate(hex4(text_, at_ + 2))) {
    at_ += 6;
  } else if ((is_high_surrogate(unit) || is_low_surrogate(unit)) && bad_text_ == kNone) {
    bad_text_ = start;
  }
}

void JsonReader::unescape(std::string_view inside, std::string& out) const {
  out.reserve(inside.size());
  for (std::size_t at = 0; at < inside.size();) {
    if (inside[at] != '\\') {
      const std::size_t end = std::min(inside.find('\\', at), inside.size());
      out.append(inside, at, end - at);
      at = end;
    } else if (inside[at + 1] != 'u') {
      out.push_back(unescaped(inside[at + 1]));
      at += 2;
    } else {
      auto code = static_cast<unsigned>(hex4(inside, at + 2));
      at += 6;
      if (is_high_surrogate(static_cast<int>(code))) {
        code = 0x10000U + ((code - 0xD800U) << 10U) + (static_cast<unsigned>(hex4(inside, at + 2)) - 0xDC00U);
        at += 6;
      }
      append_utf8(out, code);
    }
  }
}

std::string_view JsonReader::scan_number() {
  const std::size_t start = at_;
  const auto digits = [this] {
    if (at_ == text_.size() || !is_digit(text_[at_])) fail("a digit is missing in a number");
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  };
  const auto is = [this](char a, char b) {
    return at_ < text_.size() && (text_[at_] == a || text_[at_] == b);
  };
  if (is('-', '-')) ++at_;
  if (is('0', '0')) {
    ++at_;
  } else {
    digits();
  }
  if (is('.', '.')) {
    ++at_;
    digits();
  }
  if (is('e', 'E')) {
    ++at_;
    if (is('+', '-')) ++at_;
    digits();
  }
  return text_.substr(start, at_ - start);
}

void JsonReader::scan_scalar() {
  switch (peek()) {
    case Kind::string: {
      bool escaped = false;
      scan_string(escaped);
      return;
    }
    case Kind::number:
      scan_number();
      return;
    case Kind::boolean:
      read_bool();
      return;
    default:
      read_null();
  }
}

void JsonReader::scan_value(bool strict) {
  if (strict) bad_text_ = kNone;
  std::bitset<kMaxDepth> objects;  // which of the open brackets are objects
  std::size_t open = 0;
  const auto name = [&] {  // a member's name and colon
    if (at_ == text_.size() || text_[at_] != '"') fail("a member name is missing");
    bool escaped = false;
    scan_string(escaped);
    skip_space();
    if (at_ == text_.size() || text_[at_] != ':') fail("a colon is missing");
    ++at_;
  };
  do {
    const Kind kind = peek();
    if (kind == Kind::object || kind == Kind::array) {
      begin(text_[at_], "not a container");
      objects[open++] = kind == Kind::object;
    } else {
      scan_scalar();
    }
    // Leave every container that ends here; stop where another value follows.
    while (open > 0 && !next(objects[open - 1] ? '}' : ']')) --open;
    if (open > 0 && objects[open - 1]) name();
  } while (open > 0);
  if (strict && bad_text_ != kNone) fail_at("invalid UTF-8 or lone surrogate", bad_text_);
}

}  // namespace cent::detail

// The reader's functions that skip text without its value: strings, numbers, whole values.
#include <array>
#include <cstring>

#include "json/plain_bytes.hpp"
#include "json/reader.hpp"
#include "json/utf8.hpp"

namespace cent::detail {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

constexpr std::array<JsonReader::Kind, 256> kKinds = [] {
  using Kind = JsonReader::Kind;
  std::array<Kind, 256> kinds{};
  for (Kind& kind : kinds) kind = Kind::none;
  for (unsigned char c = '0'; c <= '9'; ++c) kinds[c] = Kind::number;
  kinds['-'] = Kind::number;
  kinds['{'] = Kind::object;
  kinds['['] = Kind::array;
  kinds['"'] = Kind::string;
  kinds['t'] = kinds['f'] = Kind::boolean;
  kinds['n'] = Kind::null;
  return kinds;
}();

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

JsonReader::Kind kind_of(char first) noexcept { return kKinds[static_cast<unsigned char>(first)]; }

const char* JsonReader::odd_string_end(const char* at) {
  while (at != end_) {
    if (*at == '"') return at + 1;
    at = skip_plain(odd_end(at), end_);
  }
  fail_at("the JSON text ends inside a string", at);
}

const char* JsonReader::odd_end(const char* at) {
  if (*at == '\\') {
    escaped_ = true;
    return escape_end(at);
  }
  if (static_cast<unsigned char>(*at) < 0x20) fail_at("a control character inside a string", at);
  const std::size_t length = utf8_sequence({at, static_cast<std::size_t>(end_ - at)}, 0);
  if (length != 0) return at + length;
  if (bad_text_ == nullptr) bad_text_ = at;
  return at + 1;
}

const char* JsonReader::escape_end(const char* at) {
  if (end_ - at < 2) fail_at("the JSON text ends inside a string", at);
  const char* const start = at;
  const char c = at[1];
  at += 2;
  if (c != 'u') {
    constexpr std::string_view kKnown = "\"\\/bfnrt";
    if (kKnown.find(c) == kNone) fail_at("an unknown escape", start);
    return at;
  }
  const std::string_view rest{at, static_cast<std::size_t>(end_ - at)};
  const int unit = hex4(rest, 0);
  if (unit < 0) fail_at("a broken \\u escape", start);
  if (is_high_surrogate(unit) && rest.compare(4, 2, "\\u") == 0 && is_low_surrogate(hex4(rest, 6))) {
    return at + 10;
  }
  if ((is_high_surrogate(unit) || is_low_surrogate(unit)) && bad_text_ == nullptr) bad_text_ = start;
  return at + 4;
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

const char* JsonReader::number_end(const char* at) const {
  const auto digits = [&] {
    const char* const first = at;
    at = skip_digits(at, end_);
    if (at == first) fail_at("a digit is missing in a number", at);
  };
  if (*at == '-') ++at;
  if (at != end_ && *at == '0') {
    ++at;
  } else {
    digits();
  }
  if (at != end_ && *at == '.') {
    ++at;
    digits();
  }
  if (at != end_ && (*at == 'e' || *at == 'E')) {
    ++at;
    if (at != end_ && (*at == '+' || *at == '-')) ++at;
    digits();
  }
  return at;
}

std::string_view JsonReader::scan_number() {
  const char* const start = at_;
  at_ = number_end(at_);
  return {start, static_cast<std::size_t>(at_ - start)};
}

const char* JsonReader::literal_end(const char* at) const {
  const auto left = end_ - at;
  if (left >= 4 && (std::memcmp(at, "true", 4) == 0 || std::memcmp(at, "null", 4) == 0)) return at + 4;
  if (left >= 5 && std::memcmp(at, "false", 5) == 0) return at + 5;
  fail_at("not a JSON value", at);
}

void JsonReader::scan_value() {
  std::array<char, kMaxDepth> closing;  // the closing brackets still expected
  std::size_t open = 0;
  bool in_object = false;
  const char* at = at_;  // a copy that stays in a register
  // The next character that is not white space. At the end NUL, which is never valid.
  const auto look = [&] {
    if (at != end_ && *at > ' ') return *at;
    at = space_end(at);
    return at != end_ ? *at : '\0';
  };
  const auto refuse = [&](const char* reason) {
    fail_at(at != end_ ? reason : "the JSON text ends too early", at);
  };
  while (true) {
    if (in_object) {
      if (look() != '"') fail_at("a member name is missing", at);
      at = string_end(at + 1);
      if (look() != ':') fail_at("a colon is missing", at);
      ++at;
    }
    const char first = look();
    if (first == '"') {
      at = string_end(at + 1);
    } else if (first == '{' || first == '[') {
      if (open == max_depth_ - depth_) fail_at("nested too deeply", at);
      in_object = first == '{';
      closing[open++] = in_object ? '}' : ']';
      ++at;
      if (look() != closing[open - 1]) {
        if (at == end_) refuse("");
        continue;
      }
    } else {
      const Kind kind = kind_of(first);
      if (at == end_ || kind == Kind::none) refuse("not a JSON value");
      at = kind == Kind::number ? number_end(at) : literal_end(at);
    }
    // Leave every container that ends here. Stop if another value follows.
    while (true) {
      if (open == 0) {
        at_ = at;
        return;
      }
      if (look() != closing[open - 1]) break;
      ++at;
      --open;
      in_object = open != 0 && closing[open - 1] == '}';
    }
    if (at == end_ || *at != ',') refuse("a comma or a closing bracket is missing");
    ++at;
  }
}

}  // namespace cent::detail

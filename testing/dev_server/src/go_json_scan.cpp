#include "go_json.hpp"

namespace cent::testing::go {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::size_t string_end(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '"') return npos;
  for (++at; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c == '"') return at + 1;
    if (c < 0x20) return npos;
    if (c != '\\') continue;
    if (++at == text.size()) return npos;
    if (text[at] == 'u') {
      if (text.size() - at < 5) return npos;
      for (std::size_t digit = 1; digit <= 4; ++digit) {
        if (!is_hex(text[at + digit])) return npos;
      }
      at += 4;
    } else if (std::string_view("\"\\/bfnrt").find(text[at]) == npos) {
      return npos;
    }
  }
  return npos;
}

std::size_t digits_end(std::string_view text, std::size_t at) {
  const std::size_t begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at == begin ? npos : at;
}

std::size_t number_end(std::string_view text, std::size_t at) {
  if (text[at] == '-') ++at;
  if (at == text.size()) return npos;
  if (text[at] == '0') {
    ++at;
  } else if ((at = digits_end(text, at)) == npos) {
    return npos;
  }
  if (at < text.size() && text[at] == '.') {
    if ((at = digits_end(text, at + 1)) == npos) return npos;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    at = digits_end(text, at);
  }
  return at;
}

std::size_t scalar_end(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '"') return string_end(text, at);
  if (c == '-' || is_digit(c)) return number_end(text, at);
  for (const std::string_view word : {"true", "false", "null"}) {
    if (text.substr(at, word.size()) == word) return at + word.size();
  }
  return npos;
}

/// Skips the name and the colon of a member.
std::size_t member_start(std::string_view text, std::size_t at) {
  at = string_end(text, skip_space(text, at));
  if (at == npos) return npos;
  at = skip_space(text, at);
  return at < text.size() && text[at] == ':' ? at + 1 : npos;
}

}  // namespace

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r'))
    ++at;
  return at;
}

std::size_t checked_value_end(std::string_view text, std::size_t at) {
  std::string closers;  // closing brackets of open arrays and objects; a short list needs no allocation
  for (;;) {
    at = skip_space(text, at);
    if (at == text.size()) return npos;
    const char c = text[at];
    if (c == '{' || c == '[') {
      if (closers.size() == kMaxDepth) return npos;
      closers.push_back(c == '{' ? '}' : ']');
      at = skip_space(text, at + 1);
      if (at == text.size()) return npos;
      if (text[at] != closers.back()) {
        if (c == '{' && (at = member_start(text, at)) == npos) return npos;
        continue;
      }
    } else {
      at = scalar_end(text, at);
      if (at == npos) return npos;
    }
    bool another = false;
    while (!another) {
      if (closers.empty()) return at;
      at = skip_space(text, at);
      if (at == text.size()) return npos;
      if (text[at] == closers.back()) {
        ++at;
        closers.pop_back();
      } else if (text[at] == ',') {
        ++at;
        if (closers.back() == '}' && (at = member_start(text, at)) == npos) return npos;
        another = true;
      } else {
        return npos;
      }
    }
  }
}

std::size_t value_end(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  do {
    const char c = text[at];
    if (c == '"') {
      for (++at; text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
      }
      ++at;
    } else if (c == '{' || c == '[') {
      ++depth;
      ++at;
    } else if (c == '}' || c == ']') {
      --depth;
      ++at;
    } else if (depth != 0) {
      ++at;
    } else {
      while (at < text.size() && std::string_view(",]} \n\t\r").find(text[at]) == npos) ++at;
    }
  } while (depth != 0);
  return at;
}

bool whole_value(std::string_view text, std::string_view& value) {
  const std::size_t begin = skip_space(text, 0);
  const std::size_t end = checked_value_end(text, begin);
  if (end == npos || skip_space(text, end) != text.size()) return false;
  value = text.substr(begin, end - begin);
  return true;
}

}  // namespace cent::testing::go

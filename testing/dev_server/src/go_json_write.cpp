#include "go_json.hpp"

namespace cent::testing::go {

namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void append_escaped(std::string& out, unsigned char c) {
  out.append("\\u00");
  out.push_back(kHex[c >> 4U]);
  out.push_back(kHex[c & 15U]);
}

bool is_html(char c) { return c == '<' || c == '>' || c == '&'; }

/// True if U+2028 or U+2029, which end a line in JavaScript, is at `at`.
bool is_line_separator(std::string_view text, std::size_t at) {
  return text.substr(at, 2) == "\xE2\x80" && at + 2 < text.size() &&
         (text[at + 2] == '\xA8' || text[at + 2] == '\xA9');
}

void append_line_separator(std::string& out, char last) {
  out.append(last == '\xA8' ? "\\u2028" : "\\u2029");
}

int base64_digit(char c, bool url) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == (url ? '-' : '+')) return 62;
  if (c == (url ? '_' : '/')) return 63;
  return -1;
}

bool append_base64(std::string_view digits, bool url, std::string& out) {
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : digits) {
    const int digit = base64_digit(c, url);
    if (digit < 0) return false;
    bits = bits << 6U | static_cast<unsigned>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>(bits >> count & 0xFFU));
    }
  }
  return count != 6;
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out.push_back('"');
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c == '\r') {
      out.append("\\r");
    } else if (c == '\t') {
      out.append("\\t");
    } else if (static_cast<unsigned char>(c) < 0x20 || is_html(c)) {
      append_escaped(out, static_cast<unsigned char>(c));
    } else if (c == '\xE2' && is_line_separator(text, at)) {
      append_line_separator(out, text[at + 2]);
      at += 2;
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

bool append_compact(std::string& out, std::string_view raw) {
  std::string_view value;
  if (!whole_value(raw, value)) return false;
  bool inside = false;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (!inside && (c == ' ' || c == '\n' || c == '\t' || c == '\r')) continue;
    if (c == '"') inside = !inside;
    if (is_html(c)) {
      append_escaped(out, static_cast<unsigned char>(c));
    } else if (c == '\xE2' && is_line_separator(value, at)) {
      append_line_separator(out, value[at + 2]);
      at += 2;
    } else {
      out.push_back(c);
      if (c == '\\') out.push_back(value[++at]);
    }
  }
  return true;
}

void append_strings(std::string& out, const std::map<std::string, std::string>& map) {
  char before = '{';
  for (const auto& [name, value] : map) {
    out.push_back(before);
    append_string(out, name);
    out.push_back(':');
    append_string(out, value);
    before = ',';
  }
  if (map.empty()) out.push_back('{');
  out.push_back('}');
}

bool decode_base64(std::string_view text, std::string& out) {
  std::string digits;
  digits.reserve(text.size());
  for (const char c : text) {
    if (c != '\r' && c != '\n') digits.push_back(c);
  }
  if (digits.size() % 4 != 0) return false;
  std::size_t padding = 0;
  while (padding < 2 && padding < digits.size() && digits[digits.size() - 1 - padding] == '=') ++padding;
  digits.resize(digits.size() - padding);
  out.clear();
  return append_base64(digits, false, out);
}

bool decode_base64_url(std::string_view text, std::string& out) {
  out.clear();
  return append_base64(text, true, out);
}

}  // namespace cent::testing::go

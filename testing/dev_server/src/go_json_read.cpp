#include <algorithm>
#include <charconv>
#include <cstdint>

#include "go_json.hpp"

namespace cent::testing::go {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Length of the well-formed UTF-8 sequence at `at`, 0 if there is none.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(at + i < text.size() ? text[at + i] : 0);
  };
  const unsigned first = byte(0);
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return tail(1) ? 2 : 0;
  if (first < 0xF0) {
    const bool second = first == 0xE0 ? byte(1) >= 0xA0 : first == 0xED ? byte(1) < 0xA0 : true;
    return tail(1) && second && tail(2) ? 3 : 0;
  }
  if (first > 0xF4) return 0;
  const bool second = first == 0xF0 ? byte(1) >= 0x90 : first == 0xF4 ? byte(1) < 0x90 : true;
  return tail(1) && second && tail(2) && tail(3) ? 4 : 0;
}

unsigned hex4(std::string_view text, std::size_t at) {
  unsigned value = 0;
  std::from_chars(text.data() + at, text.data() + at + 4, value, 16);
  return value;
}

void append_utf8(std::string& out, unsigned code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0U | code >> 6U));
    out.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0U | code >> 12U));
    out.push_back(static_cast<char>(0x80U | (code >> 6U & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
  } else {
    out.push_back(static_cast<char>(0xF0U | code >> 18U));
    out.push_back(static_cast<char>(0x80U | (code >> 12U & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (code >> 6U & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
  }
}

/// Decodes the `\uXXXX` whose `u` is at `at`, or a surrogate pair. Returns its last position.
std::size_t append_unicode_escape(std::string& out, std::string_view body, std::size_t at) {
  const unsigned code = hex4(body, at + 1);
  at += 4;
  if (code < 0xD800 || code > 0xDFFF) {
    append_utf8(out, code);
    return at;
  }
  if (code < 0xDC00 && body.substr(at + 1, 2) == "\\u") {
    const unsigned low = hex4(body, at + 3);
    if (low >= 0xDC00 && low <= 0xDFFF) {
      append_utf8(out, 0x10000U + ((code - 0xD800U) << 10U) + (low - 0xDC00U));
      return at + 6;
    }
  }
  out.append(kReplacement);
  return at;
}

bool plain_ascii(std::string_view body) {
  return std::all_of(body.begin(), body.end(),
                     [](char c) { return c != '\\' && static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::string decode_string(std::string_view literal) {
  const std::string_view body = literal.substr(1, literal.size() - 2);
  if (plain_ascii(body)) return std::string(body);
  std::string out;
  out.reserve(body.size());
  for (std::size_t at = 0; at < body.size();) {
    if (body[at] == '\\') {
      const char c = body[++at];
      if (c == 'u') {
        at = append_unicode_escape(out, body, at);
      } else {
        constexpr std::string_view kNames = "bfnrt";
        const std::size_t known = kNames.find(c);
        out.push_back(known == npos ? c : "\b\f\n\r\t"[known]);
      }
      ++at;
      continue;
    }
    const std::size_t length = utf8_length(body, at);
    out.append(length == 0 ? kReplacement : body.substr(at, length));
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::string fold_key(std::string_view literal) {
  const std::string name = decode_string(literal);
  std::string out;
  out.reserve(name.size());
  for (std::size_t at = 0; at < name.size(); ++at) {
    const char c = name[at];
    if (c >= 'A' && c <= 'Z') {
      out.push_back(static_cast<char>(c + ('a' - 'A')));
    } else if (name.compare(at, 2, "\xC5\xBF") == 0) {  // long s folds to s
      out.push_back('s');
      at += 1;
    } else if (name.compare(at, 3, "\xE2\x84\xAA") == 0) {  // the Kelvin sign folds to k
      out.push_back('k');
      at += 2;
    } else {
      out.push_back(c);
    }
  }
  return out;
}

bool read(std::string_view value, std::string& out) {
  if (is_null(value)) return true;
  if (value.front() != '"') return false;
  out = decode_string(value);
  return true;
}

bool read(std::string_view value, bool& out) {
  if (is_null(value)) return true;
  if (value != "true" && value != "false") return false;
  out = value == "true";
  return true;
}

bool read(std::string_view value, std::vector<std::string>& out) {
  out.clear();
  return each_element(value, [&](std::string_view element) {
    out.emplace_back();
    return read(element, out.back());
  });
}

bool read(std::string_view value, std::map<std::string, std::string>& out) {
  if (is_null(value)) out.clear();
  return each_entry(value, [&](std::string name, std::string_view entry) {
    std::string text;
    const bool fine = read(entry, text);
    if (fine) out[std::move(name)] = std::move(text);
    return fine;
  });
}

bool read_unsigned(std::string_view value, std::uint64_t max, std::uint64_t& out) {
  const char* end = value.data() + value.size();
  const auto [stopped, error] = std::from_chars(value.data(), end, out);
  return error == std::errc() && stopped == end && out <= max;
}

bool read_signed(std::string_view value, std::int64_t min, std::int64_t max, std::int64_t& out) {
  const char* end = value.data() + value.size();
  const auto [stopped, error] = std::from_chars(value.data(), end, out);
  return error == std::errc() && stopped == end && out >= min && out <= max;
}

}  // namespace cent::testing::go

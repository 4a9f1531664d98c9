#include "json/writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "json/text_error.hpp"
#include "json/utf8.hpp"

namespace cent::detail {
namespace {

/// What a byte needs inside a JSON string.
enum Need : unsigned char { nothing, escape, check_utf8 };

constexpr std::array<Need, 256> make_needs() {
  std::array<Need, 256> needs{};
  for (std::size_t c = 0; c < 256; ++c) {
    needs[c] = c >= 0x80 ? check_utf8 : (c < 0x20 || c == '"' || c == '\\') ? escape : nothing;
  }
  return needs;
}
constexpr std::array<Need, 256> kNeeds = make_needs();

void write_escaped(std::string& out, unsigned char c) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out.append("\\\"");
      return;
    case '\\':
      out.append("\\\\");
      return;
    case '\n':
      out.append("\\n");
      return;
    case '\r':
      out.append("\\r");
      return;
    case '\t':
      out.append("\\t");
      return;
    case '\b':
      out.append("\\b");
      return;
    case '\f':
      out.append("\\f");
      return;
    default:
      out.append("\\u00").append(1, kHex[c >> 4U]).append(1, kHex[c & 15U]);
  }
}

template <class Number>
void write_number(std::string& out, Number value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), end.ptr);
}

}  // namespace

void write_string(std::string& out, std::string_view text) {
  out.push_back('"');
  std::size_t written = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    const Need need = kNeeds[c];
    if (need == nothing) {
      ++at;
    } else if (need == check_utf8) {
      const std::size_t length = utf8_sequence(text, at);
      if (length == 0) throw TextError{"invalid UTF-8", at};
      at += length;
    } else {
      out.append(text.data() + written, at - written);
      write_escaped(out, c);
      written = ++at;
    }
  }
  out.append(text.data() + written, at - written);
  out.push_back('"');
}

void write_signed(std::string& out, std::int64_t value) { write_number(out, value); }
void write_unsigned(std::string& out, std::uint64_t value) { write_number(out, value); }

void write_double(std::string& out, double value) {
  if (!std::isfinite(value))
    throw TextError{std::isnan(value) ? "NaN is not JSON" : "infinity is not JSON", 0};
  write_number(out, value);  // the shortest text that reads back as the same double, in every locale
}

}  // namespace cent::detail

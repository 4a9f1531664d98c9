#include "json/writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "json/number.hpp"
#include "json/plain_bytes.hpp"
#include "json/text_error.hpp"
#include "json/text_writer.hpp"
#include "json/utf8.hpp"

namespace cent::detail {
namespace {

template <class Out>
void write_escaped(Out& out, unsigned char c) {
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
      out.append("\\u00");
      out.push_back(kHex[c >> 4U]);
      out.push_back(kHex[c & 15U]);
  }
}

template <class Out>
void write_quoted(Out& out, std::string_view text) {
  const char* const end = text.data() + text.size();
  const char* at = text.data();
  const char* written = at;
  const auto write_up_to = [&](const char* to) {
    out.append(std::string_view{written, static_cast<std::size_t>(to - written)});
  };
  out.push_back('"');
  while ((at = skip_plain(at, end)) != end) {
    const auto c = static_cast<unsigned char>(*at);
    if (c >= 0x80) {
      const auto offset = static_cast<std::size_t>(at - text.data());
      const std::size_t length = utf8_sequence(text, offset);
      if (length == 0) throw TextError{"invalid UTF-8", offset};
      at += length;
    } else {
      write_up_to(at);
      write_escaped(out, c);
      written = ++at;
    }
  }
  write_up_to(end);
  out.push_back('"');
}

template <class Out, class Integer>
void write_number(Out& out, Integer value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(std::string_view{digits.data(), static_cast<std::size_t>(end.ptr - digits.data())});
}

/// The shortest text that reads back as the same double, in every locale.
template <class Out>
void write_finite(Out& out, double value) {
  if (!std::isfinite(value))
    throw TextError{std::isnan(value) ? "NaN is not JSON" : "infinity is not JSON", 0};
  std::array<char, kDoubleText> text;
  const char* const end = format_double(value, text.data());
  out.append(std::string_view{text.data(), static_cast<std::size_t>(end - text.data())});
}

}  // namespace

void write_string(std::string& out, std::string_view text) { write_quoted(out, text); }
void write_signed(std::string& out, std::int64_t value) { write_number(out, value); }
void write_unsigned(std::string& out, std::uint64_t value) { write_number(out, value); }
void write_double(std::string& out, double value) { write_finite(out, value); }

void put_string(TextWriter& out, std::string_view text) {
  // Most names need no escape. They are checked and copied in one pass.
  char* to = out.room(text.size() + 2);
  *to++ = '"';
  const char* const end = text.data() + text.size();
  if (copy_plain(text.data(), end, to) != end) return write_quoted(out, text);
  *to++ = '"';
  out.advance(to);
}
void put_signed(TextWriter& out, std::int64_t value) { write_number(out, value); }
void put_unsigned(TextWriter& out, std::uint64_t value) { write_number(out, value); }
void put_double(TextWriter& out, double value) { write_finite(out, value); }

}  // namespace cent::detail

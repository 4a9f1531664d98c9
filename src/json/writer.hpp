#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace cent::detail {

/// Appends JSON text to a string. Each function writes one value; the caller writes brackets and commas.
/// @throws TextError for text that is not UTF-8 (with the byte offset) and for NaN and infinity.
void write_string(std::string& out, std::string_view text);
void write_signed(std::string& out, std::int64_t value);
void write_unsigned(std::string& out, std::uint64_t value);
void write_double(std::string& out, double value);
inline void write_bool(std::string& out, bool value) { out.append(value ? "true" : "false"); }

class TextWriter;

/// The same for a TextWriter.
void put_string(TextWriter& out, std::string_view text);
void put_signed(TextWriter& out, std::int64_t value);
void put_unsigned(TextWriter& out, std::uint64_t value);
void put_double(TextWriter& out, double value);

}  // namespace cent::detail

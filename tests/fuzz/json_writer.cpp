#include "json/writer.hpp"

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "fuzz/property.hpp"
#include "fuzz/targets.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "json/utf8.hpp"

namespace cent::fuzz {
namespace {

using detail::JsonReader;

void strings(std::string_view text) {
  const std::size_t fault = detail::find_invalid_utf8(text);
  std::string out;
  try {
    detail::write_string(out, text);
  } catch (const detail::TextError& error) {
    require(error.offset == fault, "the first fault is named");
    return;
  }
  require(fault == std::string_view::npos, "invalid UTF-8 is refused");
  JsonReader in{out};
  std::string back;
  in.read_string(back);
  in.finish();
  require(back == text, "a string reads back");
  require(out == nlohmann::json(std::string(text)).dump(), "a string is spelled as nlohmann spells it");
}

void numbers(std::uint64_t bits) {
  std::string out;
  detail::write_unsigned(out, bits);
  require(JsonReader{out}.read_unsigned() == bits, "an unsigned number reads back");
  require(nlohmann::json::parse(out).get<std::uint64_t>() == bits, "nlohmann reads the same");

  std::int64_t integer = 0;
  std::memcpy(&integer, &bits, sizeof bits);
  out.clear();
  detail::write_signed(out, integer);
  require(JsonReader{out}.read_signed() == integer, "a signed number reads back");

  double number = 0;
  std::memcpy(&number, &bits, sizeof bits);
  out.clear();
  try {
    detail::write_double(out, number);
  } catch (const detail::TextError&) {
    require(!std::isfinite(number), "a finite double can be written");
    return;
  }
  require(std::isfinite(number), "NaN and infinity are refused");
  const double back = JsonReader{out}.read_double();
  require(std::memcmp(&back, &number, sizeof back) == 0, "a double reads back with the same bits");
  require(nlohmann::json::parse(out).get<double>() == number, "nlohmann reads the same");
}

}  // namespace

void json_writer(const std::uint8_t* data, std::size_t size) {
  strings(Input{data, size}.rest());
  numbers(Input{data, size}.take_bits<std::uint64_t>());
}

}  // namespace cent::fuzz

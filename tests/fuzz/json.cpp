#include <cent/errors.hpp>
#include <cent/json.hpp>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>

#include "fuzz/targets.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "json/utf8.hpp"
#include "json/writer.hpp"

namespace cent::fuzz {

/// The value that cent's pull reader reads, as nlohmann's DOM: integers as integers where 64 bits hold them,
/// the last of several equal names wins. @throws detail::TextError
nlohmann::json read_dom(detail::JsonReader& in) {
  using Kind = detail::JsonReader::Kind;
  nlohmann::json dom;
  switch (in.peek()) {
    case Kind::object: {
      dom = nlohmann::json::object();
      in.begin_object();
      for (std::string_view name; in.next_member(name);) {
        const std::string key{name};
        dom[key] = read_dom(in);
      }
      return dom;
    }
    case Kind::array:
      dom = nlohmann::json::array();
      in.begin_array();
      while (in.next_element()) dom.push_back(read_dom(in));
      return dom;
    case Kind::string: {
      std::string text;
      in.read_string(text);
      return nlohmann::json(std::move(text));
    }
    case Kind::boolean:
      return nlohmann::json(in.read_bool());
    case Kind::null:
      in.read_null();
      return dom;
    case Kind::number:
    case Kind::none:  // peek() throws instead
      break;
  }
  const detail::JsonReader start = in;
  try {
    return nlohmann::json(in.read_unsigned());
  } catch (const detail::TextError&) {
    in = start;
  }
  try {
    return nlohmann::json(in.read_signed());
  } catch (const detail::TextError&) {
    in = start;
  }
  return nlohmann::json(in.read_double());
}

/// Equal, and numbers of the same kind with the same bits.
bool same_dom(const nlohmann::json& a, const nlohmann::json& b) {
  if (a.is_object() && b.is_object()) {
    if (a.size() != b.size()) return false;
    for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
      if (i.key() != j.key() || !same_dom(i.value(), j.value())) return false;
    }
    return true;
  }
  if (a.is_array() && b.is_array()) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!same_dom(a[i], b[i])) return false;
    }
    return true;
  }
  if (a.is_number_float() != b.is_number_float()) return false;
  return a == b;
}

namespace {

using detail::JsonReader;
using detail::TextError;

/// Where a way of reading the first value ends, or npos if it refuses.
template <class Read>
std::size_t end_of(std::string_view text, const Read& read) {
  JsonReader in{text};
  try {
    read(in);
    require(in.offset() <= text.size(), "the reader stays within the text");
    return in.offset();
  } catch (const TextError& error) {
    require(error.offset <= text.size(), "an error's offset lies within the text");
    require(!error.reason.empty(), "an error has a reason");
    return std::string_view::npos;
  }
}

/// All ways over a value agree about where it ends.
void compare_ways(std::string_view text) {
  bool clean = true;
  std::string_view raw;
  const std::size_t skipped = end_of(text, [](JsonReader& in) { in.skip_value(); });
  const std::size_t taken = end_of(text, [&](JsonReader& in) { raw = in.read_raw(clean); });
  require(skipped == taken, "skip_value and read_raw agree");
  const std::size_t skimmed = end_of(text, [](JsonReader& in) { in.skim_raw(); });
  require(taken == std::string_view::npos || skimmed == taken, "what can be read can be skimmed");
  if (taken != std::string_view::npos) {
    require(raw.data() >= text.data() && raw.data() + raw.size() == text.data() + taken,
            "the raw text is a piece of the text");
    require(end_of(raw,
                   [](JsonReader& in) {
                     in.skip_value();
                     in.finish();
                   }) == raw.size(),
            "the raw text alone is the same value");
  }
  bool number_too_large = false;
  const std::size_t walked = end_of(text, [&](JsonReader& in) {
    try {
      (void)read_dom(in);
    } catch (const TextError& error) {
      number_too_large = error.reason == "a number out of range";
      throw;
    }
  });
  if (walked != std::string_view::npos) {
    require(walked == taken && clean, "what is read value by value is clean text");
  } else {
    require(taken == std::string_view::npos || !clean || number_too_large,
            "clean text can be read value by value");
  }
}

/// One move of a caller who expects something, right or wrong.
void step(JsonReader& in, std::uint8_t what) {
  std::string text;
  std::string_view name;
  bool clean = true;
  switch (what % 12) {
    case 0:
      in.begin_object();
      if (in.next_member(name)) in.skip_value();
      return;
    case 1:
      in.begin_array();
      if (in.next_element()) in.skip_value();
      return;
    case 2:
      return in.read_string(text);
    case 3:
      require(in.read_unsigned(255) <= 255, "the given range holds");
      return;
    case 4: {
      const std::int64_t value = in.read_signed(-128, 127);
      require(value >= -128 && value <= 127, "the given range holds");
      return;
    }
    case 5:
      (void)in.read_double();
      return;
    case 6:
      (void)in.read_bool();
      return;
    case 7:
      return in.read_null();
    case 8:
      return in.skip_value();
    case 9:
      (void)in.read_raw(clean);
      return;
    case 10:
      (void)in.peek();
      return;
    default:
      (void)in.at_end();
  }
}

}  // namespace

void json_reader(const std::uint8_t* data, std::size_t size) {
  Input input{data, size};
  const std::string_view moves = input.take(input.byte() % 16U);
  const std::string_view text = input.rest();
  compare_ways(text);
  (void)end_of(text, [&](JsonReader& in) {
    for (const char move : moves) {
      const std::size_t before = in.offset();
      step(in, static_cast<std::uint8_t>(move));
      require(in.offset() >= before, "the reader never goes back");
    }
  });
}

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

namespace {

using nlohmann::json;

constexpr int kNumberOutOfRange = 406;  // nlohmann's id

struct TheirVerdict {
  bool good = false;
  int error = 0;
  json value;
};

TheirVerdict ask_nlohmann(std::string_view text) {
  TheirVerdict verdict;
  try {
    verdict.value = json::parse(text);
    verdict.good = true;
  } catch (const json::exception& error) {
    verdict.error = error.id;
  }
  return verdict;
}

/// cent refuses what nlohmann takes only for these reasons.
bool refused_on_purpose(std::string_view text, const detail::TextError& error) {
  if (error.reason == "nested too deeply") return true;        // a limit that nlohmann does not have
  if (text.find('\0') != std::string_view::npos) return true;  // the end of the text for nlohmann
  return text.substr(0, 3) == "\xef\xbb\xbf";                  // skipped by nlohmann; servers answer 400
}

void require_same_values(std::string_view text, const json& theirs) {
  detail::JsonReader in{text};
  const json ours = read_dom(in);
  in.finish();
  require(same_dom(ours, theirs), "the values that nlohmann reads");

  const Json kept = Json::raw(std::string(text));
  require(kept.text() == without_line_breaks(text), "text is kept as it is, line breaks aside");
  require(same_dom(kept.as<json>(), theirs), "as<json>() gives what nlohmann parses");
  const Json again = theirs;
  detail::JsonReader reread{again.text()};
  require(same_dom(read_dom(reread), theirs), "what nlohmann writes reads back as the same values");
}

}  // namespace

void json_differential(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = Input{data, size}.rest();
  const TheirVerdict theirs = ask_nlohmann(text);
  try {
    detail::check_json(text, Json::kMaxDepth);
  } catch (const detail::TextError& error) {
    require(error.offset <= text.size(), "an error's offset lies within the text");
    require(!theirs.good || refused_on_purpose(text, error), "takes what nlohmann takes");
    return;
  }
  // A number's spelling travels untouched, so one that no double holds is no fault.
  require(theirs.good || theirs.error == kNumberOutOfRange, "refuses what nlohmann refuses");
  if (theirs.good) require_same_values(text, theirs.value);
}

}  // namespace cent::fuzz

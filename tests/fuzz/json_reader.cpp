#include "json/reader.hpp"

#include "fuzz/dom.hpp"
#include "fuzz/property.hpp"
#include "fuzz/targets.hpp"
#include "json/text_error.hpp"

namespace cent::fuzz {
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

}  // namespace cent::fuzz

// Finding where a value ends by its brackets and quotes alone.
#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "json/brackets.hpp"
#include "json/json_cases.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"

namespace {

using cent::detail::Brackets;
using cent::detail::JsonReader;
using cent::detail::TextError;

std::string complaint(const std::string& text) {
  JsonReader in{text};
  try {
    in.skim_raw();
    return {};
  } catch (const TextError& error) {
    return error.message();
  }
}

TEST(JsonSkim, FindsTheEndWhereverBlocksBeginAndEnd) {
  const std::string values[] = {
      "{}",
      "[[],{}]",
      R"({"a":"}]{[","b\":[":["\\","\"}",{"\\\"]":1}],"c":"\\\\"})",
      R"(["\\\\\\\"]",""])",
      "{\"data\":\"" + std::string(200, '\\') + "\"}",
      "[\"" + std::string(130, '{') + "\\\"" + std::string(130, ']') + "\"]",
  };
  for (const std::string& value : values) {
    for (std::size_t before = 0; before < 140; ++before) {
      const std::string padding(before, ' ');
      const std::string text = padding + value + ",\"]}\\";
      JsonReader in{text};
      EXPECT_EQ(in.skim_raw(), value) << before;
      EXPECT_EQ(in.offset(), before + value.size());
      const std::string inside = "[\"" + std::string(before, 'x') + "\"," + value + "]";
      EXPECT_EQ(JsonReader{inside}.skim_raw(), inside);
    }
  }
}

TEST(JsonSkim, EndsWhereReadingEnds) {
  for (const auto& c : json_cases()) {
    bool clean = true;
    JsonReader strict{c.text};
    JsonReader quick{c.text};
    try {
      strict.read_raw(clean);
    } catch (const TextError&) {
      continue;
    }
    EXPECT_NO_THROW(quick.skim_raw()) << c.text;
    EXPECT_EQ(quick.offset(), strict.offset()) << c.text;
  }
}

TEST(JsonSkim, LeavesWhatIsInsideToItsReader) {
  EXPECT_EQ(complaint("{,}"), "");
  EXPECT_EQ(complaint("[01 tru \x01\xff]"), "");
  EXPECT_EQ(complaint("[1}"), "");
  EXPECT_EQ(complaint(std::string(1000, '[') + std::string(1000, ']')), "");
  EXPECT_EQ(complaint("tru"), "not a JSON value (at byte 0)");
}

TEST(JsonSkim, RefusesWhatHasNoEnd) {
  EXPECT_EQ(complaint(""), "the JSON text ends too early (at byte 0)");
  EXPECT_EQ(complaint("}"), "not a JSON value (at byte 0)");
  EXPECT_EQ(complaint("[{}"), "the JSON text ends too early (at byte 3)");
  EXPECT_EQ(complaint("[\"]"), "the JSON text ends too early (at byte 3)");
  EXPECT_EQ(complaint(R"(["\"])"), "the JSON text ends too early (at byte 5)");
}

/// `+` for each opening bracket outside of strings and `-` for each closing one, with its offset.
std::string brackets_by_hand(const std::string& text) {
  std::string found;
  bool in_string = false;
  bool escaped = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' && !escaped) in_string = !in_string;
    escaped = c == '\\' && !escaped;
    if (in_string || std::strchr("{}[]", c) == nullptr || c == '\0') continue;
    found += (c == '{' || c == '[' ? "+" : "-") + std::to_string(at);
  }
  return found;
}

std::string brackets_by(Brackets::Way way, const std::string& text) {
  std::string all;
  Brackets brackets{text.data(), text.data() + text.size(), way};
  for (Brackets::Found found{}; brackets.next(found);) {
    int opened = 0;
    int closed = 0;
    for (unsigned place = 0; place < 64; ++place) {
      const bool opens = (found.opening >> place & 1U) != 0;
      const bool closes = (found.closing >> place & 1U) != 0;
      if (!opens && !closes) continue;
      opened += opens ? 1 : -1;
      closed += closes ? 1 : 0;
      all += (opens ? "+" : "-") + std::to_string(brackets.block() + place - text.data());
    }
    EXPECT_EQ(found.opened, opened);
    EXPECT_EQ(found.closed, closed);
  }
  return all;
}

TEST(JsonSkim, AllWaysFindTheSameBrackets) {
  std::string bytes;
  for (int c = 0; c < 256; ++c) bytes.push_back(static_cast<char>(c));
  std::vector<std::string> texts{bytes, bytes + "\"" + bytes};
  std::minstd_rand random{1};  // NOLINT(cert-msc51-cpp): the same texts each time
  for (int i = 0; i < 5000; ++i) {
    std::string& text = texts.emplace_back();
    const auto size = random() % 200;
    while (text.size() < size) text.push_back("{}[]\"\\\\\\ x:;,=~^_\xDB\xFD"[random() % 20]);
  }
  for (const std::string& text : texts) {
    const std::string expected = brackets_by_hand(text);
    for (const Brackets::Way& way : Brackets::ways()) {
      EXPECT_EQ(brackets_by(way, text), expected)
          << "way " << (&way - Brackets::ways().data()) << ": " << text;
    }
  }
}

}  // namespace

// Finding where a value ends by its brackets and quotes alone.
#include <gtest/gtest.h>

#include <string>

#include "json/block.hpp"
#include "json/json_cases.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"

namespace {

using cent::detail::BlockMarks;
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
  EXPECT_EQ(complaint("tru"), "not a JSON value (at byte 0)");
}

TEST(JsonSkim, RefusesWhatHasNoEnd) {
  EXPECT_EQ(complaint(""), "the JSON text ends too early (at byte 0)");
  EXPECT_EQ(complaint("}"), "not a JSON value (at byte 0)");
  EXPECT_EQ(complaint("[1}"), "a comma or a closing bracket is missing (at byte 2)");
  EXPECT_EQ(complaint("[{}"), "the JSON text ends too early (at byte 3)");
  EXPECT_EQ(complaint("[\"]"), "the JSON text ends too early (at byte 3)");
  EXPECT_EQ(complaint(R"(["\"])"), "the JSON text ends too early (at byte 5)");
  const std::string deep(JsonReader::kMaxDepth + 1, '[');
  EXPECT_EQ(complaint(deep), "nested too deeply (at byte 160)");
}

TEST(JsonSkim, MarksAreTheSameByteByByteAndAtOnce) {
  std::string text;
  for (int c = 0; c < 256; ++c) text.push_back(static_cast<char>(c));
  text += R"({"a":["\\\"",[]],"b":{}})";
  text += text;
  for (std::size_t at = 0; at + BlockMarks::kSize <= text.size(); ++at) {
    const BlockMarks one = cent::detail::marks_by_bytes(text.data() + at);
    const BlockMarks all = cent::detail::marks_of_block(text.data() + at);
    EXPECT_EQ(one.quotes, all.quotes) << at;
    EXPECT_EQ(one.backslashes, all.backslashes) << at;
    EXPECT_EQ(one.brackets, all.brackets) << at;
  }
}

}  // namespace

// Results as tables and as JSON lines.
#include "cli/src/output.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/src/terminal.hpp"
#include "cli/src/value_table.hpp"

namespace cent::test {
namespace {

using cli::table_of;

constexpr const char* kHistory =
    R"({"publications":[{"data":{"a":1},"offset":1},{"data":"text","offset":2,"tags":{"k":"v"}}],"epoch":"xyz","offset":2})";

TEST(Table, HasPairsThenLists) {
  EXPECT_EQ(table_of(kHistory, 80),
            "epoch   xyz\n"
            "offset  2\n"
            "\n"
            "data     offset  tags\n"
            "{\"a\":1}  1\n"
            "text     2       {\"k\":\"v\"}\n");
}

TEST(Table, NamesTheKeysOfAnObjectOfObjects) {
  EXPECT_EQ(table_of(R"({"channels":{"a":{"num_clients":1},"bb":{"num_clients":22}}})", 80),
            "channels  num_clients\n"
            "a         1\n"
            "bb        22\n");
}

TEST(Table, IsBlocksOfLinesWhereItIsTooWide) {
  EXPECT_EQ(table_of(kHistory, 20),
            "epoch\n  xyz\noffset\n  2\n"
            "\n"
            "data\n  {\"a\":1}\noffset\n  1\n"
            "\n"
            "data\n  text\noffset\n  2\ntags\n  {\"k\":\"v\"}\n");
}

TEST(Table, SaysWhatIsEmpty) {
  EXPECT_EQ(table_of("{}", 80), "applied\n");
  EXPECT_EQ(table_of(R"({"channels":{}})", 80), "channels  none\n");
  EXPECT_EQ(table_of(R"({"nodes":[]})", 80), "nodes  none\n");
  EXPECT_EQ(table_of("[1]", 80), "[1]\n");
}

TEST(Table, ShowsControlCharactersEscaped) {
  const std::string shown =
      table_of("{\"channels\":{\"a\\u001b[2J\\nb\":{\"num_clients\":1}},\"x\":\"\\u009b1m\"}", 80);
  EXPECT_NE(shown.find("a\\u001b[2J\\u000ab"), std::string::npos) << shown;
  EXPECT_NE(shown.find("\\u009b1m"), std::string::npos) << shown;
  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
}

TEST(Table, KeepsPayloadsAsTheyCame) {
  EXPECT_NE(table_of(R"({"data":{"n":18446744073709551615,"f":1.0e2}})", 80).find("18446744073709551615"),
            std::string::npos);
  EXPECT_EQ(table_of("{\"data\":\"\xff\"}", 80), "data  \"\\xff\"\n");
}

TEST(Table, FitsEveryWidth) {
  const std::string texts[] = {
      kHistory,
      R"({"a":"long long long long long long text of many words","publications":[{"data":"日本日本日本日本日本"}]})",
      R"({"presence":{"6a3f7a26-0000-4000-8000-000000000000":{"user":"42","client":"6a3f7a26"}}})"};
  for (const std::string& json : texts) {
    for (std::size_t width = 2; width < 120; ++width) {
      std::istringstream lines{table_of(json, width)};
      for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(cli::width_of(line), std::max<std::size_t>(width, 12)) << width << ": " << line;
      }
    }
  }
}

TEST(Output, IsATableOnATerminalAndOneLineOtherwise) {
  std::ostringstream terminal;
  cli::Output{terminal, true, 80}.value("{\n\"a\": 1}");
  EXPECT_EQ(terminal.str(), "a  1\n");
  std::ostringstream pipe;
  cli::Output{pipe, false, 80}.value("{\n\"a\": 1}\r\n");
  EXPECT_EQ(pipe.str(), "{\"a\": 1}\n");
}

TEST(Output, IsAsTheUserSays) {
  std::ostringstream out;
  cli::Output output{out, true, 80};
  output.style = cli::Style::json;
  output.value("{\"a\":\"\u009b1m\"}");
  EXPECT_EQ(out.str(), "{\"a\":\"\\u009b1m\"}\n");  // still valid JSON, and no command to the terminal
  out.str("");
  cli::Output other{out, false, 80};
  other.style = cli::Style::table;
  other.value(R"({"a":1})");
  EXPECT_EQ(out.str(), "a  1\n");
}

TEST(Output, SaysThatItCannotBeWritten) {
  std::ostringstream out;
  cli::Output output{out, false, 80};
  out.setstate(std::ios::badbit);
  EXPECT_THROW(output.value("{}"), cli::OutputFailed);
}

}  // namespace
}  // namespace cent::test

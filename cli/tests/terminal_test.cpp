// Text for terminals.
#include "cli/src/terminal.hpp"

#include <gtest/gtest.h>

#include <clocale>

#include "in_process.hpp"

namespace cent::test {
namespace {

using Lines = std::vector<std::string>;

TEST(Printable, ShowsWhatATerminalWouldActOn) {
  EXPECT_EQ(cli::printable("news:äöü 🙂"), "news:äöü 🙂");
  EXPECT_EQ(cli::printable("a\x1b[2J\n\t"), "a\\u001b[2J\\u000a\\u0009");
  EXPECT_EQ(cli::printable("\xc2\x9b"
                           "31m"),
            "\\u009b31m");
  EXPECT_EQ(cli::printable("\x7f"), "\\u007f");
  EXPECT_EQ(cli::printable("a\u202eb"), "a\\u202eb");
  EXPECT_EQ(cli::printable("a\xff\xc3"
                           "b"),
            "a\\xff\\xc3b");
  EXPECT_EQ(cli::printable(std::string(1, '\0')), "\\u0000");
  EXPECT_EQ(cli::printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a lone surrogate
}

TEST(Width, CountsWideCharactersTwice) {
  std::setlocale(LC_CTYPE, "C.UTF-8");  // NOLINT(concurrency-mt-unsafe): one thread
  EXPECT_EQ(cli::width_of("abc"), 3U);
  EXPECT_EQ(cli::width_of("äöü"), 3U);
  EXPECT_EQ(cli::width_of("日本"), 4U);
}

TEST(Wrap, BreaksAtBlanksAndNowhereElseUnlessItMust) {
  EXPECT_EQ(cli::wrap("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(cli::wrap("one two three", 100), Lines{"one two three"});
  EXPECT_EQ(cli::wrap("abcdefgh", 3), (Lines{"abc", "def", "gh"}));
  EXPECT_EQ(cli::wrap("a\n\nb", 5), (Lines{"a", "", "b"}));
  EXPECT_EQ(cli::wrap("", 5), Lines{""});
  EXPECT_EQ(cli::wrap("日本", 1), (Lines{"日", "本"}));
}

TEST(Columns, AreThoseOfTheVariable) {
  Variables variables;
  variables.set("COLUMNS", "40");
  EXPECT_EQ(cli::columns_of(-1), 40U);
  for (const char* text : {"", "0", "many", "-3"}) {
    variables.set("COLUMNS", text);
    EXPECT_EQ(cli::columns_of(-1), 80U) << text;
  }
}

}  // namespace
}  // namespace cent::test

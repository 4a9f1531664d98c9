// The program on a terminal, which script(1) makes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cent/client.hpp>
#include <cent/testing/dev_server.hpp>
#include <sstream>
#include <string>

#include "cent_process.hpp"
#include "cli/src/terminal.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"

namespace cent::test {
namespace {

class Terminal : public ::testing::Test {
 protected:
  void SetUp() override {
    CENT_NEEDS_PROGRAM("script");
    cent.set("CENT_URL", server.address());
  }
  /// Output on a terminal of so many columns, without carriage returns.
  std::string on_terminal(int columns, const std::string& command) {
    const std::string inside = "stty cols " + std::to_string(columns) + " && " + command;
    const Cent::Ended ended = cent.shell("script -qec " + Cent::quoted(inside) + " /dev/null </dev/null");
    EXPECT_EQ(ended.code, 0) << ended.err << ended.out;
    std::string text = ended.out;
    text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
    return text;
  }
  testing::DevServer server{};
  Client client{server.address(), "api_key"};
  Cent cent{};
};

TEST_F(Terminal, ShowsATableAndJsonIfAsked) {
  client.publish("news", Json::raw(R"({"a":1})"));
  EXPECT_EQ(on_terminal(80, "\"$CENT\" history news --all"), "offset  data\n1       {\"a\":1}\n");
  EXPECT_EQ(on_terminal(80, "\"$CENT\" history news --all --output json"),
            "{\"offset\":1,\"data\":{\"a\":1}}\n");
  EXPECT_EQ(on_terminal(80, "\"$CENT\" publish bare:x 1"), "applied\n");
}

TEST_F(Terminal, FitsIntoFortyColumns) {
  for (const char* data : {R"({"text":"many words that do not fit into a line of forty columns"})", "1"}) {
    client.publish("news", Json::raw(data));
  }
  for (const char* command : {"history news", "history news --all", "info", "publish --help", "--help"}) {
    std::istringstream lines{on_terminal(40, "\"$CENT\" " + std::string(command))};
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
      EXPECT_LE(cli::width_of(line), 40U) << command << ": " << line;
    }
    EXPECT_GT(count, 1) << command;
  }
}

TEST_F(Terminal, IsNotCommandedByAChannelOrAPayload) {
  client.publish("a\x1b]0;title\x07", Json::raw("\"\\u001b[2J\xc2\x9b\""));
  const std::string shown =
      on_terminal(80, "\"$CENT\" history \"$(printf 'a\\033]0;title\\007')\"") +
      on_terminal(80, "\"$CENT\" history \"$(printf 'a\\033]0;title\\007')\" --output json");
  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
  EXPECT_EQ(shown.find('\x9b'), std::string::npos);
  EXPECT_NE(shown.find("\\u001b[2J\\u009b"), std::string::npos) << shown;
}

TEST_F(Terminal, IsNotCommandedByAStream) {
  const std::string channel = "\"$(printf 'a\\033]0;title\\007')\"";
  client.publish("a\x1b]0;title\x07", Json::raw("\"\\u001b[2J\xc2\x9b\""));
  std::string shown;
  for (const std::string& command :
       {"\"$CENT\" tail " + channel + " --since 0 --count 1",
        "echo 1 | \"$CENT\" publish " + channel + " - --checkpoint point 2>/dev/null",
        std::string("echo 1 | \"$CENT\" publish other - --checkpoint point; test $? = 2"),
        "\"$CENT\" bench " + channel + " --messages 1 --publish-only --yes",
        "\"$CENT\" doctor --channel " + channel}) {
    shown += on_terminal(80, command);
  }
  EXPECT_EQ(shown.find('\x1b'), std::string::npos) << shown;
  EXPECT_EQ(shown.find('\x9b'), std::string::npos);
  EXPECT_NE(shown.find("a\\u001b]0;title\\u0007  1  \"\\u001b[2J\\u009b\""), std::string::npos) << shown;
  EXPECT_NE(shown.find("the checkpoint is of channel a\\u001b]0;title\\u0007"), std::string::npos) << shown;
}

TEST_F(Terminal, FitsFindingsAndHistogramsIntoFortyColumns) {
  for (const char* command : {"doctor", "bench news --messages 20 --publish-only --yes 2>/dev/null",
                              "watch --once --interval 10ms", "tail --help", "bench --help"}) {
    std::istringstream lines{on_terminal(40, "\"$CENT\" " + std::string(command))};
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
      EXPECT_LE(cli::width_of(line), 40U) << command << ": " << line;
    }
    EXPECT_GT(count, 1) << command;
  }
}

}  // namespace
}  // namespace cent::test

// `cent publish CHANNEL -` on the dev server and on a real one, on one that fails, and interrupted.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "cent_process.hpp"
#include "cli/src/terminal.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"
#include "servers.hpp"
#include "support/eventually.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using nlohmann::json;

std::string numbers(int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) text += std::to_string(i) + "\n";
  return text;
}

std::string ledger(int accepted, int applied, int refused, int not_sent, int unknown, int bad) {
  return R"({"accepted":)" + std::to_string(accepted) + R"(,"applied":)" + std::to_string(applied) +
         R"(,"refused":)" + std::to_string(refused) + R"(,"not_sent":)" + std::to_string(not_sent) +
         R"(,"unknown":)" + std::to_string(unknown) + R"(,"bad_lines":)" + std::to_string(bad) + "}\n";
}

/// The program, whose input goes on.
Child start_endless(Cent& cent, const std::string& input, const std::string& options = {}) {
  return cent.start_shell("mkfifo more; { " + input + "; sleep 40; } >more & exec \"$CENT\" publish news - " +
                          options + " <more 2>err");
}

class PublishInput : public OnAnyServer {
 protected:
  std::string history(const std::string& channel) {
    std::string all;
    const Cent::Ended ended = cent.run({"history", channel, "--all"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    std::istringstream lines{ended.out};
    for (std::string line; std::getline(lines, line);) all += json::parse(line)["data"].dump() + "\n";
    return all;
  }
};

TEST_P(PublishInput, PublishesEachLineOnceAndInOrder) {
  const Cent::Ended ended = cent.run({"publish", "news", "-", "--tags", "a=b"}, numbers(1, 80));
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, ledger(80, 80, 0, 0, 0, 0));
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(history("news"), numbers(1, 80));
  EXPECT_EQ(cent.run({"publish", "texts", "-", "--lines"}, "a b\n\n\"c\"").out, ledger(3, 3, 0, 0, 0, 0));
  EXPECT_EQ(history("texts"), "\"a b\"\n\"\"\n\"\\\"c\\\"\"\n");
  EXPECT_EQ(cent.run({"publish", "csv", "-", "--csv"}, "n,t\r\n1,\"a,b\"\r\n").out, ledger(1, 1, 0, 0, 0, 0));
  EXPECT_EQ(history("csv"), "{\"n\":\"1\",\"t\":\"a,b\"}\n");
  EXPECT_EQ(cent.run({"publish", "none", "-"}).out, ledger(0, 0, 0, 0, 0, 0));
}

TEST_P(PublishInput, SaysWhichLineIsBadAndSendsNothingOfIt) {
  const std::string input = numbers(1, 11) + "{\"n\": \x1b 12\n" + numbers(13, 14);
  const Cent::Ended ended = cent.run({"publish", "news", "-", "--checkpoint", "point"}, input);
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, ledger(11, 11, 0, 0, 0, 1));
  EXPECT_EQ(ended.err,
            "cent: publish: line 12, column 7: not a JSON value: {\"n\": \\u001b 12\n"
            "cent: publish: not done from line 12 on\n");
  EXPECT_EQ(history("news"), numbers(1, 11));
  const Cent::Ended others =
      cent.run({"publish", "news", "-", "--checkpoint", "point", "--keep-going"}, input);
  EXPECT_EQ(others.code, 2);
  EXPECT_EQ(others.out, ledger(2, 2, 0, 0, 0, 1));
  EXPECT_EQ(history("news"), numbers(1, 11) + numbers(13, 14));
}

TEST_P(PublishInput, ContinuesAtTheCheckpointWithAGrownInput) {
  const std::vector<std::string> words = {"publish", "news", "-", "--checkpoint", "point"};
  EXPECT_EQ(cent.run(words, numbers(1, 30)).out, ledger(30, 30, 0, 0, 0, 0));
  EXPECT_EQ(cent.run(words, numbers(1, 50)).out, ledger(20, 20, 0, 0, 0, 0));
  EXPECT_EQ(cent.run(words, numbers(1, 50)).out, ledger(0, 0, 0, 0, 0, 0));
  EXPECT_EQ(history("news"), numbers(1, 50));
  const Cent::Ended other = cent.run(words, numbers(2, 60));
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("is not the one of the checkpoint"), std::string::npos) << other.err;
  EXPECT_EQ(cent.run({"publish", "other", "-", "--checkpoint", "point"}).code, 2);
  EXPECT_EQ(history("news"), numbers(1, 50));
}

TEST_P(PublishInput, PublishesNothingTwiceAfterACrash) {
  Child child = start_endless(cent, "seq 1 40", "--checkpoint point");
  const auto saved = [&] { return read_file(cent.path("point")); };
  ASSERT_TRUE(eventually([&] { return saved().find("\"lines\":40") != std::string::npos; }));
  child.signal(SIGKILL);
  ASSERT_TRUE(child.wait(std::chrono::seconds{30}));
  // As if the process had ended before it wrote that.
  json point = json::parse(saved());
  EXPECT_NE(point.value("in_doubt_since", 0), 0);
  point["position"] = {{"lines", 0}, {"bytes", 0}, {"hash", 0xcbf29ce484222325U}};
  write_file(cent.path("point"), point.dump());
  const Cent::Ended ended = cent.run({"publish", "news", "-", "--checkpoint", "point"}, numbers(1, 60));
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, ledger(60, 60, 0, 0, 0, 0));
  EXPECT_EQ(history("news"), numbers(1, 60));
  point["in_doubt_since"] = 1700000000;
  write_file(cent.path("point"), point.dump());
  const Cent::Ended late = cent.run({"publish", "news", "-", "--checkpoint", "point"}, numbers(1, 60));
  EXPECT_EQ(late.code, 2);
  EXPECT_NE(late.err.find("--allow-repeats"), std::string::npos) << late.err;
}

TEST_P(PublishInput, StopsAtARefusal) {
  const Cent::Ended refused = cent.run({"publish", "nope:x", "-"}, numbers(1, 20));
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("cent: publish: line 1: unknown channel\n"), std::string::npos) << refused.err;
  const Cent::Ended all = cent.run({"publish", "nope:x", "-", "--keep-going"}, numbers(1, 20));
  EXPECT_NE(all.err.find("further lines failed, see the counts\n"), std::string::npos) << all.err;
  cent.set("CENT_API_KEY", "wrong");
  EXPECT_EQ(cent.run({"publish", "news", "-", "--keep-going"}, numbers(1, 20)).code, 1);
}

INSTANTIATE_TEST_SUITE_P(On, PublishInput, ::testing::Bool(), name_of_server);

class PublishInputOnFaults : public ::testing::Test {
 protected:
  PublishInputOnFaults() { cent.set("CENT_URL", server.address()); }
  FaultServer server{};
  Cent cent{};
};

TEST_F(PublishInputOnFaults, SurvivesARestartOfTheServer) {
  server.script({faults::ok(), faults::crash(100, milliseconds{300}), faults::ok()});
  const Cent::Ended ended = cent.run({"publish", "news", "-"}, numbers(1, 3000));
  EXPECT_EQ(ended.out, ledger(3000, 3000, 0, 0, 0, 0)) << ended.err;
  EXPECT_EQ(ended.code, 0);
}

TEST_F(PublishInputOnFaults, FlushesAtTheFirstSignal) {
  Child child = start_endless(cent, "seq 1 20");
  ASSERT_TRUE(eventually([&] { return server.stats().requests > 0; }));
  child.signal(SIGINT);
  EXPECT_EQ(child.wait(std::chrono::seconds{30}), 3);
  EXPECT_EQ(child.output(), ledger(20, 20, 0, 0, 0, 0));
  EXPECT_EQ(read_file(cent.path("err")),
            "cent: publish: interrupted\ncent: publish: not done from line 21 on\n");
}

TEST_F(PublishInputOnFaults, LeavesAtTheSecondSignalAndSaysWhatIsUnknown) {
  Latch latch;
  server.always(faults::held(latch));
  cent.set("CENT_TIMEOUT", "100s");
  Child child = start_endless(cent, "seq 1 20", "--checkpoint point");
  ASSERT_TRUE(eventually([&] { return server.stats().requests > 0; }));
  child.signal(SIGINT);
  EXPECT_FALSE(child.wait(std::chrono::milliseconds{300}));
  child.signal(SIGINT);
  EXPECT_EQ(child.wait(std::chrono::seconds{30}), 4);
  const json counts = json::parse(child.output());
  EXPECT_GT(counts["unknown"], 0);
  EXPECT_EQ(counts["unknown"].get<int>() + counts["not_sent"].get<int>(), 20);
  EXPECT_NE(json::parse(read_file(cent.path("point"))).value("in_doubt_since", 0), 0);
  latch.open();
}

TEST_F(PublishInputOnFaults, StopsIfTheCheckpointCannotBeWritten) {
  cent.shell("ln -s /dev/full point.new");
  const Cent::Ended never = cent.run({"publish", "news", "-", "--checkpoint", "point"}, numbers(1, 20));
  EXPECT_EQ(never.code, 2);
  EXPECT_NE(never.err.find("No space left on device"), std::string::npos) << never.err;
  EXPECT_EQ(server.stats().requests, 0U);
  const Cent::Ended later = cent.shell(
      "rm point.new; { seq 1 20; sleep 1; ln -s /dev/full point.new; seq 21 22; sleep 2; seq 23 30; } | "
      "\"$CENT\" publish "
      "news - --checkpoint point");
  EXPECT_EQ(later.code, 2) << later.err;
  EXPECT_NE(later.err.find("No space left on device"), std::string::npos) << later.err;
}

TEST_F(PublishInputOnFaults, TellsWrongUse) {
  EXPECT_EQ(cent.run({"publish", "news", "1", "--lines"}).code, 2);
  EXPECT_EQ(cent.run({"publish", "news", "-", "--version", "3"}).code, 2);
  EXPECT_EQ(cent.run({"publish", "news", "-", "--lines", "--csv"}).code, 2);
  EXPECT_EQ(cent.shell("\"$CENT\" publish news - <.").code, 2);
  EXPECT_EQ(cent.shell("\"$CENT\" publish news - <&-").code, 2);
  EXPECT_EQ(server.stats().requests, 0U);
}

TEST_F(PublishInputOnFaults, ShowsItsProgressOnATerminalOfFortyColumns) {
  CENT_NEEDS_PROGRAM("script");
  const std::string inside = "stty cols 40; { seq 1 20; sleep 1; } | \"$CENT\" publish news -";
  const Cent::Ended ended = cent.shell("script -qec " + Cent::quoted(inside) + " /dev/null </dev/null");
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.out.find("20 lines"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("applied    20"), std::string::npos) << ended.out;
  std::size_t at = 0;
  while ((at = ended.out.find("\r\x1b[K", at)) != std::string::npos) {
    at += 4;
    EXPECT_LE(cli::width_of(ended.out.substr(at, ended.out.find_first_of("\r\n", at) - at)), 40U);
  }
}

TEST_F(PublishInputOnFaults, HasAResultThatNobodyReads) {
  const Cent::Ended ended =
      cent.shell("{ seq 1 20 | \"$CENT\" publish news -; echo $? >code; } | true; sleep 0.2; cat code");
  EXPECT_EQ(ended.err, "");
  EXPECT_TRUE(eventually([&] { return read_file(cent.path("code")) == "0\n"; }));
}

}  // namespace
}  // namespace cent::test

// The program `cent` on the dev server and on a real one, on a server that fails, and on none.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <csignal>
#include <string>

#include "cent_process.hpp"
#include "servers.hpp"
#include "support/canary.hpp"
#include "support/eventually.hpp"
#include "support/fault_server.hpp"
#include "support/loopback.hpp"
#include "support/plain_http.hpp"

namespace cent::test {
namespace {

using nlohmann::json;

class Program : public OnAnyServer {
 protected:
  json result(const Cent::Ended& ended) {
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
    EXPECT_EQ(std::count(ended.out.begin(), ended.out.end(), '\n'), 1) << ended.out;
    return json::parse(ended.out, nullptr, false);
  }
};

TEST_P(Program, PublishesReadsAndPages) {
  EXPECT_EQ(result(cent.run({"publish", "news", R"({"n":1})"}))["offset"], 1);
  EXPECT_EQ(result(cent.run({"publish", "--json", "-"}, R"({"channel":"news","data":"two"})"))["offset"], 2);
  EXPECT_EQ(result(cent.run({"broadcast", "3", "news", "other"}))["responses"].size(), 2U);
  EXPECT_EQ(result(cent.run({"history", "news"}))["publications"][0]["data"], (json{{"n", 1}}));
  EXPECT_EQ(
      cent.run({"history", "news", "--all"}).out,
      "{\"offset\":1,\"data\":{\"n\":1}}\n{\"offset\":2,\"data\":\"two\"}\n{\"offset\":3,\"data\":3}\n");
  EXPECT_EQ(cent.run({"history", "news", "--all", "--since-offset", "2", "--since-epoch", "nope"}).code, 1);
  EXPECT_EQ(result(cent.run({"info"}))["nodes"].size(), 1U);
  EXPECT_EQ(result(cent.run({"channels"}))["channels"], json::object());
  EXPECT_EQ(result(cent.run({"presence", "news"}))["presence"], json::object());
  EXPECT_EQ(result(cent.run({"history-remove", "news"})), json::object());
  EXPECT_EQ(result(cent.run({"disconnect", "u", "--disconnect-code", "4000"})), json::object());
  EXPECT_EQ(result(cent.run({"subscribe", "u", "news", "--override-presence"})), json::object());
}

TEST_P(Program, EndsWithTheOutcome) {
  EXPECT_EQ(cent.run({"publish", "news", "1"}).code, 0);
  const Cent::Ended refused = cent.run({"publish", "nope:x", "1"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.err, "cent: publish to \"nope:x\": unknown channel\n");
  EXPECT_EQ(cent.run({"update-user-status", "u"}).code, 1);
  cent.set("CENT_API_KEY", kCanary);
  const Cent::Ended wrong_key = cent.run({"info"});
  EXPECT_EQ(wrong_key.code, 1);
  EXPECT_NE(wrong_key.err.find("HTTP 401"), std::string::npos) << wrong_key.err;
  EXPECT_EQ(wrong_key.err.find(kCanary), std::string::npos);
}

TEST_P(Program, MakesTokensThatTheServerKnows) {
  const Cent::Ended made = cent.shell(
      "umask 077; echo secret >secret; "
      "\"$CENT\" token make connection --sub 42 --channels news --token-secret-file secret");
  ASSERT_EQ(made.code, 0) << made.err;
  RawRequest request = stream_request({{"token", made.out.substr(0, made.out.find('\n'))}});
  request.target += "?cf_protocol_version=v2";
  const std::string address = server->address();
  RawStream stream(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))), request);
  const std::string frame = stream.next().value_or("");
  EXPECT_EQ(json::parse(frame)["connect"]["subs"].count("news"), 1U) << frame;
}

TEST_P(Program, HasAResultThatNobodyReads) {
  const Cent::Ended ended = cent.shell(
      "for i in 1 2 3; do \"$CENT\" publish news $i >>log; done; "
      "{ \"$CENT\" history news --all; echo $? >code; } | head -n 1; cat code");
  EXPECT_EQ(ended.out, "{\"offset\":1,\"data\":1}\n0\n");
  EXPECT_EQ(ended.err, "");
  const Cent::Ended unread =
      cent.shell("{ \"$CENT\" publish news 4; echo $? >code; } | { exec <&-; }; cat code");
  EXPECT_EQ(unread.out, "0\n");
  EXPECT_EQ(unread.err, "");
}

TEST_P(Program, SaysThatItsOutputCannotBeWritten) {
  const Cent::Ended ended = cent.shell("\"$CENT\" publish full 1 >/dev/full");
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err,
            "cent: publish was applied\ncent: the output cannot be written: No space left on device\n");
  EXPECT_EQ(result(cent.run({"history", "full", "--limit", "0"}))["offset"], 1);
}

INSTANTIATE_TEST_SUITE_P(On, Program, ::testing::Bool(), name_of_server);

TEST(ProgramOnFaults, EndsWithNotSentIfNobodyListens) {
  const BoundPort port;
  Cent cent;
  cent.set("CENT_URL", "http://127.0.0.1:" + std::to_string(port.port()));
  const Cent::Ended ended = cent.run({"publish", "news", "1", "--timeout", "1s"});
  EXPECT_EQ(ended.code, 3);
  EXPECT_NE(ended.err.find("no connection"), std::string::npos) << ended.err;
}

TEST(ProgramOnFaults, EndsWithUnknownIfTheAnswerIsLost) {
  FaultServer server;
  server.always(faults::execute_then_close());
  Cent cent;
  cent.set("CENT_URL", server.address());
  EXPECT_EQ(cent.run({"publish", "news", "1"}).code, 4);
  EXPECT_EQ(cent.run({"call", "newer_method"}).code, 4);
}

TEST(ProgramOnFaults, EndsWithUnknownIfTheResultCannotBeRead) {
  FaultServer server;
  server.always(faults::body(R"({"result":{"publications":7}})"));
  Cent cent;
  cent.set("CENT_URL", server.address());
  const Cent::Ended ended = cent.run({"history", "news"});
  EXPECT_EQ(ended.code, 4);
  EXPECT_EQ(ended.out, "");
}

TEST(ProgramOnFaults, SaysWhereAHistoryThatBreaksOffIsToBeContinued) {
  FaultServer server;
  json page = {{"offset", 2000}, {"epoch", "e"}};
  for (int i = 1; i <= 1000; ++i) page["publications"].push_back({{"offset", i}, {"data", i}});
  server.next_fault([body = json{{"result", page}}.dump()](const RequestSeen& request) {
    return request.number == 0 ? faults::body(body) : faults::execute_then_close();
  });
  Cent cent;
  cent.set("CENT_URL", server.address());
  const Cent::Ended ended = cent.run({"history", "news", "--all"});
  EXPECT_EQ(ended.code, 4);
  EXPECT_EQ(std::count(ended.out.begin(), ended.out.end(), '\n'), 1000);
  EXPECT_EQ(ended.err.rfind("cent: history: to continue, use --since-offset 1000 --since-epoch e\n", 0), 0U)
      << ended.err;
}

/// The arguments of a running program, as ps shows them.
std::string arguments_of(const Child& child) {
  return read_file("/proc/" + std::to_string(child.pid()) + "/cmdline");
}

TEST(ProgramSecrets, AreInNoListOfProcessesUnlessTheUserInsists) {
  Latch latch;
  FaultServer server;
  server.always(faults::held(latch));
  Cent cent;
  cent.set("CENT_URL", server.address());
  write_file(cent.path("key"), std::string(kCanary) + "\n");
  Child quiet = cent.start({"history", "news", "--api-key-file", "key"});
  ASSERT_TRUE(eventually([&] { return server.stats().requests > 0; }));
  EXPECT_NE(arguments_of(quiet).find("--api-key-file"), std::string::npos);
  EXPECT_EQ(arguments_of(quiet).find(kCanary), std::string::npos);
  Child loud = cent.start({"history", "news", "--visible-api-key", kCanary});
  EXPECT_TRUE(eventually([&] { return arguments_of(loud).find(kCanary) != std::string::npos; }));
  EXPECT_TRUE(
      eventually([&] { return read_file(cent.path("out")).find("ps shows the key") != std::string::npos; }));
  latch.open();
}

}  // namespace
}  // namespace cent::test

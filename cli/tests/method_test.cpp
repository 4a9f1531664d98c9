// Options become requests, and requests end in exit codes.
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <cent/client.hpp>
#include <nlohmann/json.hpp>

#include "in_process.hpp"
#include "support/canary.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using MethodTest = OnDevServer;

json result_of(const Ended& ended) {
  EXPECT_EQ(ended.code, 0) << ended.err;
  return json::parse(ended.out, nullptr, false);
}

TEST_F(MethodTest, PublishesAndReadsTheHistory) {
  EXPECT_EQ(result_of(run_cent({"publish", "news", R"({"a":  1.0e2})"}))["offset"], 1);
  EXPECT_EQ(result_of(run_cent({"publish", "news", "-5", "--tags", "k=v=w", "--tags", "x="}))["offset"], 2);
  EXPECT_EQ(result_of(run_cent({"publish", "--channel", "news", "--data", "null"}))["offset"], 3);
  const json history = result_of(run_cent({"history", "news"}));
  EXPECT_EQ(history["publications"].size(), 3U);
  EXPECT_EQ(history["publications"][1]["tags"], (json{{"k", "v=w"}, {"x", ""}}));
  EXPECT_EQ(
      result_of(run_cent({"history", "news", "--limit", "1", "--reverse"}))["publications"][0]["offset"], 3);
  EXPECT_EQ(result_of(run_cent({"history", "news", "--since-offset=2"}))["publications"].size(), 1U);
  EXPECT_EQ(result_of(run_cent({"history", "news", "--since", R"({"offset":2})"}))["publications"].size(),
            1U);
}

TEST_F(MethodTest, AcceptsTheSpellingOfTheWire) {
  EXPECT_EQ(result_of(run_cent({"publish", "news", "1", "--idempotency_key", "k"}))["offset"], 1);
  EXPECT_EQ(result_of(run_cent({"publish", "news", "2", "--idempotency-key", "k"}))["offset"], 1);
  EXPECT_EQ(result_of(run_cent({"presence_stats", "news"}))["num_clients"], 0);
  EXPECT_EQ(result_of(run_cent({"presence-stats", "news"}))["num_clients"], 0);
}

TEST_F(MethodTest, TakesListsAsPositionalsAndAsOptions) {
  EXPECT_EQ(result_of(run_cent({"broadcast", "1", "a", "b", "c"}))["responses"].size(), 3U);
  EXPECT_EQ(result_of(run_cent({"broadcast", "1", "--channels", "a", "--channels", "b"}))["responses"].size(),
            2U);
}

TEST_F(MethodTest, TakesTextsAsTheyAre) {
  Client client{server.address(), "api_key"};
  for (const std::string channel : {"info", "[a,b]", "a=b", "x y", "%x", "\"q\"", "/c", "日本"}) {
    EXPECT_EQ(run_cent({"publish", channel, "1"}).code, 0) << channel;
    EXPECT_EQ(client.history(channel).publications.size(), 1U) << channel;
    EXPECT_EQ(run_cent({"broadcast", "[1,2]", channel, "other"}).code, 0) << channel;
    ASSERT_EQ(client.history(channel).publications.size(), 2U) << channel;
    EXPECT_EQ(client.history(channel).publications[1].data.text(), "[1,2]");
  }
  EXPECT_EQ(run_cent({"publish", "--", "--weird", "1"}).code, 0);
  EXPECT_EQ(run_cent({"publish", "--channel=--weird", "2"}).code, 0);
  EXPECT_EQ(client.history("--weird").publications.size(), 2U);
}

TEST_F(MethodTest, TakesTheWholeRequestAsJson) {
  EXPECT_EQ(result_of(run_cent({"publish", "--json", R"({"channel":"j","data":1})"}))["offset"], 1);
  EXPECT_EQ(result_of(run_cent({"publish", "--json", "-"}, "{\"channel\":\"j\",\n\"data\":2}\n"))["offset"],
            2);
  // Options change it.
  EXPECT_EQ(
      result_of(run_cent({"publish", "--json", R"({"channel":"j","data":1})", "--channel", "k"}))["offset"],
      1);
  // The wire's form of a bool that may be absent, and the plain one.
  for (const char* text : {R"({"user":"u","channel":"c","override":{"presence":{"value":true}}})",
                           R"({"user":"u","channel":"c","override":{"presence":true}})"}) {
    EXPECT_EQ(run_cent({"subscribe", "--json", text}).code, 0);
  }
}

TEST_F(MethodTest, RefusesWhatServersWouldIgnore) {
  for (const auto& [words, expected] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"publish", "--json", R"({"chanel":"j","data":1})"}, "--json: chanel: no such field"},
           {{"disconnect", "u", "--disconnect", R"({"code":4000,"reson":"x"})"},
            "--disconnect: reson: no such field"},
           {{"subscribe", "u", "c", "--override", R"({"presence":{"valu":true}})"}, "no such field"},
           {{"publish", "--json", "[]"}, "--json: "},
           {{"publish", "--json", R"({"channel":5})"}, "--json: channel: "},
           {{"publish", "news", "hello"}, R"(as in '"hello"')"},
           {{"publish", "news", "{} {}"}, "(at byte 3)\n"},
           {{"publish", "news"}, "data is required"},
           {{"publish"}, "channel is required"},
           {{"publish", "news", "1", "--tags", "x"}, "--tags: must be KEY=VALUE"},
           {{"publish", "news", "1", "--version", "-1"}, "--version: "},
           {{"history", "news", "--limit", "2147483648"}, "--limit: "},
           {{"history", "news", "--limit", "\"3\""}, "--limit: "},
           {{"disconnect", "u", "--disconnect-code", "5"}, "disconnect.code must be from 3000 to 4999"},
           {{"disconnect"}, "anonymous_users"},
           {{"publish", "news", "1", "--data", "2"}, "--data"}}) {
    const Ended ended = run_cent(words);
    EXPECT_EQ(ended.code, 2) << ::testing::PrintToString(words);
    EXPECT_NE(ended.err.find(expected), std::string::npos) << ::testing::PrintToString(words) << ended.err;
    EXPECT_EQ(ended.out, "");
  }
  EXPECT_EQ(server.stats().requests, 0U);
}

TEST_F(MethodTest, AllowsAnonymousUsersByName) {
  EXPECT_EQ(run_cent({"disconnect", "--anonymous-users"}).code, 0);
  EXPECT_EQ(run_cent({"disconnect", "u", "--disconnect-code", "4000", "--disconnect-reason", "why"}).code, 0);
}

TEST_F(MethodTest, EndsWithTheOutcome) {
  const Ended refused = run_cent({"publish", "nope:x", "1"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.err, "cent: publish to \"nope:x\": unknown channel\n");
  EXPECT_EQ(run_cent({"info", "--visible-api-key", "wrong"}).code, 1);
  EXPECT_EQ(run_cent({"info", "--address", "http://127.0.0.1:1", "--timeout", "1s"}).code, 3);
  EXPECT_EQ(run_cent({"info", "--address", "ftp://x"}).code, 2);
  EXPECT_EQ(run_cent({"update-user-status", "a", "b"}).code, 1);  // PRO
}

TEST_F(MethodTest, EndsABroadcastWithTheWorstOfItsParts) {
  const Ended ended = run_cent({"broadcast", "1", "good", "nope:x"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(json::parse(ended.out)["responses"][1]["error"]["code"], 102);
}

TEST_F(MethodTest, CallsMethodsByTheirWireName) {
  EXPECT_EQ(result_of(run_cent({"call", "info"}))["nodes"].size(), 1U);
  EXPECT_EQ(result_of(run_cent({"call", "publish", "-"}, R"({"channel":"c","data":1})"))["offset"], 1);
  EXPECT_EQ(run_cent({"call", "no_such_method"}).code, 1);
  EXPECT_EQ(run_cent({"call", "info", "[]"}).code, 2);
  EXPECT_EQ(run_cent({"call", "Not a name"}).code, 2);
}

TEST_F(MethodTest, ReadsAWholeHistoryInPages) {
  Client client{server.address(), "api_key"};
  for (int i = 1; i <= 3; ++i) client.publish("all", Json::of(i));
  const Ended all = run_cent({"history", "all", "--all"});
  EXPECT_EQ(all.code, 0);
  EXPECT_EQ(all.out, "{\"offset\":1,\"data\":1}\n{\"offset\":2,\"data\":2}\n{\"offset\":3,\"data\":3}\n");
  EXPECT_EQ(run_cent({"history", "all", "--all", "--since-offset", "2"}).out, "{\"offset\":3,\"data\":3}\n");
  EXPECT_EQ(run_cent({"history", "all", "--all", "--output", "table"}).out,
            "offset  data\n1       1\n2       2\n3       3\n");
  EXPECT_EQ(run_cent({"history", "all", "--all", "--limit", "3"}).code, 2);
  EXPECT_EQ(run_cent({"history", "bare:x", "--all"}).code, 1);
}

TEST_F(MethodTest, SaysWhatIsMissingInAHistory) {
  Client client{server.address(), "api_key"};
  for (int i = 1; i <= 12; ++i) client.publish("ns:x", Json::of(i));  // keeps 10
  const Ended trimmed = run_cent({"history", "ns:x", "--all", "--since-offset", "1"});
  EXPECT_EQ(trimmed.code, 1);
  EXPECT_EQ(trimmed.err, "cent: history: 1 publications before offset 3 are no longer kept\n");
  EXPECT_EQ(std::count(trimmed.out.begin(), trimmed.out.end(), '\n'), 10);
  const Ended restarted =
      run_cent({"history", "ns:x", "--all", "--since-offset", "1", "--since-epoch", "another"});
  EXPECT_EQ(restarted.code, 1);
  EXPECT_NE(restarted.err.find("began again, with epoch"), std::string::npos) << restarted.err;
  EXPECT_EQ(std::count(restarted.out.begin(), restarted.out.end(), '\n'), 10);
  const Ended rewound = run_cent({"history", "ns:x", "--all", "--since-offset", "99"});
  EXPECT_EQ(rewound.code, 1);
  EXPECT_NE(rewound.err.find("same epoch"), std::string::npos) << rewound.err;
}

TEST_F(MethodTest, NeverShowsTheKey) {
  settings.variables.set("CENT_API_KEY", kCanary);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"info"},
                                             {"info", "--address", "http://127.0.0.1:1"},
                                             {"publish", "x"},
                                             {"nope"},
                                             {"--help"},
                                             {"info", "--address", "not an address"}}) {
    const Ended ended = run_cent(words);
    EXPECT_EQ((ended.out + ended.err).find(kCanary), std::string::npos);
  }
}

}  // namespace
}  // namespace cent::test

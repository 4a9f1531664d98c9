#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "delivery/scripted_run.hpp"

namespace cent::test {
namespace {

using detail::CommandBuffer;
using std::chrono::milliseconds;
using Texts = std::vector<std::string>;

ClientOptions modern() {
  ClientOptions options;
  options.protocol = Protocol::modern;
  options.retry.max_attempts = 10;
  return options;
}

const Single kPublish{"publish", R"({"channel":"a","data":1})"};

/// Meets these one after another; the last one again and again.
ScriptedRun::Answers in_turn(std::vector<Event> events) {
  return [events = std::move(events), next = std::size_t{0}](const Sent&) mutable {
    return events[next + 1 < events.size() ? next++ : next];
  };
}

std::vector<milliseconds> times(const ScriptedRun& run) {
  std::vector<milliseconds> at;
  for (const Sent& sent : run.sent) at.push_back(sent.at);
  return at;
}

using Times = std::vector<milliseconds>;
constexpr milliseconds operator""_ms(unsigned long long count) {
  return milliseconds{static_cast<milliseconds::rep>(count)};
}

const Event kRefusedConnection = lost(FailureKind::connect, Delivery::not_sent);
const Event kCut = lost(FailureKind::cut, Delivery::unknown);
const Event kDone = response(200, R"({"result":{}})");

TEST(Run, WaitsLongerAfterEachFailureUpToACap) {
  ScriptedRun run{modern()};
  run.run(kPublish, Effect::once, in_turn({kRefusedConnection}));
  EXPECT_EQ(times(run),
            (Times{0_ms, 25_ms, 75_ms, 175_ms, 375_ms, 775_ms, 1275_ms, 1775_ms, 2275_ms, 2775_ms}));
  EXPECT_EQ(run.outcome(), "not_sent");
  EXPECT_EQ(run.replies().attempts, 10);
}

TEST(Run, TheWaitIsAnythingFromNothingToItsMost) {
  for (const double chance : {0.0, 0.999}) {
    ScriptedRun run{modern()};
    run.clock.chance = chance;
    run.run(kPublish, Effect::once, in_turn({kRefusedConnection, kDone}));
    EXPECT_EQ(times(run), (Times{0_ms, milliseconds{static_cast<int>(50 * chance)}}));
  }
}

TEST(Run, AThrottledServerIsLeftAloneForLonger) {
  for (const int status : {429, 503}) {
    ScriptedRun run{modern()};
    run.run(kPublish, Effect::keyed, [&](const Sent& request) -> Event {
      if (request.path == "/info") return info_of("6.9.1");
      return run.sent.size() == 1 ? response(status) : std::get<HttpResponse>(kDone);
    });
    EXPECT_EQ(run.sent.back().at, 500_ms) << status;
  }
}

TEST(Run, RetryAfterIsTheLeastWait) {
  struct Row {
    const char* said;
    milliseconds wait;
  };
  for (const Row& row : {Row{"3", 3000_ms}, Row{"0", 500_ms}, Row{"", 500_ms}, Row{"soon", 500_ms},
                         Row{"-7", 500_ms}, Row{"Sun, 06 Nov 1994 08:49:37 GMT", 500_ms}}) {
    ScriptedRun run{modern()};
    run.run(kPublish, Effect::once, in_turn({response(429, "", row.said), kDone}));
    EXPECT_EQ(times(run), (Times{0_ms, row.wait})) << row.said;
    EXPECT_EQ(run.outcome(), "applied");
  }
}

TEST(Run, ARetryAfterBeyondTheDeadlineEndsAtOnceAndIsInTheError) {
  ScriptedRun run{modern()};
  run.run(kPublish, Effect::once, in_turn({response(429, "", "86400")}));
  EXPECT_EQ(times(run), (Times{0_ms}));
  EXPECT_EQ(run.outcome(), "refused");
  const auto error = run.replies().error(0);
  EXPECT_EQ(error->retry_after(), std::chrono::seconds{86400});
  EXPECT_TRUE(error->retryable());
  EXPECT_EQ(run.clock.now().time_since_epoch(), std::chrono::seconds{1000}) << "nobody waited";
}

TEST(Run, OneDeadlineSpansAllAttempts) {
  ClientOptions options = modern();
  options.retry.attempt_timeout = 400_ms;
  ScriptedRun run{options};
  run.timeout = 1000_ms;
  run.took = 400_ms;
  run.run(Single{"presence", "{}"}, Effect::reads, in_turn({lost(FailureKind::timeout, Delivery::unknown)}));
  ASSERT_EQ(times(run), (Times{0_ms, 425_ms, 875_ms}));
  EXPECT_EQ(run.sent[0].timeout, 400_ms);
  EXPECT_EQ(run.sent[2].timeout, 125_ms) << "what is left";
  EXPECT_EQ(run.outcome(), "unknown");
}

TEST(Run, AKeyIsTrustedNoLongerThanTheServerKeepsIt) {
  ClientOptions options = modern();
  options.retry.key_lifetime = std::chrono::seconds{2};
  ScriptedRun run{options};
  run.took = 700_ms;
  run.run(kPublish, Effect::keyed, [](const Sent& request) -> Event {
    return request.path == "/info" ? Event{info_of("6.9.1")} : kCut;
  });
  EXPECT_EQ(run.outcome(), "unknown");
  EXPECT_EQ(run.paths(), (Texts{"/publish", "/info", "/publish"}));
}

TEST(Run, AKeyIsNotTrustedLongerAfterAnAttemptThatWasNotSent) {
  ClientOptions options = modern();
  options.retry.key_lifetime = std::chrono::seconds{2};
  ScriptedRun run{options};
  run.took = 700_ms;
  run.run(kPublish, Effect::keyed, [&](const Sent& request) -> Event {
    if (request.path == "/info") return info_of("6.9.1");
    return run.sent.size() == 1 ? kCut : kRefusedConnection;
  });
  EXPECT_EQ(run.paths(), (Texts{"/publish", "/info", "/publish"})) << "the first may have been executed";
  EXPECT_EQ(run.outcome(), "unknown");
}

TEST(Run, AnUnknownVersionProtectsNothing) {
  // No publication goes out a second time on the word of a server that may not know keys.
  const Event answers[] = {response(200, R"({"result":{"nodes":7}})"),
                           response(200, R"({"result":{"nodes":[]}})")};
  for (const Event& info : answers) {
    ScriptedRun run{modern()};
    run.run(kPublish, Effect::keyed,
            [&](const Sent& request) -> Event { return request.path == "/info" ? info : kCut; });
    EXPECT_EQ(run.paths(), (Texts{"/publish", "/info"}));
    EXPECT_EQ(run.outcome(), "unknown");
  }
}

TEST(Run, AServerThatRefusesInfoIsNotTrusted) {
  ScriptedRun run{modern()};
  run.run(kPublish, Effect::keyed, [&](const Sent& request) -> Event {
    if (request.path != "/info") return kCut;
    return response(200, R"({"error":{"code":100,"message":"internal server error"}})");
  });
  EXPECT_EQ(run.outcome(), "unknown");
  int publications = 0;
  for (const std::string& path : run.paths()) publications += path == "/publish" ? 1 : 0;
  EXPECT_EQ(publications, 1);
}

TEST(Run, AsksForTheServersAgeOnceAndOnlyWhenItMatters) {
  ScriptedRun run{modern()};
  const auto answers = [&](const Sent& request) -> Event {
    if (request.path == "/info") return info_of("6.9.1");
    return run.sent.size() < 4 ? kCut : kDone;
  };
  run.run(kPublish, Effect::keyed, answers);
  EXPECT_EQ(run.paths(), (Texts{"/publish", "/info", "/publish", "/publish"}));
  EXPECT_EQ(run.outcome(), "applied");
  run.run(Single{"presence", "{}"}, Effect::reads, answers);
  EXPECT_EQ(run.paths(), (Texts{"/presence", "/presence", "/presence", "/presence"}));
  run.run(kPublish, Effect::keyed, in_turn({kRefusedConnection, kDone}));
  EXPECT_EQ(run.paths(), (Texts{"/publish", "/publish"}));
}

TEST(Run, TheOldestNodeOfTheClusterDecides) {
  ScriptedRun run{modern()};
  run.run(kPublish, Effect::keyed, [](const Sent& request) -> Event {
    if (request.path != "/info") return kCut;
    const std::string node =
        R"({"uid":"u","name":"n","num_clients":0,"num_users":0,"num_channels":0,"version":")";
    return response(200, R"({"result":{"nodes":[)" + node + R"(6.9.1 OSS"},)" + node + R"(5.1.0"}]}})");
  });
  EXPECT_EQ(run.paths(), (Texts{"/publish", "/info"}));
  EXPECT_EQ(run.outcome(), "unknown");
}

CommandBuffer commands_of(std::initializer_list<std::pair<const char*, Effect>> list) {
  CommandBuffer commands;
  for (const auto& [channel, effect] : list) {
    commands.push("publish", std::string(R"({"channel":")") + channel + R"(","data":1})", effect);
  }
  return commands;
}

std::string results(const Texts& replies) {
  std::string text = R"({"replies":[)";
  for (const std::string& reply : replies) text.append(text.back() == '[' ? "" : ",").append(reply);
  return text + "]}";
}
const std::string kOk = R"({"publish":{"offset":1}})";
const std::string kInternal = R"({"error":{"code":100,"message":"internal"}})";
const std::string kUnknownChannel = R"({"error":{"code":102,"message":"unknown channel"}})";

TEST(Run, ABatchIsSplitWhenNotAllMayBeRepeated) {
  const CommandBuffer commands =
      commands_of({{"a", Effect::keyed}, {"b", Effect::once}, {"c", Effect::reads}, {"d", Effect::once}});
  ScriptedRun run{modern()};
  run.run(commands, [&](const Sent& request) -> Event {
    if (request.path == "/info") return info_of("6.9.1");
    return run.sent.size() == 1 ? kCut : Event{response(200, results({kOk, kOk}))};
  });
  EXPECT_EQ(run.outcomes(), (Texts{"applied", "unknown", "applied", "unknown"}));
  EXPECT_EQ(run.sent.back().body,
            R"({"commands":[{"publish":{"channel":"a","data":1}},{"publish":{"channel":"c","data":1}}]})");
}

TEST(Run, OnlyWhatFailedIsRepeatedAndEachGetsItsOwnReply) {
  const CommandBuffer commands = commands_of({{"a", Effect::keyed},
                                              {"b", Effect::keyed},
                                              {"c", Effect::once},
                                              {"d", Effect::keyed},
                                              {"e", Effect::keyed}});
  ScriptedRun run{modern()};
  run.run(commands, [&](const Sent& request) -> Event {
    if (request.path == "/info") return info_of("6.9.1");
    if (run.sent.size() == 1) {
      return response(200, results({kOk, kInternal, kInternal, kInternal, kUnknownChannel}));
    }
    const std::string second = R"({"publish":{"offset":2}})";
    return response(200, run.sent.size() == 3 ? results({kInternal, second}) : results({second}));
  });
  EXPECT_EQ(run.outcomes(), (Texts{"applied", "applied", "unknown", "applied", "refused"}));
  EXPECT_EQ(run.replies().text(0), R"({"offset":1})");
  EXPECT_EQ(run.replies().text(1), R"({"offset":2})");
  EXPECT_EQ(run.replies().text(3), R"({"offset":2})");
  EXPECT_EQ(run.sent.back().body, R"({"commands":[{"publish":{"channel":"b","data":1}}]})");
}

TEST(Run, ACommandOvertakenByALaterOneOfItsChannelIsNotRepeated) {
  const CommandBuffer commands = commands_of({{"a", Effect::keyed},
                                              {"b", Effect::keyed},
                                              {"a", Effect::keyed},
                                              {"c", Effect::keyed},
                                              {"c", Effect::keyed}});
  ScriptedRun run{modern()};
  run.run(commands, [&](const Sent& request) -> Event {
    if (request.path == "/info") return info_of("6.9.1");
    return run.sent.size() == 1 ? response(200, results({kInternal, kInternal, kOk, kInternal, kInternal}))
                                : response(200, results({kOk, kOk, kOk}));
  });
  EXPECT_EQ(run.outcomes(), (Texts{"unknown", "applied", "applied", "applied", "applied"}));
  EXPECT_NE(std::string(run.replies().error(0)->what()).find("internal"), std::string::npos);
}

TEST(Run, InAParallelBatchNothingIsOvertaken) {
  CommandBuffer commands = commands_of({{"a", Effect::keyed}, {"a", Effect::keyed}});
  commands.set_parallel(true);
  ScriptedRun run{modern()};
  run.run(commands, [&](const Sent& request) -> Event {
    if (request.path == "/info") return info_of("6.9.1");
    return response(200, run.sent.size() == 1 ? results({kInternal, kOk}) : results({kOk}));
  });
  EXPECT_EQ(run.outcomes(), (Texts{"applied", "applied"}));
}

TEST(Run, AReplyThatBreaksOffIsNotTrustedInItsFirstHalfEither) {
  const CommandBuffer commands = commands_of({{"a", Effect::once}, {"b", Effect::once}});
  for (const std::string& body : {results({kOk}), results({kOk, kOk, kOk}), results({kOk, kOk}).substr(0, 50),
                                  std::string("{}"), std::string()}) {
    ScriptedRun run{modern()};
    run.run(commands, in_turn({response(200, body)}));
    EXPECT_EQ(run.outcomes(), (Texts{"unknown", "unknown"})) << body;
    EXPECT_EQ(run.sent.size(), 1U);
  }
}

TEST(Run, ACommandThatDidNotReachOneServerGoesToAnotherAtOnce) {
  ScriptedRun run{modern(), {"http://a", "http://b", "http://c"}};
  run.run(kPublish, Effect::once,
          [&](const Sent& request) -> Event { return request.host == "c" ? kDone : kRefusedConnection; });
  EXPECT_EQ(times(run), (Times{0_ms, 0_ms, 0_ms}));
  EXPECT_EQ(run.outcome(), "applied");
  run.run(kPublish, Effect::once, in_turn({kDone}));
  EXPECT_EQ(run.sent.back().host, "c") << "the others are set aside";
}

TEST(Run, ARepeatOnAnotherServerIsNotDelayedByTheWaitForTheFirst) {
  ClientOptions options = modern();
  options.retry.base_wait = options.retry.max_wait = std::chrono::hours{1};
  options.retry.treat_503_as_not_executed = true;
  ScriptedRun run{options, {"http://a", "http://b", "http://c"}};
  run.run(kPublish, Effect::once, in_turn({kRefusedConnection, response(503, "", "3600"), kDone}));
  EXPECT_EQ(times(run), (Times{0_ms, 0_ms, 0_ms}));
  EXPECT_EQ(run.outcome(), "applied");
}

TEST(Run, WhenNoServerIsLeftItWaitsAndTriesTheOneThatFailedFirst) {
  ScriptedRun run{modern(), {"http://a", "http://b"}};
  run.run(kPublish, Effect::once, in_turn({kRefusedConnection, kRefusedConnection, kDone}));
  EXPECT_EQ(times(run), (Times{0_ms, 0_ms, 50_ms}));
  EXPECT_EQ(run.sent.back().host, "a");
}

TEST(Run, AnUnknownOutcomeWaitsBeforeItGoesToAnother) {
  ScriptedRun run{modern(), {"http://a", "http://b"}};
  run.run(Single{"presence", "{}"}, Effect::reads, in_turn({kCut, kDone}));
  EXPECT_EQ(times(run), (Times{0_ms, 25_ms}));
  EXPECT_EQ(run.sent.back().host, "b");
}

TEST(Run, AFailureInARowSetsAServerAsideForLonger) {
  ScriptedRun run{modern(), {"http://a", "http://b"}};
  for (const int rest : {1, 2, 4, 8, 16, 30, 30}) {
    run.run(kPublish, Effect::once,
            [](const Sent& request) { return request.host == "a" ? kRefusedConnection : kDone; });
    ASSERT_EQ(run.sent.front().host, "a");
    run.clock.advance(std::chrono::seconds{rest} - 1_ms);
    run.run(kPublish, Effect::once, in_turn({kDone}));
    EXPECT_EQ(run.sent.front().host, "b");
    run.clock.advance(1_ms);
  }
  run.run(kPublish, Effect::once, in_turn({kDone}));
  EXPECT_EQ(run.sent.front().host, "a") << "probed by real traffic";
}

TEST(Run, RepetitionsOfAllCallsShareABudget) {
  ClientOptions options = modern();
  options.retry.budget = 28;
  options.retry.max_attempts = 2;
  ScriptedRun run{options};
  for (const std::size_t requests : {2U, 2U, 1U, 1U}) {
    run.run(kPublish, Effect::once, in_turn({kRefusedConnection}));
    EXPECT_EQ(run.sent.size(), requests);
  }
  EXPECT_NE(std::string(run.replies().error(0)->what()).find("budget"), std::string::npos);
  run.run(kPublish, Effect::once, in_turn({kDone}));
  run.run(kPublish, Effect::once, in_turn({kRefusedConnection}));
  EXPECT_EQ(run.sent.size(), 2U) << "a success gives some back";
}

TEST(Run, A503IsTrustedOnlyIfTheOwnerSaysSo) {
  ClientOptions options = modern();
  options.retry.treat_503_as_not_executed = true;
  ScriptedRun run{options};
  run.run(kPublish, Effect::once, in_turn({response(503), kDone}));
  EXPECT_EQ(run.outcome(), "applied");
  EXPECT_EQ(run.sent.size(), 2U);
}

TEST(Run, AFullLegacyStreamThatIsRefusedMayHaveBeenExecutedInPart) {
  ClientOptions options = modern();
  options.protocol = Protocol::legacy;
  const CommandBuffer commands = commands_of({{"a", Effect::once}, {"b", Effect::reads}});
  ScriptedRun run{options};
  run.run(commands, in_turn({response(400), response(200, R"({"result":{}})")}));
  EXPECT_EQ(run.outcomes(), (Texts{"unknown", "applied"}));
}

}  // namespace
}  // namespace cent::test

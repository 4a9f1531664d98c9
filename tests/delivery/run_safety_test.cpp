// That nothing is doubled or turned round: by cent, or by a caller who believes what an error says.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "delivery/scripted_run.hpp"

namespace cent::test {
namespace {

using detail::CommandBuffer;
using detail::Repeat;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Texts = std::vector<std::string>;

const Event kCut = lost(FailureKind::cut, Delivery::unknown);

Single publish() { return {"publish", R"({"channel":"a","data":1})"}; }

/// Each request is cut, each question for the version answered.
ScriptedRun::Answers cut_by(const std::string& version) {
  return [version](const Sent& request) -> Event {
    return request.path == "/info" ? Event{info_of(version)} : kCut;
  };
}

/// The advice of an error to a caller who might call again.
bool retryable(ScriptedRun& run) {
  EXPECT_EQ(run.outcome(), "unknown");
  return run.replies().error(0)->retryable();
}

TEST(RunSafety, AKeyOfCentsOwnIsNoLeaveToCallAgain) {
  ScriptedRun run{modern_options()};
  run.run(publish(), {Effect::keyed, true}, cut_by("6.9.1"));
  EXPECT_EQ(run.sent.size(), 4U) << "cent itself repeats it";
  EXPECT_FALSE(retryable(run)) << "another call would have another key";
  run.run(publish(), Effect::keyed, cut_by("6.9.1"));
  EXPECT_TRUE(retryable(run));
  run.run(publish(), {Effect::keyed, true},
          [](const Sent&) -> Event { return lost(FailureKind::connect, Delivery::not_sent); });
  EXPECT_TRUE(run.replies().error(0)->retryable()) << "nothing went out";
}

TEST(RunSafety, LaterIsNoLeaveToCallAgainAfterAnAttemptThatMayHaveBeenExecuted) {
  ClientOptions options = modern_options();
  options.server_version = "6.9.1";
  options.retry.max_attempts = 2;
  ScriptedRun run{options};
  const auto cut_then_later = [first = true](const Sent&) mutable -> Event {
    return std::exchange(first, false) ? Event{kCut} : Event{response(429, "slow down")};
  };
  run.run(publish(), {Effect::keyed, true}, cut_then_later);
  EXPECT_FALSE(retryable(run)) << "another call would have another key";
  run.run(publish(), Effect::keyed, cut_then_later);
  EXPECT_TRUE(retryable(run));
}

TEST(RunSafety, AKeyOfCentsOwnStaysOneWhenPartOfABatchIsSentAgain) {
  CommandBuffer commands;
  for (const char* params : {R"({"channel":"a"})", R"({"channel":"b"})"})
    commands.push("publish", params, {Effect::keyed, true});
  ScriptedRun run{modern_options()};
  run.run(commands, [&](const Sent& request) -> Event {
    if (request.path == "/info") return info_of("6.9.1");
    if (run.sent.size() > 1) return kCut;
    return response(200, R"({"replies":[{"error":{"code":100,"message":"busy"}},{"publish":{}}]})");
  });
  EXPECT_EQ(run.outcomes(), (Texts{"unknown", "applied"}));
  EXPECT_EQ(run.sent.size(), 4U);
  EXPECT_FALSE(retryable(run));
}

TEST(RunSafety, ProtectionUnknownToTheServerDoesNotAllowToCallAgain) {
  ScriptedRun run{modern_options()};
  run.run(publish(), Effect::keyed, cut_by("5.1.9"));
  EXPECT_FALSE(retryable(run));
}

TEST(RunSafety, AVersionWithoutAKeyIsNoLeaveToRepeat) {
  for (const char* server : {"6.9.1", "6.1.0"}) {
    ScriptedRun run{modern_options()};
    run.run(publish(), Effect::versioned, cut_by(server));
    EXPECT_EQ(run.paths(), Texts{"/publish"}) << "another writer may have made the server forget the version";
    EXPECT_FALSE(retryable(run)) << server;
  }
}

TEST(RunSafety, AKeyThatMayBeForgottenIsNoLeaveToCallAgain) {
  ClientOptions options = modern_options();
  options.retry.key_lifetime = seconds{1};
  ScriptedRun run{options};
  run.took = seconds{2};
  run.run(publish(), Effect::keyed, cut_by("6.9.1"));
  EXPECT_EQ(run.sent.size(), 1U);
  EXPECT_FALSE(retryable(run));
}

TEST(RunSafety, NoKeyedAttemptStartsAfterItsKeysLife) {
  ScriptedRun run{modern_options()};  // keys live for a minute
  run.timeout = seconds{600};
  run.took = seconds{40};
  run.run(publish(), Effect::keyed, [](const Sent& request) -> Event {
    return request.path == "/info" ? info_of("6.9.1") : response(503, "", "30");
  });
  EXPECT_EQ(run.sent.size(), 1U) << "the server asks for a wait that is too long";
  EXPECT_EQ(run.outcome(), "unknown");
  run.run(publish(), Effect::keyed, [](const Sent& request) -> Event {
    return request.path == "/info" ? info_of("6.9.1") : response(503, "", "10");
  });
  EXPECT_EQ(run.paths(), (Texts{"/publish", "/info"})) << "the question took the rest of its life";
  EXPECT_EQ(run.outcome(), "unknown");
}

/// Of a user's channel, all in one batch that is cut once.
Texts outcomes_of(const std::vector<std::pair<const char*, Effect>>& list, std::string& repeated) {
  CommandBuffer commands;
  for (const auto& [method, effect] : list) commands.push(method, R"({"channel":"c","user":"u"})", effect);
  ScriptedRun run{modern_options()};
  run.run(commands, [&](const Sent& request) -> Event {
    if (request.path == "/info") return info_of("6.9.1");
    if (run.sent.size() == 1) return kCut;
    repeated = request.body;
    std::string replies;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string method = std::string("{\"") + list[i].first + "\":{";
      if (request.body.find(method) != std::string::npos)
        replies += (replies.empty() ? "" : ",") + method + "}}";
    }
    return response(200, R"({"replies":[)" + replies + "]}");
  });
  return run.outcomes();
}

TEST(RunSafety, AStateIsNotSetAgainBehindWhatMayHaveChangedItSince) {
  std::string repeated;
  EXPECT_EQ(outcomes_of({{"unsubscribe", Effect::sets}, {"subscribe", Effect::once}}, repeated),
            (Texts{"unknown", "unknown"}));
  EXPECT_EQ(repeated, "");
  EXPECT_EQ(
      outcomes_of({{"unsubscribe", Effect::sets}, {"disconnect", Effect::sets}, {"subscribe", Effect::once}},
                  repeated),
      (Texts{"unknown", "unknown", "unknown"}));
  EXPECT_EQ(repeated, "");
  EXPECT_EQ(outcomes_of({{"subscribe", Effect::once}, {"unsubscribe", Effect::sets}}, repeated),
            (Texts{"unknown", "applied"}))
      << "what comes later in any case may be set again";
}

TEST(RunSafety, ProtectedCommandsAreRepeatedBehindUnknownOnes) {
  std::string repeated;
  EXPECT_EQ(outcomes_of({{"publish", Effect::keyed}, {"rpc", Effect::once}}, repeated),
            (Texts{"applied", "unknown"}))
      << "it was carried out before, and is known by its key, or neither was";
}

TEST(RunSafety, OtherChannelsHoldNothingUp) {
  CommandBuffer commands;
  commands.push("unsubscribe", R"({"channel":"c","user":"u"})", Effect::sets);
  commands.push("publish", R"({"channel":"d"})", Effect::once);
  ScriptedRun run{modern_options()};
  run.run(commands, [&](const Sent&) -> Event {
    return run.sent.size() == 1 ? kCut : Event{response(200, R"({"replies":[{"unsubscribe":{}}]})")};
  });
  EXPECT_EQ(run.outcomes(), (Texts{"applied", "unknown"}));
}

struct Always final : RetryRule {
  [[nodiscard]] RetryAnswer decide(const RetryQuestion& question) const noexcept override {
    return {question.attempts < 2, milliseconds{1}, "tried"};
  }
};

TEST(RunSafety, ARuleOfOnesOwnIsAskedAgainWhenTheServersAgeIsKnown) {
  ClientOptions options = modern_options();
  options.retry.rule = std::make_shared<Always>();
  CommandBuffer commands;
  commands.push("publish", R"({"channel":"a"})", Effect::once);
  commands.push("publish", R"({"channel":"b"})", Effect::keyed);
  ScriptedRun run{options};
  run.run(commands, [&](const Sent& request) -> Event {
    if (request.path == "/info") return info_of("5.1.0");
    return run.sent.size() == 1 ? kCut
                                : Event{response(200, R"({"replies":[{"publish":{}},{"publish":{}}]})")};
  });
  EXPECT_EQ(run.outcomes(), (Texts{"applied", "applied"}));
}

TEST(RunSafety, FailuresUnrelatedToTheAddressWaitThoughThereAreOthers) {
  ScriptedRun run{modern_options(), {"http://a", "http://b"}};
  run.run(publish(), Effect::once, [&](const Sent&) -> Event {
    return run.sent.size() < 3 ? Event{lost(FailureKind::resources, Delivery::not_sent)}
                               : Event{response(200, R"({"result":{}})")};
  });
  EXPECT_EQ(run.outcome(), "applied");
  EXPECT_EQ(run.sent.at(2).at, milliseconds{75});
  EXPECT_EQ(run.sent.at(2).host, "a");
}

}  // namespace
}  // namespace cent::test

// ClientOptions::unsupported.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "delivery/scripted_run.hpp"
#include "observe/recorder.hpp"

namespace cent::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Texts = std::vector<std::string>;

const char* const kVersioned = R"({"channel":"a","data":1,"version":7})";

ClientOptions options(Unsupported unsupported, const std::string& version = {}) {
  ClientOptions made = modern_options();
  made.unsupported = unsupported;
  made.server_version = version;
  return made;
}

ScriptedRun::Answers server_of(const std::string& version) {
  return [version](const Sent& request) -> Event {
    if (request.path == "/info") return info_of(version);
    return response(200, request.path == "/batch"
                             ? R"({"replies":[{"publish":{"result":{}}},{"publish":{"result":{}}}]})"
                             : R"({"result":{}})");
  };
}

TEST(Guard, RefusesBeforeSendingAndNamesFieldAndVersion) {
  ScriptedRun run{options(Unsupported::refuse)};
  run.run({"publish", kVersioned}, Effect::versioned, server_of("6.1.4"));
  EXPECT_EQ(run.paths(), Texts{"/info"});
  ASSERT_EQ(run.outcome(), "not_sent");
  const auto error = run.replies().error(0);
  EXPECT_STREQ(error->what(), "cent: publish to \"a\": the server reports version 6.1.4; version needs 6.2");
  EXPECT_FALSE(error->retryable());
  EXPECT_EQ(dynamic_cast<const RequestException&>(*error).kind(), FailureKind::unsupported);
  EXPECT_EQ(error->attempts(), 0);
}

TEST(Guard, SendsEverythingElse) {
  ScriptedRun run{options(Unsupported::refuse)};
  run.run({"publish", R"({"channel":"a","data":1})"}, Effect::once, server_of("2.8.6"));
  EXPECT_EQ(run.paths(), Texts{"/publish"}) << "nothing to ask for";
  run.run({"publish", kVersioned}, Effect::versioned, server_of("6.9.1"));
  EXPECT_EQ(run.paths(), (Texts{"/info", "/publish"}));
  EXPECT_EQ(run.outcome(), "applied");
}

TEST(Guard, AsksOnceAMinute) {
  ScriptedRun run{options(Unsupported::refuse)};
  run.run({"publish", kVersioned}, Effect::versioned, server_of("6.9.1"));
  EXPECT_EQ(run.paths(), (Texts{"/info", "/publish"}));
  run.run({"publish", kVersioned}, Effect::versioned, server_of("6.9.1"));
  EXPECT_EQ(run.paths(), Texts{"/publish"});
  run.clock.sleep_for(minutes{1});
  run.run({"publish", kVersioned}, Effect::versioned, server_of("6.1.0"));
  EXPECT_EQ(run.paths(), Texts{"/info"});
  EXPECT_EQ(run.outcome(), "not_sent");
}

TEST(Guard, TakesTheVersionThatTheUserSays) {
  ScriptedRun run{options(Unsupported::refuse, "6.1")};
  run.run({"publish", kVersioned}, Effect::versioned, server_of("6.9.1"));
  EXPECT_TRUE(run.sent.empty());
  EXPECT_STREQ(run.replies().error(0)->what(),
               "cent: publish to \"a\": ClientOptions::server_version is 6.1; version needs 6.2");
}

TEST(Guard, IgnoresKeysOfCentsOwn) {
  ScriptedRun run{options(Unsupported::refuse, "5.1")};
  const char* const params = R"({"idempotency_key":"k","channel":"a","data":1})";
  run.run({"publish", params}, {Effect::keyed, true}, server_of("5.1.0"));
  EXPECT_EQ(run.outcome(), "applied");
  run.run({"publish", params}, Effect::keyed, server_of("5.1.0"));
  EXPECT_EQ(run.outcome(), "not_sent");
}

TEST(Guard, RefusesCommandsOfABatchOneByOne) {
  ScriptedRun run{options(Unsupported::refuse, "6.1")};
  detail::CommandBuffer batch;
  batch.push("publish", R"({"channel":"a","data":1})", Effect::once);
  batch.push("publish", kVersioned, Effect::versioned);
  batch.push("publish", R"({"channel":"b","data":1,"version_epoch":"e"})", Effect::once);
  batch.push("publish", R"({"channel":"c","data":1})", Effect::once);
  run.run(batch, server_of("6.1.0"));
  EXPECT_EQ(run.outcomes(), (Texts{"applied", "not_sent", "not_sent", "applied"}));
  EXPECT_NE(std::string(run.replies().error(2)->what()).find("version_epoch needs 6.2"), std::string::npos);
  ASSERT_EQ(run.sent.size(), 1U);
  EXPECT_EQ(run.sent[0].body.find("version"), std::string::npos);
}

TEST(Guard, IfTheQuestionFailsTheCommandWasNotSent) {
  ScriptedRun run{options(Unsupported::refuse)};
  int asked = 0;
  run.run({"publish", kVersioned}, Effect::versioned, [&](const Sent& request) -> Event {
    EXPECT_EQ(request.path, "/info");
    ++asked;
    return lost(FailureKind::cut, Delivery::unknown);
  });
  EXPECT_GT(asked, 1) << "the question is repeated";
  EXPECT_EQ(run.outcome(), "not_sent");
  run.run({"publish", kVersioned}, Effect::versioned, [&](const Sent& request) -> Event {
    if (request.path == "/info" && std::exchange(asked, 0) > 0)
      return lost(FailureKind::connect, Delivery::not_sent);
    return server_of("6.9.1")(request);
  });
  EXPECT_EQ(run.outcome(), "applied");
}

TEST(Guard, AnAnswerWithoutAVersionCountsAsTheOldest) {
  ScriptedRun run{options(Unsupported::refuse)};
  run.run({"publish", kVersioned}, Effect::versioned, [](const Sent&) -> Event {
    return response(200, R"({"error":{"code":108,"message":"not available"}})");
  });
  EXPECT_STREQ(run.replies().error(0)->what(),
               "cent: publish to \"a\": the server's version cannot be read; version needs 6.2");
}

TEST(Guard, WarnsTheObserverAndSends) {
  ClientOptions made = options(Unsupported::warn, "5.1");
  const auto events = std::make_shared<EventLines>();
  made.observer = events;
  ScriptedRun run{made};
  run.run({"publish", R"({"channel":"a","data":1,"delta":true,"version":7})"}, Effect::versioned,
          server_of("5.1.0"));
  EXPECT_EQ(run.outcome(), "applied");
  EXPECT_EQ(
      events->count("ignored delta of publish to \"a\" since 5.4: ClientOptions::server_version is 5.1"), 1U);
  EXPECT_EQ(events->count("ignored version"), 1U);
}

TEST(Guard, IgnoresByDefault) {
  ScriptedRun run{modern_options()};
  run.run({"publish", kVersioned}, Effect::versioned, server_of("5.0.0"));
  EXPECT_EQ(run.paths(), Texts{"/publish"});
}

}  // namespace
}  // namespace cent::test

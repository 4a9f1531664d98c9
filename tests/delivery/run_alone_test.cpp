// A command that fails with error 100 for good must not hold its lane until the deadline; a broker that is
// away must not cost a command its outcome.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "delivery/scripted_run.hpp"

namespace cent::test {
namespace {

using detail::CommandBuffer;
using std::chrono::milliseconds;
using Texts = std::vector<std::string>;

const std::string kOk = R"({"publish":{"offset":1}})";
const std::string kInternal = R"({"error":{"code":100,"message":"internal server error"}})";

ClientOptions without_limit() {
  ClientOptions options;
  options.protocol = Protocol::modern;
  options.retry.max_attempts = 1'000'000;
  options.retry.budget = 0;
  return options;
}

/// The reply of a request, command by command: `fails(channel)` says which get error 100.
template <class Fails>
HttpResponse reply_to(const Sent& request, const Fails& fails) {
  std::string replies;
  const std::string mark = R"("channel":")";
  for (std::size_t at = request.body.find(mark); at != std::string::npos;
       at = request.body.find(mark, at + 1)) {
    replies += (replies.empty() ? "" : ",") + (fails(request.body[at + mark.size()]) ? kInternal : kOk);
  }
  if (request.path == "/batch") return response(200, R"({"replies":[)" + replies + "]}");
  return response(200, replies == kInternal ? kInternal : R"({"result":{}})");
}

class RunAlone : public testing::Test {
 protected:
  /// One publication to each of these channels, whose names are one letter long.
  template <class Answers>
  void run(const std::string& channels, const Answers& answers) {
    CommandBuffer commands;
    for (const char channel : channels) {
      commands.push("publish", std::string(R"({"channel":")") + channel + "\"}", Effect::keyed);
    }
    const auto events = [&](const Sent& request) -> Event {
      return request.path == "/info" ? Event{info_of("6.9.1")} : Event{answers(request)};
    };
    if (channels.size() > 1) return run_.run(commands, events);
    run_.run(Single{"publish", std::string(commands.params(0))}, Effect::keyed, events);
  }
  [[nodiscard]] int publications() const {
    int count = 0;
    for (const Sent& sent : run_.sent) count += sent.path == "/info" ? 0 : 1;
    return count;
  }
  ScriptedRun run_{without_limit()};
};

TEST_F(RunAlone, ACommandThatTheServerNeverAcceptsFailsAfterFiveTries) {
  run("xab",
      [](const Sent& request) { return reply_to(request, [](char channel) { return channel == 'x'; }); });
  EXPECT_EQ(run_.outcomes(), (Texts{"unknown", "applied", "applied"}));
  EXPECT_EQ(publications(), 5);
  EXPECT_LT(run_.sent.back().at, milliseconds{2000});
  const auto error = run_.replies().error(0);
  EXPECT_EQ(error->attempts(), 5);
  EXPECT_STREQ(error->what(),
               "cent: publish to \"x\": internal server error; not repeated: other publications went through "
               "meanwhile, so "
               "the server may never take this one (after 5 attempts)");
  EXPECT_EQ(dynamic_cast<const ResponseError&>(*error).message(), "internal server error");
}

TEST_F(RunAlone, OtherRequestsOfTheClientShowThatItFailsAlone) {
  run("x", [&](const Sent& request) {
    ++run_.service.publishing_requests;
    return reply_to(request, [](char) { return true; });
  });
  EXPECT_EQ(run_.outcomes(), Texts{"unknown"});
  EXPECT_EQ(publications(), 5);
}

TEST_F(RunAlone, ABrokerThatIsAwayIsWaitedFor) {
  for (const char* channels : {"x", "xab"}) {
    run(channels, [&](const Sent& request) {
      return reply_to(request, [&](char) { return request.at < milliseconds{8000}; });
    });
    for (const std::string& outcome : run_.outcomes()) EXPECT_EQ(outcome, "applied");
  }
}

TEST_F(RunAlone, ABrokerThatGoesAwayInTheMiddleOfABatchIsWaitedFor) {
  run("abxy", [&](const Sent& request) {
    return reply_to(request, [&](char channel) { return channel >= 'x' && request.at < milliseconds{8000}; });
  });
  EXPECT_EQ(run_.outcomes(), (Texts{"applied", "applied", "applied", "applied"}));
}

TEST_F(RunAlone, ANodeThatAloneHasLostItsBrokerIsLeft) {
  ScriptedRun two{without_limit(), {"http://a", "http://b"}};
  const auto answers = [](const Sent& request) -> Event {
    if (request.path == "/info") return info_of("6.9.1");
    return reply_to(request, [&](char) { return request.host == "a"; });
  };
  const Single publish{"publish", R"({"channel":"x"})"};
  two.run(publish, Effect::keyed, answers);
  EXPECT_EQ(two.outcome(), "applied");
  two.run(publish, Effect::keyed, answers);
  EXPECT_EQ(two.outcome(), "applied");
  EXPECT_EQ(two.sent.size(), 1U) << "it is set aside";
  EXPECT_EQ(two.sent.back().host, "b");
}

TEST_F(RunAlone, OnesOwnSuccessesAreNotThoseOfOthers) {
  run("a", [](const Sent& request) { return reply_to(request, [](char) { return false; }); });
  EXPECT_EQ(run_.service.publishing_requests, 1U);
  run("abxy", [&](const Sent& request) {
    return reply_to(request, [&](char channel) { return channel == 'y' && request.at < milliseconds{8000}; });
  });
  EXPECT_EQ(run_.outcomes(), (Texts{"applied", "applied", "applied", "applied"}));
  EXPECT_EQ(run_.service.publishing_requests, 3U);
}

TEST_F(RunAlone, ABroadcastWithSuchAChannelEndsWithWhatItsChannelsAnswered) {
  const std::string params = R"({"channels":["a","x"]})";
  const std::string error = R"({"error":{"code":100,"message":"m"}})";
  run_.run(Single{"broadcast", params}, Effect::keyed, [&](const Sent& request) -> Event {
    if (request.path == "/info") return info_of("6.9.1");
    ++run_.service.publishing_requests;
    const bool both = request.body == params;
    return response(200,
                    R"({"result":{"responses":[)" + (both ? R"({"result":{}},)" + error : error) + "]}}");
  });
  EXPECT_EQ(run_.outcome(), "applied");
  EXPECT_EQ(publications(), 5);
  EXPECT_EQ(run_.replies().text(0), R"({"responses":[{"result":{}},)" + error + "]}");
}

TEST_F(RunAlone, ARuleOfTheCallersDecidesByItself) {
  class Always final : public RetryRule {
   public:
    [[nodiscard]] RetryAnswer decide(const RetryQuestion& question) const noexcept override {
      return {question.attempts < 9, milliseconds{1}, "nine are enough"};
    }
  };
  ClientOptions options = without_limit();
  options.retry.rule = std::make_shared<Always>();
  ScriptedRun run{options};
  const Single publish{"publish", R"({"channel":"x"})"};
  run.run(publish, Effect::reads, [&](const Sent& request) -> Event {
    ++run.service.publishing_requests;
    return reply_to(request, [](char) { return true; });
  });
  EXPECT_EQ(run.replies().attempts, 9);
}

TEST_F(RunAlone, APermanentFailureIsNotRepeatedExceptElsewhere) {
  const auto permanent = [] {
    ErrorFacts facts;
    facts.kind = FailureKind::tls;
    facts.delivery = Delivery::not_sent;
    facts.permanent = true;
    facts.cause = "the certificate is not trusted";
    return RequestException(std::move(facts));
  };
  const Single publish{"publish", R"({"channel":"x"})"};
  ScriptedRun one{without_limit()};
  one.run(publish, Effect::keyed, [&](const Sent&) -> Event { return permanent(); });
  EXPECT_EQ(one.sent.size(), 1U);
  EXPECT_EQ(one.outcome(), "not_sent");
  EXPECT_FALSE(one.replies().error(0)->retryable());
  ScriptedRun two{without_limit(), {"http://a", "http://b"}};
  two.run(publish, Effect::keyed, [&](const Sent& request) -> Event {
    return request.host == "a" ? Event{permanent()} : Event{response(200, R"({"result":{}})")};
  });
  EXPECT_EQ(two.outcome(), "applied");
}

}  // namespace
}  // namespace cent::test

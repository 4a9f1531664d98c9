// Broadcasts that are too large for one request.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "delivery/scripted_run.hpp"

namespace cent::test {
namespace {

using detail::BroadcastBounds;
using detail::CommandBuffer;
using std::chrono::milliseconds;
using Texts = std::vector<std::string>;
using of_broadcast::error;
using of_broadcast::ok;
using of_broadcast::responses;

const std::string kFive = R"({"channels":["a","b","c","d","e"],"data":1})";

ClientOptions options() {
  ClientOptions made = modern_options();
  made.server_version = "6.9.1";
  return made;
}

std::string of_channels(const std::string& list) { return R"({"channels":[)" + list + R"(],"data":1})"; }
Event reply(const Texts& all) { return response(200, of_broadcast::reply(all)); }
Event no_answer() { return lost(FailureKind::cut, Delivery::unknown); }
Event not_sent() { return lost(FailureKind::connect, Delivery::not_sent); }

class SplitBroadcast : public testing::Test {
 protected:
  void run(std::vector<Event> events, Effect effect = Effect::keyed, const std::string& params = kFive) {
    run_.run(Single{"broadcast", params}, effect,
             [events = std::move(events), next = std::size_t{0}](const Sent&) mutable {
               return events.at(next++);
             });
  }
  Texts bodies() const {
    Texts all;
    for (const Sent& sent : run_.sent) all.push_back(sent.body);
    return all;
  }
  std::string what() { return run_.replies().error(0)->what(); }
  ScriptedRun run_{options(), {"http://a"}, BroadcastBounds{2, 1000}};
};

TEST_F(SplitBroadcast, GoesInSeveralRequestsAndComesBackAsOne) {
  run({reply({ok(1), ok(2)}), reply({ok(3), error(102)}), reply({ok(5)})});
  EXPECT_EQ(bodies(), (Texts{of_channels(R"("a","b")"), of_channels(R"("c","d")"), of_channels(R"("e")")}));
  EXPECT_EQ(run_.outcome(), "applied");
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), ok(2), ok(3), error(102), ok(5)}));
  EXPECT_EQ(run_.replies().attempts, 3);
}

TEST_F(SplitBroadcast, IsBoundedInBytes) {
  ScriptedRun bytes{options(), {"http://a"}, BroadcastBounds{100, 36}};
  const Single broadcast{"broadcast", R"({"channels":["a","bbbb","c","dddddddddddddddddddddddd"],"data":1})"};
  bytes.run(broadcast, Effect::once, [](const Sent& sent) {
    return sent.body.find("\"c\"") == std::string::npos ? reply({ok(1)}) : reply({ok(1), ok(2)});
  });
  EXPECT_EQ(bytes.outcome(), "unknown") << "one answer for two";
  ASSERT_EQ(bytes.sent.size(), 1U);
  EXPECT_EQ(bytes.sent[0].body, of_channels(R"("a","bbbb")"));
  bytes.run(broadcast, Effect::keyed, [](const Sent& sent) {
    return sent.body.find("bbbb") == std::string::npos ? reply({ok(1)}) : reply({ok(1), ok(2)});
  });
  EXPECT_EQ(bytes.outcome(), "applied");
  ASSERT_EQ(bytes.sent.size(), 3U);
  EXPECT_EQ(bytes.sent[1].body, of_channels(R"("c")"));
  EXPECT_EQ(bytes.sent[2].body, of_channels(R"("dddddddddddddddddddddddd")")) << "one always goes";
}

TEST_F(SplitBroadcast, SmallOnesAndOddOnesStayWhole) {
  for (const std::string& params : {std::string(R"({"channels":["a","b"],"data":"a long payload"})"),
                                    std::string(R"({"channels":"abcdefghijklmnopqrstuvwxyz"})"),
                                    std::string(R"({"channel":["a","b","c","d"],"data":1})")}) {
    run({response(200, R"({"result":{}})")}, Effect::keyed, params);
    EXPECT_EQ(bodies(), (Texts{params}));
    EXPECT_EQ(run_.outcome(), "applied");
    EXPECT_EQ(run_.replies().text(0), "{}");
  }
}

TEST_F(SplitBroadcast, OnlyThePartThatFailedGoesOutAgain) {
  run({reply({ok(1), ok(2)}), no_answer(), reply({ok(3), ok(4)}), reply({ok(5)})});
  EXPECT_EQ(bodies(), (Texts{of_channels(R"("a","b")"), of_channels(R"("c","d")"), of_channels(R"("c","d")"),
                             of_channels(R"("e")")}));
  EXPECT_EQ(run_.outcome(), "applied");
  run({reply({ok(1), ok(2)}), not_sent(), reply({ok(3), ok(4)}), reply({ok(5)})}, Effect::once);
  EXPECT_EQ(run_.outcome(), "applied");
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), ok(2), ok(3), ok(4), ok(5)}));
}

TEST_F(SplitBroadcast, EachPartHasItsAttempts) {
  run({no_answer(), no_answer(), reply({ok(1), ok(2)}), no_answer(), no_answer(), reply({ok(3), ok(4)}),
       no_answer(), no_answer(), reply({ok(5)})});
  EXPECT_EQ(run_.outcome(), "applied");
  EXPECT_EQ(run_.replies().attempts, 9);
}

TEST_F(SplitBroadcast, AnUnknownOutcomeWithoutAKeyEndsIt) {
  run({reply({ok(1), ok(2)}), no_answer()}, Effect::once);
  EXPECT_EQ(bodies().size(), 2U) << "nothing twice, and nothing more";
  EXPECT_EQ(run_.outcome(), "unknown");
  EXPECT_NE(what().find("2 of 5 channels were answered"), std::string::npos) << what();
}

TEST_F(SplitBroadcast, APartThatWasNotSentLeavesTheWholeUnknown) {
  run({reply({ok(1), ok(2)}), not_sent(), not_sent(), not_sent()}, Effect::once);
  EXPECT_EQ(run_.outcome(), "unknown") << "a and b have it";
  EXPECT_EQ(run_.replies().error(0)->attempts(), 4);
  run({not_sent(), not_sent(), not_sent()}, Effect::once);
  EXPECT_EQ(run_.outcome(), "not_sent");
  EXPECT_EQ(what().find("channels were answered"), std::string::npos) << what();
}

TEST_F(SplitBroadcast, ARefusedPartLeavesTheWholeUnknown) {
  const Event refused = response(200, error(107));
  run({reply({ok(1), ok(2)}), refused});
  EXPECT_EQ(run_.outcome(), "unknown");
  EXPECT_NE(what().find("2 of 5 channels were answered"), std::string::npos) << what();
  run({refused});
  EXPECT_EQ(run_.outcome(), "refused");
}

TEST_F(SplitBroadcast, ChannelsThatFailedGoOutAgainBeforeTheOthers) {
  run({reply({error(100), ok(2)}), reply({ok(1), ok(3)}), reply({ok(4), ok(5)})});
  EXPECT_EQ(bodies(),
            (Texts{of_channels(R"("a","b")"), of_channels(R"("a","c")"), of_channels(R"("d","e")")}));
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), ok(2), ok(3), ok(4), ok(5)}));
}

TEST_F(SplitBroadcast, ChannelsThatFailToTheLastKeepTheirErrors) {
  const Event one_fails = reply({error(100), ok(2)});
  run({one_fails, one_fails, one_fails, reply({ok(5)})});
  EXPECT_EQ(bodies().back(), of_channels(R"("e")"));
  EXPECT_EQ(run_.outcome(), "applied");
  EXPECT_EQ(run_.replies().text(0), responses({error(100), ok(2), ok(2), ok(2), ok(5)}));
}

TEST_F(SplitBroadcast, WithoutAKeyChannelsThatFailedAreLeft) {
  run({reply({error(100), ok(2)}), reply({ok(3), ok(4)}), reply({ok(5)})}, Effect::once);
  EXPECT_EQ(run_.replies().text(0), responses({error(100), ok(2), ok(3), ok(4), ok(5)}));
}

TEST_F(SplitBroadcast, ServersWithoutOutcomesGiveNone) {
  const Event silent = response(200, R"({"result":{}})");
  run({silent, silent, silent}, Effect::once);
  EXPECT_EQ(bodies().size(), 3U);
  EXPECT_EQ(run_.outcome(), "applied");
  EXPECT_EQ(run_.replies().text(0), "{}");
}

TEST_F(SplitBroadcast, AnswersThatDoNotFitEndIt) {
  run({reply({ok(1), ok(2), ok(3)})}, Effect::once);
  EXPECT_EQ(run_.outcome(), "unknown");
  run({reply({ok(1), ok(2)}), response(200, R"({"result":{"responses":[{}]}})")}, Effect::once);
  EXPECT_EQ(run_.outcome(), "unknown");
  EXPECT_NE(what().find("the number of responses is not that of the channels"), std::string::npos) << what();
}

TEST_F(SplitBroadcast, HasOneDeadline) {
  run_.timeout = milliseconds{1000};
  run_.took = milliseconds{600};
  run({reply({ok(1), ok(2)}), reply({ok(3), ok(4)}), reply({ok(5)})});
  EXPECT_EQ(bodies().size(), 2U);
  EXPECT_EQ(run_.sent.at(1).timeout, milliseconds{400});
  EXPECT_EQ(run_.outcome(), "unknown");
  EXPECT_NE(what().find("4 of 5 channels were answered"), std::string::npos) << what();
}

TEST_F(SplitBroadcast, ATimeoutOfALaterPartIsNotMeasuredByItsOwnTime) {
  run({reply({ok(1), ok(2)}), lost(FailureKind::timeout, Delivery::unknown)}, Effect::once);
  EXPECT_EQ(
      what(),
      "cent: broadcast: timed out; not repeated: it may have been executed and repeating it could double "
      "its effect; 2 of 5 channels were answered (after 2 attempts)");
}

TEST_F(SplitBroadcast, InABatchItStaysWhole) {
  CommandBuffer commands;
  commands.push("broadcast", kFive, Effect::keyed);
  commands.push("publish", R"({"channel":"a","data":2})", Effect::keyed);
  const std::string all = responses({ok(1), ok(2), ok(3), ok(4), ok(5)});
  run_.run(commands, [&](const Sent&) {
    return response(200, R"({"replies":[{"broadcast":)" + all + R"(},{"publish":{}}]})");
  });
  EXPECT_EQ(run_.sent.size(), 1U) << "a batch is one request";
  EXPECT_EQ(run_.replies().text(0), all);
}

/// A server that takes channels one by one and fails for some, loses answers, and cannot always be reached.
class Moody {
 public:
  Moody(std::uint32_t seed, int channels) : random_(seed) {
    for (int i = 0; i < channels; ++i) offsets_["\"" + std::to_string(i) + "\""] = 0;
  }
  Event operator()(const Sent& sent) {
    if (one_in(10)) return not_sent();
    Texts answers;
    const std::string& body = sent.body;
    for (std::size_t at = body.find('[') + 1; body[at - 1] != ']';) {
      const std::size_t end = body.find_first_of(",]", at);
      const std::string channel = body.substr(at, end - at);
      EXPECT_EQ(taken_.count(channel), 0U) << channel << " was answered, and is sent again";
      if (one_in(6)) {
        answers.push_back(error(100));
      } else {
        answers.push_back(ok(offsets_[channel] = offsets_[channel] == 0 ? ++last_ : offsets_[channel]));
      }
      at = end + 1;
      asked_.push_back(channel);
    }
    if (one_in(10)) {
      asked_.clear();
      return no_answer();
    }
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (answers[i] != error(100)) taken_.insert({asked_[i], answers[i]});
    }
    asked_.clear();
    return reply(answers);
  }
  /// The whole result, as far as channels succeeded.
  [[nodiscard]] std::string result(int channels) const {
    Texts all;
    for (int i = 0; i < channels; ++i) {
      const auto found = taken_.find("\"" + std::to_string(i) + "\"");
      all.push_back(found == taken_.end() ? error(100) : found->second);
    }
    return responses(all);
  }
  [[nodiscard]] std::size_t taken() const { return taken_.size(); }

 private:
  bool one_in(int many) { return std::uniform_int_distribution<int>{1, many}(random_) == 1; }
  std::mt19937 random_;
  std::map<std::string, int> offsets_{};
  std::map<std::string, std::string> taken_{};
  Texts asked_{};
  int last_ = 0;
};

TEST_F(SplitBroadcast, GeneratedRunsLoseAndDoubleNothing) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random{seed};
  const auto upto = [&](int most) { return std::uniform_int_distribution<int>{1, most}(random); };
  int applied = 0;
  for (int round = 0; round < 400 && !HasFailure(); ++round) {
    const int channels = upto(30);
    std::string list;
    for (int i = 0; i < channels; ++i) {
      list.append(i == 0 ? "\"" : ",\"").append(std::to_string(i)).append("\"");
    }
    ClientOptions made = options();
    made.retry.max_attempts = upto(12);
    ScriptedRun one{made,
                    {"http://a"},
                    BroadcastBounds{static_cast<std::size_t>(upto(8)), static_cast<std::size_t>(upto(120))}};
    Moody server{static_cast<std::uint32_t>(random()), channels};
    one.run(Single{"broadcast", of_channels(list)}, Effect::keyed,
            [&](const Sent& sent) { return server(sent); });
    if (one.outcome() == "applied") {
      ++applied;
      EXPECT_EQ(one.replies().text(0), server.result(channels));
    } else if (server.taken() > 0) {
      EXPECT_EQ(one.outcome(), "unknown");
    }
  }
  EXPECT_GT(applied, 40) << "some channels are applied at all";
}

}  // namespace
}  // namespace cent::test

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "delivery/scripted_run.hpp"

namespace cent::test {
namespace {

using detail::CommandBuffer;
using std::chrono::milliseconds;
using Texts = std::vector<std::string>;
using of_broadcast::error;
using of_broadcast::ok;
using of_broadcast::reply;
using of_broadcast::responses;

const std::string kParams =
    R"({"idempotency_key":"k","channels":["a","b","c","d"],"data":{"channels":["x"]}})";

/// Answers the n-th request with the n-th of these; questions for the server's age aside.
ScriptedRun::Answers answers(std::vector<Event> events) {
  return [events = std::move(events), next = std::size_t{0}](const Sent& request) mutable {
    if (request.path == "/info") return Event{info_of("6.9.1")};
    return events.at(next++);
  };
}

class PartialBroadcast : public testing::Test {
 protected:
  void run(std::vector<Event> events, Effect effect = Effect::keyed) {
    run_.run(Single{"broadcast", kParams}, effect, answers(std::move(events)));
  }
  Texts bodies() const {
    Texts all;
    for (const Sent& sent : run_.sent) {
      if (sent.path != "/info") all.push_back(sent.body);
    }
    return all;
  }
  ScriptedRun run_{modern_options()};
};

TEST_F(PartialBroadcast, GoesOutAgainForWhatFailedAlone) {
  run({response(200, reply({ok(1), error(100), ok(3), error(100)})), response(200, reply({ok(2), ok(4)}))});
  EXPECT_EQ(bodies(),
            (Texts{kParams, R"({"idempotency_key":"k","channels":["b","d"],"data":{"channels":["x"]}})"}));
  EXPECT_EQ(run_.outcome(), "applied");
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), ok(2), ok(3), ok(4)}));
}

TEST_F(PartialBroadcast, GetsSmallerAndSmaller) {
  run({response(200, reply({error(100), error(100), error(102), error(100)})),
       response(200, reply({error(100), ok(2), error(100)})), response(200, reply({ok(1), error(102)}))});
  EXPECT_EQ(bodies().at(1), R"({"idempotency_key":"k","channels":["a","b","d"],"data":{"channels":["x"]}})");
  EXPECT_EQ(bodies().at(2), R"({"idempotency_key":"k","channels":["a","d"],"data":{"channels":["x"]}})");
  EXPECT_EQ(run_.outcome(), "applied");
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), ok(2), error(102), error(102)}));
}

TEST_F(PartialBroadcast, EndsWithWhatIsKnownWhenNoAttemptIsLeft) {
  const Event half = response(200, reply({ok(1), error(100), ok(3), ok(4)}));
  const Event none = response(200, reply({error(100)}));
  run({half, none, none});
  EXPECT_EQ(run_.outcome(), "applied") << "each channel is reported separately";
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), error(100), ok(3), ok(4)}));
  run({half, lost(FailureKind::cut, Delivery::unknown), lost(FailureKind::connect, Delivery::not_sent)});
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), error(100), ok(3), ok(4)}));
  run({half, response(200, R"({"error":{"code":102,"message":"m"}})")});
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), error(100), ok(3), ok(4)}));
  run({half, response(200, reply({ok(2), ok(2)}))});
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), error(100), ok(3), ok(4)}))
      << "an answer for two of one";
}

TEST_F(PartialBroadcast, IsNotRepeatedWhereThatCouldDouble) {
  for (const Effect effect : {Effect::once, Effect::versioned}) {
    run({response(200, reply({ok(1), error(100), ok(3), ok(4)}))}, effect);
    EXPECT_EQ(run_.outcome(), "applied");
    EXPECT_EQ(run_.replies().text(0), responses({ok(1), error(100), ok(3), ok(4)}));
  }
}

TEST_F(PartialBroadcast, ErrorsThatStayAreNotRepeated) {
  run({response(200, reply({ok(1), error(102), error(108), ok(4)}))});
  EXPECT_EQ(bodies().size(), 1U);
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), error(102), error(108), ok(4)}));
}

TEST_F(PartialBroadcast, OddResultsArePassedOnAsTheyAre) {
  for (const std::string& odd :
       {reply({ok(1), error(100)}), std::string(R"({"result":{"responses":{"error":1}}})"),
        std::string(R"({"result":{"error":[]}})"),
        reply({"[]", error(100), "1", R"({"error":{"code":"x"}})"})}) {
    run({response(200, odd)});
    EXPECT_EQ(run_.outcome(), "applied");
    EXPECT_EQ(run_.replies().text(0), odd.substr(10, odd.size() - 11));
  }
}

TEST_F(PartialBroadcast, InABatchItIsRepeatedInItsPlace) {
  CommandBuffer commands;
  commands.push("broadcast", R"({"channels":["a","b"],"data":1})", Effect::keyed);
  commands.push("publish", R"({"channel":"c","data":2})", Effect::keyed);
  commands.push("broadcast", R"({"channels":["d","e"],"data":3})", Effect::keyed);
  const std::string internal = R"({"error":{"code":100,"message":"m"}})";
  run_.run(
      commands,
      answers({response(200, R"({"replies":[{"broadcast":)" + responses({ok(1), ok(2)}) + "}," + internal +
                                 R"(,{"broadcast":)" + responses({error(100), ok(4)}) + "}]}"),
               response(200, R"({"replies":[{"publish":{}},{"broadcast":)" + responses({ok(3)}) + "}]}")}));
  EXPECT_EQ(
      bodies().at(1),
      R"({"commands":[{"publish":{"channel":"c","data":2}},{"broadcast":{"channels":["d"],"data":3}}]})");
  EXPECT_EQ(run_.outcomes(), (Texts{"applied", "applied", "applied"}));
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), ok(2)}));
  EXPECT_EQ(run_.replies().text(2), responses({ok(3), ok(4)}));
}

TEST_F(PartialBroadcast, IsNotRepeatedAfterALaterCommandOfItsChannel) {
  CommandBuffer commands;
  commands.push("broadcast", R"({"channels":["a","b"],"data":1})", Effect::keyed);
  commands.push("publish", R"({"channel":"b","data":2})", Effect::keyed);
  run_.run(commands, answers({response(200, R"({"replies":[{"broadcast":)" + responses({ok(1), error(100)}) +
                                                R"(},{"publish":{}}]})")}));
  EXPECT_EQ(run_.outcomes(), (Texts{"applied", "applied"}));
  EXPECT_EQ(run_.replies().text(0), responses({ok(1), error(100)}));
}

}  // namespace
}  // namespace cent::test

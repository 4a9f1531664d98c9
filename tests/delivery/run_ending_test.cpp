#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "delivery/scripted_run.hpp"

namespace cent::test {
namespace {

using detail::CommandBuffer;
using detail::Step;
using detail::Work;
using std::chrono::milliseconds;
using Texts = std::vector<std::string>;

/// A batch of three publications with keys, on its way, step by step.
class Ending : public testing::Test {
 protected:
  explicit Ending() {
    for (const char* channel : {"a", "b", "c"}) {
      commands_.push("publish", std::string(R"({"channel":")") + channel + R"("})", Effect::keyed);
    }
    Work work;
    work.many = &commands_;
    const auto start = clock_.now();
    run_.emplace(service_, clock_, work, Effect::once, service_.options.retry, start,
                 start + std::chrono::seconds{10}, replies_);
  }

  Step next() { return run_->next(clock_.now()); }
  Step next_after(milliseconds time) {
    clock_.advance(time);
    return next();
  }
  void answer(int status, const std::string& body) { run_->answered(response(status, body), clock_.now()); }
  void fail(Delivery delivery) { run_->failed(lost(FailureKind::cut, delivery), clock_.now()); }
  void expire(std::size_t which) {
    run_->expire([which](std::size_t place) { return place == which; });
  }
  Texts outcomes() const {
    Texts all;
    for (std::size_t i = 0; i < replies_.size(); ++i) {
      const auto error = replies_.error(i);
      all.emplace_back(!replies_.settled(i) ? "-" : to_string(error ? error->delivery() : Delivery::applied));
    }
    return all;
  }

  CommandBuffer commands_;
  StoppedClock clock_;
  detail::Service service_{{"http://a"}, modern_options()};
  detail::ReplySet replies_{3};
  std::optional<detail::Run> run_;
};

const std::string kAllDone = R"({"replies":[{"publish":{}},{"publish":{}},{"publish":{}}]})";

TEST_F(Ending, WhatExpiresBeforeItIsSentIsLeftOut) {
  expire(1);
  EXPECT_EQ(outcomes(), (Texts{"-", "not_sent", "-"}));
  EXPECT_EQ(next().request.body, R"({"commands":[{"publish":{"channel":"a"}},{"publish":{"channel":"c"}}]})");
  answer(200, R"({"replies":[{"publish":{}},{"publish":{}}]})");
  EXPECT_EQ(next().kind, Step::Kind::done);
  EXPECT_EQ(outcomes(), (Texts{"applied", "not_sent", "applied"}));
}

TEST_F(Ending, WhenAllExpireNothingIsSent) {
  for (const std::size_t which : {0U, 1U, 2U}) expire(which);
  EXPECT_EQ(next().kind, Step::Kind::done);
  EXPECT_EQ(outcomes(), (Texts{"not_sent", "not_sent", "not_sent"}));
  EXPECT_EQ(replies_.attempts, 0);
}

TEST_F(Ending, WhatExpiresUnderWayIsUnknownWhateverTheAnswerSays) {
  next();
  expire(1);
  EXPECT_EQ(outcomes(), (Texts{"-", "unknown", "-"}));
  answer(200, kAllDone);
  EXPECT_EQ(next().kind, Step::Kind::done);
  EXPECT_EQ(outcomes(), (Texts{"applied", "unknown", "applied"}));
}

TEST_F(Ending, WhatExpiredUnderWayIsNotRepeated) {
  next();
  expire(0);
  fail(Delivery::not_sent);
  EXPECT_EQ(next().kind, Step::Kind::wait);
  const Step again = next_after(milliseconds{25});
  EXPECT_EQ(again.request.body, R"({"commands":[{"publish":{"channel":"b"}},{"publish":{"channel":"c"}}]})");
  answer(200, R"({"replies":[{"publish":{}},{"error":{"code":102,"message":"m"}}]})");
  EXPECT_EQ(outcomes(), (Texts{"unknown", "applied", "refused"}));
}

TEST_F(Ending, WhatExpiresBetweenAttemptsKeepsWhatIsKnownOfIt) {
  next();
  fail(Delivery::not_sent);
  expire(0);
  next_after(milliseconds{25});
  fail(Delivery::unknown);
  expire(1);
  EXPECT_EQ(outcomes(), (Texts{"not_sent", "unknown", "-"}));
}

TEST_F(Ending, WhatExpiresWhileTheServersAgeIsAskedKeepsWhatIsKnownOfIt) {
  next();
  fail(Delivery::unknown);
  const Step question = next_after(milliseconds{25});
  EXPECT_NE(question.request.url.find("/info"), std::string_view::npos);
  expire(0);
  run_->answered(info_of("6.9.1"), clock_.now());
  EXPECT_EQ(next().request.body, R"({"commands":[{"publish":{"channel":"b"}},{"publish":{"channel":"c"}}]})");
  EXPECT_EQ(outcomes(), (Texts{"unknown", "-", "-"}));
}

TEST_F(Ending, AnUnknownOutcomeStaysSoThroughLaterAttempts) {
  next();
  fail(Delivery::unknown);
  next_after(milliseconds{25});
  run_->answered(info_of("6.9.1"), clock_.now());
  next();
  fail(Delivery::not_sent);
  EXPECT_EQ(next().kind, Step::Kind::wait);
  expire(0);
  EXPECT_EQ(outcomes(), (Texts{"unknown", "-", "-"}));
  run_->give_up(FailureKind::cancelled, "closed");
  EXPECT_EQ(outcomes(), (Texts{"unknown", "unknown", "unknown"}));
}

TEST_F(Ending, GivenUpBeforeAnythingWasSentItWasNotSent) {
  run_->give_up(FailureKind::cancelled, "closed");
  EXPECT_EQ(outcomes(), (Texts{"not_sent", "not_sent", "not_sent"}));
  EXPECT_EQ(next().kind, Step::Kind::done);
}

TEST_F(Ending, GivenUpUnderWayItIsUnknown) {
  next();
  run_->give_up(FailureKind::cancelled, "closed");
  EXPECT_EQ(outcomes(), (Texts{"unknown", "unknown", "unknown"}));
  const auto error = replies_.error(0);
  EXPECT_EQ(error->attempts(), 1);
  EXPECT_FALSE(error->retryable());
  EXPECT_EQ(dynamic_cast<const RequestException&>(*error).kind(), FailureKind::cancelled);
}

TEST_F(Ending, GivenUpBetweenAttemptsWhatIsDoneStaysDone) {
  next();
  answer(
      200,
      R"({"replies":[{"publish":{}},{"error":{"code":100,"message":"m"}},{"error":{"code":102,"message":"m"}}]})");
  EXPECT_EQ(outcomes(), (Texts{"applied", "-", "refused"}));
  run_->give_up(FailureKind::cancelled, "closed");
  EXPECT_EQ(outcomes(), (Texts{"applied", "unknown", "refused"}));
}

TEST_F(Ending, AnAnswerThatCannotBeTrustedSparesWhatHasExpired) {
  next();
  expire(2);
  answer(200, kAllDone.substr(0, kAllDone.size() - 2));
  EXPECT_EQ(outcomes(), (Texts{"-", "-", "unknown"}));
  const auto error = replies_.error(2);
  EXPECT_EQ(dynamic_cast<const RequestException&>(*error).kind(), FailureKind::timeout);
}

TEST_F(Ending, ATimeoutSaysWhoseItIsAndWhetherItMayBeRepeated) {
  next();
  expire(0);
  const auto error = replies_.error(0);
  EXPECT_EQ(error->method(), "publish");
  EXPECT_TRUE(error->retryable()) << "it has a key";
}

TEST_F(Ending, TheErrorNamesTheLastFailure) {
  const auto what = [&](std::size_t at) { return std::string(replies_.error(at)->what()); };
  next();
  expire(0);
  EXPECT_EQ(what(0).find("last failure"), std::string::npos) << "there was none";
  fail(Delivery::not_sent);
  expire(1);
  EXPECT_NE(what(1).find("; last failure: scripted"), std::string::npos) << what(1);
  next_after(milliseconds{25});
  run_->give_up(FailureKind::cancelled, "closed");
  EXPECT_NE(what(2).find("closed; last failure: scripted"), std::string::npos) << "of the attempt before";
}

TEST_F(Ending, AFailureOfAnotherCommandIsNotNamed) {
  next();
  answer(
      200,
      R"({"replies":[{"error":{"code":100,"message":"m"}},{"error":{"code":100,"message":"n"}},{"publish":{}}]})");
  run_->give_up(FailureKind::cancelled, "closed");
  EXPECT_EQ(std::string(replies_.error(0)->what()).find("last failure"), std::string::npos);
}

TEST(EndingOfABroadcast, WhatItsChannelsAnsweredIsHandedOver) {
  Work work;
  work.method = "broadcast";
  work.params = R"({"channels":["a","b"],"data":1})";
  ClientOptions options;
  options.protocol = Protocol::modern;
  detail::Service service{{"http://a"}, options};
  StoppedClock clock;
  detail::ReplySet replies{1};
  const auto start = clock.now();
  detail::Run run{
      service, clock, work, Effect::keyed, service.options.retry, start, start + std::chrono::hours{1},
      replies};
  run.next(start);
  const std::string responses = R"({"responses":[{"result":{}},{"error":{"code":100,"message":"m"}}]})";
  run.answered(response(200, R"({"result":)" + responses + "}"), start);
  EXPECT_EQ(run.next(start).kind, Step::Kind::wait) << "for a second attempt at b";
  run.give_up(FailureKind::cancelled, "closed");
  EXPECT_FALSE(replies.error(0));
  EXPECT_EQ(replies.text(0), responses);
}

TEST_F(Ending, WhatComesTooLateToBeSentIsNotSent) {
  EXPECT_EQ(next_after(std::chrono::seconds{10}).kind, Step::Kind::done);
  EXPECT_EQ(outcomes(), (Texts{"not_sent", "not_sent", "not_sent"}));
  const std::string what = replies_.error(0)->what();
  EXPECT_NE(what.find("the deadline passed before the request could be sent"), std::string::npos) << what;
}

}  // namespace
}  // namespace cent::test

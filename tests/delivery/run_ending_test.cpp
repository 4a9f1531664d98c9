#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "delivery/attempt.hpp"
#include "delivery/scripted_run.hpp"
#include "delivery/secrets.hpp"

namespace cent::test {

/// The door below retry without HTTP behind it: an attempt ends when the test says so.
class FakeAttempts final : public detail::Attempts {
 public:
  explicit FakeAttempts(detail::Clock& clock) : clock_(clock) {}

  void start(const detail::Commands& attempted, const detail::AttemptLimits& given,
             detail::AttemptListener& listener, detail::Clock::Time) override {
    commands.clear();
    for (std::size_t i = 0; i < attempted.size(); ++i) {
      commands.push_back(std::string(attempted.method(i)).append(" ").append(attempted.params(i)));
    }
    limits = given;
    listener_ = &listener;
    ++started;
  }

  /// Ends the attempt with these answers: a result, or the code of an error. With a failure they do not
  /// count.
  void answer(const std::vector<std::string>& answers, std::optional<ErrorFacts> failure = {}) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const std::string& body = listener_->responded(200, answers[i], secrets_);
      if (body.front() == '{') {
        listener_->result(i, body);
      } else {
        listener_->error(i, static_cast<std::uint32_t>(std::stoul(body)), "m" + std::to_string(i));
      }
    }
    end(std::move(failure));
  }
  /// Ends the attempt without an answer.
  void fail(ErrorFacts facts) { end(std::move(facts)); }

  std::vector<std::string> commands;  ///< Of the last attempt: `publish {"channel":"a"}`.
  detail::AttemptLimits limits{};
  int started = 0;
  bool is_other_ready = false;

 private:
  void end(std::optional<ErrorFacts> failure) {
    std::exchange(listener_, nullptr)->ended({std::move(failure), is_other_ready}, clock_.now());
  }

  const detail::Secrets secrets_;
  detail::Clock& clock_;
  detail::AttemptListener* listener_ = nullptr;
};

namespace {

using detail::CommandBuffer;
using detail::Step;
using std::chrono::milliseconds;
using Texts = std::vector<std::string>;

const std::string kInfo =
    R"({"nodes":[{"uid":"u","name":"n","version":"6.9.1","num_clients":0,"num_users":0,)"
    R"("num_channels":0}]})";

/// A batch of three publications with keys, on its way, step by step.
class Ending : public testing::Test {
 protected:
  explicit Ending() {
    for (const char* channel : {"a", "b", "c"}) {
      commands_.push("publish", std::string(R"({"channel":")") + channel + R"("})", Effect::keyed);
    }
    const auto start = clock_.now();
    run_.emplace(service_, clock_, detail::Commands{commands_}, service_.options.retry, start,
                 start + std::chrono::seconds{10}, replies_);
  }

  /// The next step. An attempt is started.
  Step next() {
    Step step = run_->next(clock_.now());
    if (step.kind == Step::Kind::attempt) attempts_.start(*step.commands, step.limits, *run_, clock_.now());
    return step;
  }
  Step next_after(milliseconds time) {
    clock_.advance(time);
    return next();
  }
  void fail(Delivery delivery) { attempts_.fail(lost(FailureKind::cut, delivery).facts()); }
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
  FakeClock clock_;
  detail::Service service_{modern_options()};
  FakeAttempts attempts_{clock_};
  detail::ReplySet replies_{3};
  std::optional<detail::Run> run_;
};

const Texts kAllDone{"{}", "{}", "{}"};

TEST_F(Ending, CommandsThatExpireBeforeSendingAreLeftOut) {
  expire(1);
  EXPECT_EQ(outcomes(), (Texts{"-", "not_sent", "-"}));
  next();
  EXPECT_EQ(attempts_.commands, (Texts{R"(publish {"channel":"a"})", R"(publish {"channel":"c"})"}));
  attempts_.answer({"{}", "{}"});
  EXPECT_EQ(next().kind, Step::Kind::done);
  EXPECT_EQ(outcomes(), (Texts{"applied", "not_sent", "applied"}));
}

TEST_F(Ending, WhenAllExpireNothingIsSent) {
  for (const std::size_t which : {0U, 1U, 2U}) expire(which);
  EXPECT_EQ(next().kind, Step::Kind::done);
  EXPECT_EQ(outcomes(), (Texts{"not_sent", "not_sent", "not_sent"}));
  EXPECT_EQ(replies_.attempts, 0);
}

TEST_F(Ending, CommandsThatExpireUnderWayAreUnknownWhateverTheAnswer) {
  next();
  expire(1);
  EXPECT_EQ(outcomes(), (Texts{"-", "unknown", "-"}));
  attempts_.answer(kAllDone);
  EXPECT_EQ(next().kind, Step::Kind::done);
  EXPECT_EQ(outcomes(), (Texts{"applied", "unknown", "applied"}));
}

TEST_F(Ending, CommandsThatExpiredUnderWayAreNotRepeated) {
  next();
  expire(0);
  fail(Delivery::not_sent);
  EXPECT_EQ(next().kind, Step::Kind::wait);
  next_after(milliseconds{25});
  EXPECT_EQ(attempts_.commands, (Texts{R"(publish {"channel":"b"})", R"(publish {"channel":"c"})"}));
  attempts_.answer({"{}", "102"});
  EXPECT_EQ(outcomes(), (Texts{"unknown", "applied", "refused"}));
}

TEST_F(Ending, CommandsThatExpireBetweenAttemptsKeepTheirEvidence) {
  next();
  fail(Delivery::not_sent);
  expire(0);
  next_after(milliseconds{25});
  fail(Delivery::unknown);
  expire(1);
  EXPECT_EQ(outcomes(), (Texts{"not_sent", "unknown", "-"}));
}

TEST_F(Ending, CommandsThatExpireWhileTheVersionIsAskedKeepTheirEvidence) {
  next();
  fail(Delivery::unknown);
  next_after(milliseconds{25});
  EXPECT_EQ(attempts_.commands, (Texts{"info {}"}));
  expire(0);
  attempts_.answer({kInfo});
  next();
  EXPECT_EQ(attempts_.commands, (Texts{R"(publish {"channel":"b"})", R"(publish {"channel":"c"})"}));
  EXPECT_EQ(outcomes(), (Texts{"unknown", "-", "-"}));
}

TEST_F(Ending, AnUnknownOutcomeStaysSoThroughLaterAttempts) {
  next();
  fail(Delivery::unknown);
  next_after(milliseconds{25});
  attempts_.answer({kInfo});
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
  attempts_.answer({"{}", "100", "102"});
  EXPECT_EQ(outcomes(), (Texts{"applied", "-", "refused"}));
  run_->give_up(FailureKind::cancelled, "closed");
  EXPECT_EQ(outcomes(), (Texts{"applied", "unknown", "refused"}));
}

TEST_F(Ending, AnAnswerThatCannotBeTrustedSparesWhatHasExpired) {
  next();
  expire(2);
  attempts_.answer(kAllDone, lost(FailureKind::unreadable, Delivery::unknown).facts());
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
  attempts_.answer({"100", "100", "{}"});
  run_->give_up(FailureKind::cancelled, "closed");
  EXPECT_EQ(std::string(replies_.error(0)->what()).find("last failure"), std::string::npos);
}

TEST(EndingOfABroadcast, TheAnswersOfItsChannelsArePassedOn) {
  ClientOptions options;
  detail::Service service{options};
  FakeClock clock;
  FakeAttempts attempts{clock};
  detail::ReplySet replies{1};
  const auto start = clock.now();
  const detail::Commands broadcast{"broadcast", R"({"channels":["a","b"],"data":1})", Effect::keyed};
  detail::Run run{service, clock, broadcast, service.options.retry, start, start + std::chrono::hours{1},
                  replies};
  const Step step = run.next(start);
  attempts.start(*step.commands, step.limits, run, start);
  const std::string responses = R"({"responses":[{"result":{}},{"error":{"code":100,"message":"m"}}]})";
  attempts.answer({responses});
  EXPECT_EQ(run.next(start).kind, Step::Kind::wait) << "for a second attempt at b";
  run.give_up(FailureKind::cancelled, "closed");
  EXPECT_FALSE(replies.error(0));
  EXPECT_EQ(replies.text(0), responses);
}

}  // namespace
}  // namespace cent::test

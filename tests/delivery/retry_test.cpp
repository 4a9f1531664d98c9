#include "delivery/retry.hpp"

#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::decide;
using detail::RetryBudget;
using std::chrono::milliseconds;
using std::chrono::seconds;

RetryQuestion asked(Effect effect, Delivery delivery) {
  RetryQuestion question;
  question.effect = effect;
  question.delivery = delivery;
  question.left = seconds{60};
  return question;
}

/// Which delivery and effect may be repeated: the whole of both, so that a new one is not forgotten.
TEST(Decide, RepeatsWhatCannotDouble) {
  for (const Effect effect : {Effect::reads, Effect::sets, Effect::keyed, Effect::versioned, Effect::once}) {
    for (const Delivery delivery :
         {Delivery::applied, Delivery::refused, Delivery::not_sent, Delivery::unknown}) {
      const bool safe = effect != Effect::once && effect != Effect::versioned;
      const bool may = delivery == Delivery::not_sent || (delivery == Delivery::unknown && safe);
      const RetryAnswer answer = decide({}, asked(effect, delivery), 0.5);
      EXPECT_EQ(answer.repeat, may) << to_string(delivery) << " " << static_cast<int>(effect);
      EXPECT_EQ(*answer.reason == '\0', may) << answer.reason;
    }
  }
}

TEST(Decide, SaysWhyItEnds) {
  RetryQuestion cancelled = asked(Effect::reads, Delivery::not_sent);
  cancelled.kind = FailureKind::cancelled;
  RetryQuestion large = asked(Effect::reads, Delivery::not_sent);
  large.kind = FailureKind::too_large;
  RetryQuestion permanent = asked(Effect::reads, Delivery::not_sent);
  permanent.permanent = true;
  RetryQuestion last = asked(Effect::reads, Delivery::not_sent);
  last.attempts = 3;
  RetryQuestion late = asked(Effect::reads, Delivery::not_sent);
  late.left = milliseconds{0};
  RetryQuestion forgotten = asked(Effect::keyed, Delivery::unknown);
  forgotten.elapsed = seconds{60};
  const std::pair<RetryQuestion, const char*> cases[] = {
      {asked(Effect::reads, Delivery::applied), "it was applied"},
      {asked(Effect::reads, Delivery::refused), "it was refused"},
      {asked(Effect::once, Delivery::unknown), "could double its effect"},
      {asked(Effect::versioned, Delivery::unknown), "a version without an idempotency key"},
      {cancelled, "it was cancelled"},
      {large, "it would be too large again"},
      {permanent, "it would fail again until a setting is changed"},
      {last, "no attempts are left"},
      {late, "the deadline comes before the next attempt"},
      {forgotten, "may have forgotten its idempotency key"},
  };
  for (const auto& [question, why] : cases) {
    const RetryAnswer answer = decide({}, question, 0.0);
    EXPECT_FALSE(answer.repeat) << why;
    EXPECT_TRUE(has(answer.reason, why)) << answer.reason;
  }
}

TEST(Decide, ThreeRefusalsMeanNotNow) {
  for (const int status : {400, 401, 404, 408, 413, 425, 429}) {
    RetryQuestion question = asked(Effect::once, Delivery::refused);
    question.status = status;
    EXPECT_EQ(decide({}, question, 0.0).repeat, status == 408 || status == 425 || status == 429) << status;
  }
}

TEST(Decide, DoublesTheWaitUpToTheCap) {
  struct Case {
    int status;
    int attempts;
    milliseconds most;
  };
  const Case cases[] = {
      {0, 1, milliseconds{50}},         {0, 2, milliseconds{100}},        {0, 5, milliseconds{800}},
      {0, 6, milliseconds{1000}},       {0, 1000000, milliseconds{1000}}, {500, 1, milliseconds{50}},
      {503, 1, milliseconds{1000}},     {503, 3, milliseconds{4000}},     {429, 6, milliseconds{20000}},
      {429, 1000, milliseconds{20000}},
  };
  RetryPolicy policy;
  policy.max_attempts = 2000000;
  for (const Case& one : cases) {
    RetryQuestion question = asked(Effect::reads, Delivery::unknown);
    question.status = one.status;
    question.attempts = one.attempts;
    EXPECT_EQ(decide(policy, question, 0.0).wait, milliseconds{0});
    EXPECT_EQ(decide(policy, question, 0.5).wait, one.most / 2) << one.status << " " << one.attempts;
    EXPECT_LT(decide(policy, question, 0.999999).wait, one.most);
    EXPECT_GE(decide(policy, question, 0.999999).wait, one.most - milliseconds{1});
  }
}

TEST(Decide, WaitsAsLongAsTheServerAsksAndNoLongerThanTheDeadline) {
  RetryQuestion question = asked(Effect::reads, Delivery::unknown);
  question.retry_after = seconds{9};
  EXPECT_EQ(decide({}, question, 0.9).wait, seconds{9});
  question.left = seconds{9};
  EXPECT_FALSE(decide({}, question, 0.9).repeat);
  question.left = seconds{9} + milliseconds{1};
  EXPECT_TRUE(decide({}, question, 0.9).repeat);
}

TEST(Decide, PublicationsAreRepeatedIfTheOwnerSaysSo) {
  RetryPolicy policy;
  policy.repeat_publications = true;
  EXPECT_TRUE(decide(policy, asked(Effect::once, Delivery::unknown), 0.0).repeat);
  EXPECT_FALSE(decide(policy, asked(Effect::once, Delivery::refused), 0.0).repeat);
}

TEST(Decide, AKeyIsTrustedForItsLifetime) {
  RetryQuestion question = asked(Effect::keyed, Delivery::unknown);
  question.elapsed = seconds{60} - milliseconds{1};
  EXPECT_TRUE(decide({}, question, 0.0).repeat);
  question.elapsed = seconds{3600};
  EXPECT_FALSE(decide({}, question, 0.0).repeat);
  question.delivery = Delivery::not_sent;
  EXPECT_TRUE(decide({}, question, 0.0).repeat);
}

TEST(Decide, AFailureThatNeedsAPersonIsNotRepeated) {
  RetryQuestion question = asked(Effect::reads, Delivery::not_sent);
  EXPECT_TRUE(decide({}, question, 0.0).repeat);
  question.permanent = true;
  EXPECT_FALSE(decide({}, question, 0.0).repeat);
}

class Always final : public RetryRule {
 public:
  [[nodiscard]] RetryAnswer decide(const RetryQuestion&) const noexcept override {
    return {true, milliseconds{3}, ""};
  }
};

TEST(Decide, ARuleOfOnesOwnReplacesAllButTheNumberOfAttempts) {
  RetryPolicy policy;
  policy.rule = std::make_shared<Always>();
  RetryQuestion question = asked(Effect::once, Delivery::refused);
  EXPECT_TRUE(decide(policy, question, 0.0).repeat);
  EXPECT_EQ(decide(policy, question, 0.0).wait, milliseconds{3});
  question.attempts = 3;
  EXPECT_FALSE(decide(policy, question, 0.0).repeat);
}

TEST(RetryBudget, IsSpentAndGivenBack) {
  RetryBudget budget{28};
  EXPECT_TRUE(budget.take(false));
  EXPECT_TRUE(budget.take(false));
  EXPECT_FALSE(budget.take(false));
  EXPECT_FALSE(budget.take(true));
  budget.give_back();
  EXPECT_TRUE(budget.take(true));  // 9 are left
  EXPECT_FALSE(budget.take(false));
  EXPECT_TRUE(budget.take(true));
  EXPECT_FALSE(budget.take(true));
  for (int i = 0; i < 10; ++i) budget.give_back();  // never more than it began with
  EXPECT_TRUE(budget.take(false));
  EXPECT_TRUE(budget.take(false));
  EXPECT_FALSE(budget.take(true));
}

TEST(RetryBudget, OfZeroHasNoLimit) {
  RetryBudget budget{0};
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(budget.take(false));
  budget.give_back();
  EXPECT_TRUE(budget.take(true));
}

}  // namespace
}  // namespace cent::test

// Errors as values: their names, their copies, what they throw.
#include <cent/errors.hpp>
#include <set>
#include <string>
#include <type_traits>

#include "support/expect_error.hpp"

namespace cent::test {
namespace {

ErrorFacts facts_of(const char* cause) {
  ErrorFacts facts;
  facts.cause = cause;
  facts.method = "publish";
  facts.code = 102;
  facts.status = 400;
  facts.body = "body";
  facts.kind = FailureKind::cut;
  return facts;
}

TEST(Errors, EachKindHasANameOfItsOwn) {
  std::set<std::string> names;
  const int last = static_cast<int>(FailureKind::other);
  for (int kind = 0; kind <= last; ++kind) names.insert(to_string(static_cast<FailureKind>(kind)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
  EXPECT_EQ(names.count("?"), 0U);
  EXPECT_STREQ(to_string(FailureKind::queue_full), "queue_full");
  EXPECT_STREQ(to_string(static_cast<FailureKind>(last + 1)), "?");
}

TEST(Errors, EachDeliveryHasANameOfItsOwn) {
  EXPECT_STREQ(to_string(Delivery::applied), "applied");
  EXPECT_STREQ(to_string(Delivery::refused), "refused");
  EXPECT_STREQ(to_string(Delivery::not_sent), "not_sent");
  EXPECT_STREQ(to_string(Delivery::unknown), "unknown");
  EXPECT_STREQ(to_string(static_cast<Delivery>(99)), "?");
}

/// The exception that an error throws which is known by its base alone.
template <class Error>
void expect_exact_throw(const Error& error) {
  const CentException& base = error;
  try {
    base.raise();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const CentException& thrown) {
    EXPECT_EQ(typeid(thrown), typeid(Error));
    EXPECT_STREQ(thrown.what(), error.what());
  }
}

TEST(Errors, ThrowTheirOwnType) {
  expect_exact_throw(CentException(facts_of("a")));
  expect_exact_throw(RequestException(facts_of("b")));
  expect_exact_throw(ResponseError(facts_of("c")));
  expect_exact_throw(UsageError("d"));
  expect_exact_throw(ClientNotEmpty("e"));
}

TEST(Errors, AreCopiedWithoutThrowingAndKeepWhatTheyKnow) {
  static_assert(std::is_nothrow_copy_constructible_v<RequestException>);
  static_assert(std::is_nothrow_copy_assignable_v<RequestException>);
  RequestException one(facts_of("one"));
  const RequestException two(facts_of("two"));
  one = two;
  EXPECT_STREQ(one.what(), "cent: publish: two");
  EXPECT_EQ(one.what(), two.what()) << "shared, not copied";
  EXPECT_EQ(one.kind(), FailureKind::cut);
  EXPECT_EQ(one.body(), "body");
  EXPECT_EQ(one.status(), 400);
  EXPECT_FALSE(one.retry_after().has_value());
}

TEST(Errors, AServersErrorHasItsCodeAndMessage) {
  const ResponseError error(facts_of("unknown channel"));
  EXPECT_EQ(error.code(), 102U);
  EXPECT_EQ(error.message(), "unknown channel");
  EXPECT_STREQ(error.what(), "cent: publish: unknown channel");
}

TEST(Errors, NameTheChannel) {
  const auto text = [](const char* method, std::string channel) {
    ErrorFacts facts = facts_of("no");
    facts.method = method;
    facts.channel = std::move(channel);
    return std::string(RequestException(std::move(facts)).what());
  };
  EXPECT_EQ(text("publish", "user:42"), "cent: publish to \"user:42\": no");
  EXPECT_EQ(text("subscribe", "a"), "cent: subscribe to \"a\": no");
  EXPECT_EQ(text("unsubscribe", "a"), "cent: unsubscribe from \"a\": no");
  EXPECT_EQ(text("history", "a"), "cent: history of \"a\": no");
  EXPECT_EQ(text("publish", "a\nb\x7f\xc3\xa4"), "cent: publish to \"a?b?\xc3\xa4\": no")
      << "one line in a log";
  EXPECT_EQ(text("publish", std::string(1000, 'c')),
            "cent: publish to \"" + std::string(100, 'c') + "...\": no");
  EXPECT_EQ(text("", "a"), "cent: no");
  ErrorFacts facts = facts_of("no");
  facts.channel = "user:42";
  EXPECT_EQ(ResponseError(std::move(facts)).channel(), "user:42");
}

TEST(Errors, WrongUseIsRefusedAndNotToBeRepeated) {
  const UsageError error("no channel", "publish");
  EXPECT_EQ(error.delivery(), Delivery::refused);
  EXPECT_FALSE(error.retryable());
  EXPECT_EQ(error.method(), "publish");
}

}  // namespace
}  // namespace cent::test

#include <gtest/gtest.h>

#include <ctime>

#include "delivery/classify.hpp"
#include "delivery/repeat.hpp"
#include "protocol/dialects.hpp"
#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::facts_of_status;
using detail::parse_retry_after;
using detail::printable;
using std::chrono::milliseconds;
using std::chrono::seconds;

HttpResponse with_status(int status) {
  HttpResponse response;
  response.status = status;
  return response;
}

const detail::Commands kOne{"publish", "{}", Effect::once};
Delivery outcome(int status) { return detail::modern_dialect().outcome(status, kOne); }

TEST(Evidence, AStatusSaysWhatBecameOfTheCommand) {
  struct Case {
    int status;
    Delivery delivery;
    FailureKind kind;
    const char* cause;
  };
  const Case cases[] = {
      {201, Delivery::unknown, FailureKind::http_status, "HTTP 201"},
      {204, Delivery::unknown, FailureKind::http_status, "HTTP 204"},
      {301, Delivery::refused, FailureKind::redirect, "a redirect to"},
      {308, Delivery::refused, FailureKind::redirect, "not followed"},
      {400, Delivery::refused, FailureKind::http_status, "malformed"},
      {401, Delivery::refused, FailureKind::http_status, "is the API key right?"},
      {403, Delivery::refused, FailureKind::http_status, "is the API key right?"},
      {404, Delivery::refused, FailureKind::http_status, "no API at this address"},
      {405, Delivery::refused, FailureKind::http_status, "the address of a Centrifugo API?"},
      {408, Delivery::refused, FailureKind::http_status, "HTTP 408"},
      {413, Delivery::refused, FailureKind::too_large, "larger than the server"},
      {429, Delivery::refused, FailureKind::http_status, "HTTP 429"},
      {499, Delivery::refused, FailureKind::http_status, "HTTP 499"},
      {500, Delivery::unknown, FailureKind::http_status, "HTTP 500"},
      {502, Delivery::unknown, FailureKind::http_status, "HTTP 502"},
      {503, Delivery::unknown, FailureKind::http_status, "HTTP 503"},
      {504, Delivery::unknown, FailureKind::http_status, "HTTP 504"},
      {599, Delivery::unknown, FailureKind::http_status, "HTTP 599"},
      {999, Delivery::unknown, FailureKind::http_status, "HTTP 999"},
  };
  for (const Case& one : cases) {
    const ErrorFacts facts = facts_of_status(with_status(one.status), "a body", outcome(one.status), "");
    EXPECT_EQ(facts.status, one.status);
    EXPECT_EQ(facts.delivery, one.delivery) << one.status;
    EXPECT_EQ(facts.kind, one.kind) << one.status;
    EXPECT_TRUE(has(facts.cause, one.cause)) << facts.cause;
    EXPECT_EQ(facts.body, "a body");
    EXPECT_EQ(facts.code, 0U);
    EXPECT_FALSE(facts.retry_after);
  }
}

TEST(Evidence, A400ForAStreamComesAfterItsFirstCommands) {
  detail::CommandBuffer two;
  for (int i = 0; i < 2; ++i) two.push("publish", "{}", Effect::once);
  const auto outcome_of_two = [&](int status) {
    return detail::legacy_dialect().outcome(status, detail::Commands{two});
  };
  EXPECT_EQ(outcome_of_two(400), Delivery::unknown);
  EXPECT_EQ(outcome_of_two(401), Delivery::refused);
  EXPECT_EQ(outcome_of_two(413), Delivery::refused);
  EXPECT_EQ(detail::legacy_dialect().outcome(400, kOne), Delivery::refused) << "nothing came before it";
  EXPECT_EQ(detail::modern_dialect().outcome(400, detail::Commands{two}), Delivery::refused);
}

TEST(Evidence, ARedirectNamesTheHostAndNothingElse) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://other.test:8443/api?key=CANARY#x", "a redirect to https://other.test:8443, not followed"},
      {"http://user:CANARY@other.test/x", "a redirect to http://other.test, not followed"},
      {"HTTP://other.test", "a redirect to HTTP://other.test, not followed"},
      {"/api/CANARY", "another path of the same host"},
      {"", "another path of the same host"},
      {"//other.test/CANARY", "another path of the same host"},
      {"/x?to=http://CANARY", "another path of the same host"},
      {"CANARY", "another path of the same host"},
      {"http://secretKEYhost/", "a redirect to http://***host, not followed"},
  };
  for (const auto& [location, says] : cases) {
    HttpResponse response = with_status(307);
    response.location = location;
    const ErrorFacts facts = facts_of_status(response, "", Delivery::refused, "secretKEY");
    EXPECT_TRUE(has(facts.cause, says)) << facts.cause;
    EXPECT_FALSE(has(facts.cause, "CANARY")) << facts.cause;
  }
}

TEST(Evidence, TheServersWishToWaitIsKept) {
  HttpResponse response = with_status(503);
  response.retry_after = "7";
  EXPECT_EQ(facts_of_status(response, "", Delivery::unknown, "").retry_after, milliseconds{7000});
  response.retry_after = "soon";
  EXPECT_FALSE(facts_of_status(response, "", Delivery::unknown, "").retry_after);
}

TEST(Evidence, AnErrorOfTheServerIsANoUnlessItIsInternal) {
  for (const std::uint32_t code : {101U, 102U, 104U, 107U, 108U, 112U, 113U, 999U, 4294967295U}) {
    const ErrorFacts facts = detail::facts_of_server_error(code, "message of CANARY", 200, "CANARY");
    EXPECT_EQ(facts.delivery, Delivery::refused) << code;
    EXPECT_EQ(facts.code, code);
    EXPECT_EQ(facts.cause, "message of ***");
    EXPECT_EQ(facts.status, 200);
  }
  EXPECT_EQ(detail::facts_of_server_error(ErrorCode::kInternal, "", 200, "").delivery, Delivery::unknown);
}

TEST(Evidence, AnUnreadableReplySaysWhyAndWhatItIs) {
  HttpResponse response = with_status(200);
  response.content_type = "text/html; key=CANARY";
  const ErrorFacts facts =
      detail::facts_of_unreadable(response, "<html>CANARY</html>", "not JSON at byte 0", "CANARY");
  EXPECT_EQ(facts.cause,
            "HTTP 200 with an unreadable reply: not JSON at byte 0, content type text/html; key=***");
  EXPECT_EQ(facts.body, "<html>***</html>");
  EXPECT_EQ(facts.delivery, Delivery::unknown);
  EXPECT_EQ(facts.kind, FailureKind::unreadable);
  response.content_type = "application/json";
  EXPECT_FALSE(has(detail::facts_of_unreadable(response, "", "x", "").cause, "content type"));
}

TEST(Printable, ShowsAsciiOnlyAndNoSecret) {
  struct Case {
    std::string body;
    std::string secret;
    std::string shown;
  };
  const Case cases[] = {
      {"", "", ""},
      {"plain ~ text", "", "plain ~ text"},
      {std::string("a\0b\r\n\t\x1b[31m\x7f\xc3\xa4", 14), "", "a?b????[31m???"},
      {"key", "key", "***"},
      {"keykey", "key", "******"},
      {"akeyb", "key", "a***b"},
      {"kekey", "key", "ke***"},
      {"ke", "key", "ke"},
      {"KEY", "key", "KEY"},
  };
  for (const Case& one : cases) EXPECT_EQ(printable(one.body, one.secret), one.shown) << one.body;
}

TEST(Printable, IsShortAndCutsNoSecretInTwo) {
  EXPECT_EQ(printable(std::string(1000, 'x'), "").size(), 256U);
  for (std::size_t before = 250; before < 262; ++before) {
    const std::string shown = printable(std::string(before, 'x') + "CANARYCANARY", "CANARY");
    EXPECT_LE(shown.size(), 256U);
    EXPECT_FALSE(has(shown, "C")) << before;
  }
}

TEST(RetryAfter, IsSecondsOrADateOrNothing) {
  const std::chrono::system_clock::time_point now{seconds{784111777}};  // Sun, 06 Nov 1994 08:49:37 GMT
  const std::pair<std::string, std::optional<milliseconds>> cases[] = {
      {"0", milliseconds{0}},
      {"1", seconds{1}},
      {"007", seconds{7}},
      {"120 \t", seconds{120}},
      {"86400", seconds{86400}},
      {"86401", seconds{86400}},
      {std::string(400, '9'), seconds{86400}},
      {"Sun, 06 Nov 1994 08:49:40 GMT", seconds{3}},
      {"Sun, 06 Nov 1994 08:49:37 GMT", milliseconds{0}},
      {"Sun, 06 Nov 1994 08:00:00 GMT", milliseconds{0}},
      {"Fri, 31 Dec 9999 23:59:59 GMT", seconds{86400}},
      {"", std::nullopt},
      {" ", std::nullopt},
      {"-1", std::nullopt},
      {"+1", std::nullopt},
      {"1.5", std::nullopt},
      {"0x10", std::nullopt},
      {"1 2", std::nullopt},
      {"1s", std::nullopt},
      {"soon", std::nullopt},
      {"Sunday, 06-Nov-94 08:49:37 GMT", std::nullopt},
      {"Sun Nov  6 08:49:37 1994", std::nullopt},
      {"Sun, 06 Nov 1994 08:49:40 CET", std::nullopt},
      {"Sun, 32 Nov 1994 08:49:40 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 24:49:40 GMT", std::nullopt},
      {"Sun, 06 Nov 1969 08:49:40 GMT", std::nullopt},
      {"Sun, 06 ovD 1994 08:49:40 GMT", std::nullopt},
  };
  for (const auto& [value, wait] : cases) EXPECT_EQ(parse_retry_after(value, now), wait) << value;
}

TEST(Repeat, IsSafeWhereItCannotDouble) {
  const auto may = [](Effect effect, Delivery delivery) {
    detail::RepeatFacts facts;
    facts.effect = effect;
    facts.delivery = delivery;
    return detail::why_not_repeat(facts) == nullptr;
  };
  for (const Effect effect : {Effect::reads, Effect::sets, Effect::keyed, Effect::versioned, Effect::once}) {
    EXPECT_TRUE(may(effect, Delivery::not_sent));
    EXPECT_EQ(may(effect, Delivery::unknown), effect != Effect::once && effect != Effect::versioned);
    EXPECT_FALSE(may(effect, Delivery::refused));
    EXPECT_FALSE(may(effect, Delivery::applied));
  }
}

TEST(Repeat, EachFactCounts) {
  detail::RepeatFacts keyed;
  keyed.effect = Effect::keyed;
  EXPECT_EQ(detail::why_not_repeat(keyed), nullptr);
  keyed.key_lives = false;
  EXPECT_STREQ(detail::why_not_repeat(keyed), "the server may have forgotten its idempotency key");
  detail::RepeatFacts once;
  EXPECT_NE(detail::why_not_repeat(once), nullptr);
  once.may_double = true;
  EXPECT_EQ(detail::why_not_repeat(once), nullptr) << "as asked for";
  once.permanent = true;
  EXPECT_NE(detail::why_not_repeat(once), nullptr);
  detail::RepeatFacts later;
  later.delivery = Delivery::refused;
  EXPECT_STREQ(detail::why_not_repeat(later), "it was refused");
  later.status = 429;
  EXPECT_EQ(detail::why_not_repeat(later), nullptr);
  later.delivery = Delivery::unknown;
  EXPECT_NE(detail::why_not_repeat(later), nullptr) << "an earlier attempt may have been executed";
  for (const FailureKind kind : {FailureKind::cancelled, FailureKind::too_large}) {
    detail::RepeatFacts not_sent;
    not_sent.delivery = Delivery::not_sent;
    not_sent.kind = kind;
    EXPECT_NE(detail::why_not_repeat(not_sent), nullptr);
  }
}

TEST(Evidence, ThreeStatusesSayLater) {
  for (int status = 0; status < 1000; ++status) {
    EXPECT_EQ(detail::says_later(status), status == 408 || status == 425 || status == 429) << status;
  }
}

TEST(Evidence, AShortRefusalIsRead) {
  const auto cause = [](int status, std::string_view body) {
    return facts_of_status(with_status(status), body, outcome(status), "CANARYCANARY").cause;
  };
  EXPECT_EQ(
      cause(400, "Client sent an HTTP request to an HTTPS server.\n"),
      "HTTP 400 (the server found the request malformed): Client sent an HTTP request to an HTTPS server.");
  EXPECT_EQ(cause(500, "CANARYCANARY is wrong\x01\r\n"), "HTTP 500: *** is wrong");
  EXPECT_EQ(cause(502, "<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head>"),
            "HTTP 502: 400 The plain HTTP request was sent to HTTPS port");
  EXPECT_EQ(cause(502, "<html>no title</html>"), "HTTP 502");
  EXPECT_EQ(cause(502, "<title>CANARYCANARY"), "HTTP 502: ***");
  EXPECT_EQ(cause(502, "<title></title>"), "HTTP 502");
  EXPECT_EQ(cause(503, std::string(300, 'x')), "HTTP 503");
  EXPECT_EQ(cause(503, std::string(115, 'x') + "CANARYCANARY"), "HTTP 503: " + std::string(115, 'x') + "***");
  EXPECT_EQ(cause(503, ""), "HTTP 503");
  EXPECT_EQ(cause(503, "\n\n"), "HTTP 503");
}

}  // namespace
}  // namespace cent::test

namespace {

using namespace std::chrono_literals;

std::string as_http_date(std::time_t time) {
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[40];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

TEST(HttpDate, IsTheSameSecondAsTheSystemsCalendarSays) {
  constexpr std::time_t kDay = 86400;
  for (std::time_t time = 100; time < 280 * 366 * kDay; time += kDay + 61) {  // to the year 2250
    const auto before = std::chrono::system_clock::from_time_t(time - 100);
    ASSERT_EQ(cent::detail::parse_retry_after(as_http_date(time), before), 100s) << as_http_date(time);
  }
}

}  // namespace

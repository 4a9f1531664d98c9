// Faults that fuzzing found, each with the input that showed it.
#include <gtest/gtest.h>
#include <cent/api/channels.hpp>
#include <cent/command.hpp>

#include "delivery/classify.hpp"

namespace {

using namespace std::chrono_literals;

cent::ErrorFacts redirect_to(const std::string& location) {
  cent::HttpResponse response;
  response.status = 302;
  response.location = location;
  return cent::detail::facts_of_status(response, "", cent::Delivery::refused, "");
}

TEST(FoundByFuzzing, LastOfSeveralEqualNamesInAMapStoodMixedWithTheFirst) {
  const auto result =
      cent::parse_result<cent::ChannelsResult>(R"({"channels":{"a":{"num_clients":2},"a":{}}})");
  EXPECT_EQ(result.channels.at("a").num_clients, 0U);
}

TEST(FoundByFuzzing, RelativeRedirectWithAnAddressInItsQueryWasShownWithTheQuery) {
  EXPECT_EQ(redirect_to("/login?token=secret&next=https://h.example/").cause,
            "HTTP 302, a redirect to another path of the same host, not followed");
  EXPECT_EQ(redirect_to("h@ttps://u:p@h").cause,
            "HTTP 302, a redirect to another path of the same host, not followed");
  EXPECT_EQ(redirect_to("https://u:p@h.example:8443/x?y").cause,
            "HTTP 302, a redirect to https://h.example:8443, not followed");
}

TEST(FoundByFuzzing, RetryAfterBehindTheYear2262OverflowedTheClock) {
  const auto now = std::chrono::system_clock::from_time_t(1'700'000'000);
  EXPECT_EQ(cent::detail::parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", now), 24h);
  EXPECT_EQ(cent::detail::parse_retry_after("Sun, 99 Nov 9999 99:99:99 GMT", now), std::nullopt);
}

TEST(FoundByFuzzing, SecretCutAtTheEndOfAShownBodyWasLegible) {
  const std::string secret = "0123456789abcdefghij";
  std::string body;
  for (int i = 0; i < 15; ++i) body += secret;
  const std::string shown = cent::detail::printable(body, secret);
  EXPECT_EQ(shown.find_first_not_of('*'), std::string::npos) << shown;
}

}  // namespace

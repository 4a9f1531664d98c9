#include "protocol/header_rules.hpp"

#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::check_api_key;
using detail::check_headers;
using detail::DialectKind;
using detail::request_headers;

TEST(FaultRow, Row43_AKeyThatCannotBeAHeaderIsRefusedAndNotShown) {
  const std::pair<std::string, const char*> cases[] = {
      {"CANARY\r\nX-Injected: yes", "line break"},
      {"CANARY\n", "line break"},
      {"CANARY\r", "line break"},
      {std::string("CANARY\0x", 8), "NUL"},
      {"CANARY\x01", "printable ASCII"},
      {"CANARY\x7f", "printable ASCII"},
      {"CANARY\xc3\xa4", "printable ASCII"},
      {" CANARY", "white space"},
      {"CANARY ", "white space"},
      {"\tCANARY", "white space"},
      {"CANARY\t", "white space"},
  };
  for (const auto& [key, fault] : cases) {
    const auto error = error_of<UsageError>([&, text = key] { check_api_key(text); });
    EXPECT_TRUE(has(error.what(), fault)) << error.what();
    EXPECT_TRUE(has(error.what(), "API key")) << error.what();
    EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
    EXPECT_EQ(error.attempts(), 0);
  }
}

TEST(FaultRow, Row52_AKeyFromAFileWithItsLineFeedIsRefused) {
  EXPECT_THROW(check_api_key("d4e5f6\n"), UsageError);
  EXPECT_THROW(check_api_key("d4e5f6\r\n"), UsageError);
}

TEST(ApiKey, MayHoldWhatAHeaderMay) {
  EXPECT_NO_THROW(check_api_key(""));
  EXPECT_NO_THROW(check_api_key("key"));
  EXPECT_NO_THROW(check_api_key("with space\tand tab"));
  EXPECT_NO_THROW(check_api_key("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"));
}

TEST(FaultRow, Row43_AHeaderThatHttpCannotCarryIsRefused) {
  const std::pair<HttpHeader, const char*> cases[] = {
      {{"", "x"}, "name"},
      {{"a b", "x"}, "name"},
      {{"a:", "x"}, "name"},
      {{"a\r\n", "x"}, "name"},
      {{"\xc3\xa4", "x"}, "name"},
      {{"X", "CANARY\r\nY: z"}, "line break"},
      {{"X", std::string("CANARY\0", 7)}, "NUL"},
      {{"X", "CANARY\x01"}, "printable"},
      {{"X", " CANARY"}, "white space"},
  };
  for (const auto& [header, fault] : cases) {
    const auto error = error_of<UsageError>([&, one = header] { check_headers({one}, false); });
    EXPECT_TRUE(has(error.what(), fault)) << error.what();
    EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
  }
}

TEST(Headers, ThatCentSetsItselfAreRefusedInAnySpelling) {
  for (const char* name : {"Content-Type", "content-length", "TRANSFER-ENCODING", "Expect", "x-api-key",
                           "Connection", "X-Centrifugo-Error-Mode"}) {
    const auto error = error_of<UsageError>([&] { check_headers({{name, "x"}}, false); });
    EXPECT_TRUE(has(error.what(), name)) << error.what();
  }
}

TEST(Headers, OfOnesOwnAreTaken) {
  EXPECT_NO_THROW(
      check_headers({{"traceparent", "00-abc"}, {"X-Empty", ""}, {"!#$%&'*+-.^_`|~09", "a\tb"}}, true));
  EXPECT_NO_THROW(check_headers({{"Host", "centrifugo.example:8000"}, {"User-Agent", "mine/1"}}, true));
  EXPECT_THROW(check_headers({{"Host", ""}}, false), UsageError);
  EXPECT_NO_THROW(check_headers({{"Authorization", "Bearer x"}}, false));
  const auto error = error_of<UsageError>([] { check_headers({{"authorization", "Bearer CANARY"}}, true); });
  EXPECT_TRUE(has(error.what(), "Protocol::legacy")) << error.what();
  EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
}

TEST(Headers, AuthorizationIsFoundInAnySpelling) {
  EXPECT_TRUE(detail::has_authorization({{"X", "y"}, {"AUTHORIZATION", "Basic x"}}));
  EXPECT_FALSE(detail::has_authorization({{"Proxy-Authorization", "Basic x"}}));
}

TEST(PercentEncoding, LeavesWhatAQueryTakes) {
  EXPECT_EQ(detail::percent_encoded("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(detail::percent_encoded("a&b=c d+e%/?#\x7f"), "a%26b%3Dc%20d%2Be%25%2F%3F%23%7F");
}

std::string spelled(const HttpHeaders& headers) {
  std::string text;
  for (const HttpHeader& header : headers) text += header.name + ": " + header.value + "\n";
  return text;
}

TEST(RequestHeaders, CarryTheKeyAsTheDialectDoes) {
  const HttpHeaders extra{{"X-A", "1"}};
  EXPECT_EQ(spelled(*request_headers(DialectKind::modern, "k", extra)),
            "Content-Type: application/json\nX-API-Key: k\nX-A: 1\n");
  EXPECT_EQ(spelled(*request_headers(DialectKind::legacy, "k", extra)),
            "Content-Type: application/json\nAuthorization: apikey k\nX-A: 1\n");
  EXPECT_EQ(spelled(*request_headers(DialectKind::modern, "", {})), "Content-Type: application/json\n");
  EXPECT_EQ(spelled(*request_headers(DialectKind::legacy, "", {})), "Content-Type: application/json\n");
}

}  // namespace
}  // namespace cent::test

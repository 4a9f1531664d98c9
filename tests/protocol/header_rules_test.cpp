#include "protocol/header_rules.hpp"

#include "protocol/dialects.hpp"
#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::check_api_key;
using detail::check_headers;

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
    const auto error = error_of<UsageError>([&, one = header] { check_headers({one}); });
    EXPECT_TRUE(has(error.what(), fault)) << error.what();
    EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
  }
}

TEST(Headers, ThatCentSetsItselfAreRefusedInAnySpelling) {
  for (const char* name : {"Content-Type", "content-length", "TRANSFER-ENCODING", "Expect", "x-api-key",
                           "Connection", "X-Centrifugo-Error-Mode"}) {
    const auto error = error_of<UsageError>([&] { check_headers({{name, "x"}}); });
    EXPECT_TRUE(has(error.what(), name)) << error.what();
  }
}

TEST(Headers, OfOnesOwnAreTaken) {
  EXPECT_NO_THROW(check_headers({{"traceparent", "00-abc"}, {"X-Empty", ""}, {"!#$%&'*+-.^_`|~09", "a\tb"}}));
  EXPECT_NO_THROW(check_headers({{"Host", "centrifugo.example:8000"}, {"User-Agent", "mine/1"}}));
  EXPECT_THROW(check_headers({{"Host", ""}}), UsageError);
  EXPECT_NO_THROW(check_headers({{"Authorization", "Bearer x"}}));
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
  ClientOptions options;
  options.headers = {{"X-A", "1"}};
  EXPECT_EQ(spelled(detail::modern_dialect().headers(options)), "Content-Type: application/json\nX-A: 1\n");
  EXPECT_EQ(spelled(detail::legacy_dialect().headers(options)), "Content-Type: application/json\nX-A: 1\n");
  options.api_key = "k";
  EXPECT_EQ(spelled(detail::modern_dialect().headers(options)),
            "Content-Type: application/json\nX-API-Key: k\nX-A: 1\n");
  EXPECT_EQ(spelled(detail::legacy_dialect().headers(options)),
            "Content-Type: application/json\nAuthorization: apikey k\nX-A: 1\n");
  options.legacy_key_in_query = true;
  EXPECT_EQ(spelled(detail::legacy_dialect().headers(options)), "Content-Type: application/json\nX-A: 1\n");
  EXPECT_EQ(detail::legacy_dialect().query(options), "?api_key=k");
  EXPECT_EQ(detail::modern_dialect().query(options), "");
}

TEST(Dialects, OneThatNeedsTheCallersAuthorizationIsLeftOut) {
  ClientOptions options;
  options.api_key = "CANARYKEY";
  options.headers = {{"authorization", "Bearer CANARY"}};
  const detail::Dialects automatic{options};
  ASSERT_EQ(automatic.entries().size(), 1U);
  EXPECT_EQ(&automatic.newest(), &detail::modern_dialect());
  EXPECT_TRUE(has(automatic.left_out(), "the legacy protocol (v2 to v4) was not tried"))
      << automatic.left_out();
  options.protocol = Protocol::legacy;
  const auto error = error_of<UsageError>([&] { detail::Dialects{options}; });
  EXPECT_TRUE(has(error.what(), "the legacy protocol (v2 to v4) cannot be used")) << error.what();
  EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
  options.legacy_key_in_query = true;
  EXPECT_EQ(&detail::Dialects{options}.newest(), &detail::legacy_dialect());
  options.protocol = Protocol::automatic;
  EXPECT_EQ(detail::Dialects{options}.entries().size(), 2U);
}

}  // namespace
}  // namespace cent::test

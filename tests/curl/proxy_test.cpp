// Row 30: proxies, wanted and unwanted.
#include <cstdlib>

#include "curl/http_fixture.hpp"

namespace cent::test {
namespace {

/// Sets a variable of the environment for a test.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) { setenv(name, value.c_str(), 1); }
  ~Environment() { unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
};

TEST(FaultRow, Row30_AProxyOfTheEnvironmentGetsNothingUnlessAskedFor) {
  FaultServer server;
  FaultServer proxy;
  const Environment lower{"http_proxy", proxy.address()};
  const Environment all{"ALL_PROXY", proxy.address()};
  Client client{server.address()};
  client.publish("c", id_data("a"));
  EXPECT_EQ(server.executions().count("a"), 1U);
  EXPECT_EQ(proxy.stats().connections, 0U);

  ClientOptions options;
  options.http.proxy_from_environment = true;
  Client proxied{server.address(), options};
  proxied.publish("c", id_data("b"));
  EXPECT_EQ(server.executions().count("b"), 0U);
  EXPECT_EQ(proxy.executions().count("b"), 1U);
}

TEST(FaultRow, Row30_AConfiguredProxyIsUsedWhateverTheEnvironmentSays) {
  FaultServer proxy;
  const Environment none{"no_proxy", "*"};
  ClientOptions options;
  options.http.proxy = proxy.address();
  Client client{"http://centrifugo.invalid:8000", options};
  client.publish("c", id_data("a"));
  EXPECT_EQ(proxy.executions().count("a"), 1U);
  EXPECT_TRUE(has(proxy.requests().back().head, "POST http://centrifugo.invalid:8000/api/publish HTTP/1.1"));
}

TEST(FaultRow, Row30_AProxyThatRefusesATunnelIsNotSent) {
  FaultServer proxy;
  proxy.always(faults::raw("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
  ClientOptions options = one_attempt();
  options.api_key = "CANARY";
  options.http.proxy = proxy.address();
  Client client{"https://centrifugo.invalid", options};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.kind(), FailureKind::connect) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
  ASSERT_FALSE(proxy.requests().empty());
  EXPECT_TRUE(has(proxy.requests().back().head, "CONNECT centrifugo.invalid:443"));
  EXPECT_FALSE(has(proxy.requests().back().head, "CANARY"));
}

TEST(FaultRow, Row30_AProxyThatIsGoneIsNotSentAndItsPasswordNotShown) {
  const BoundPort closed;
  ClientOptions options = one_attempt();
  options.http.proxy = "http://user:CANARY@127.0.0.1:" + std::to_string(closed.port());
  Client client{"http://centrifugo.invalid", options};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.kind(), FailureKind::connect) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
  EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
}

TEST(FaultRow, Row30_AnInvalidProxyIsRefusedAtConstructionAndNotShown) {
  for (const char* proxy : {"ftp://u:CANARY@h:1", "socks9://u:CANARY@h:1", "http://", "http://h\r\nX: CANARY",
                            "http://h:99999", "://CANARY"}) {
    HttpOptions options;
    options.proxy = proxy;
    const auto error = error_of<UsageError>([&] { make_curl_transport(options); });
    EXPECT_TRUE(has(error.what(), "http.proxy")) << error.what();
    EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
  }
  for (const char* proxy : {"http://h:1", "h:1", "socks5h://u:p@127.0.0.1:1080", "https://h", "SOCKS5://h"}) {
    HttpOptions options;
    options.proxy = proxy;
    EXPECT_NO_THROW(make_curl_transport(options)) << proxy;
  }
}

TEST(FaultRow, Row30_AProxyWhoseNameOrPasswordHoldsAControlCharacterIsRefused) {
  for (const char* proxy :
       {"http://user:CANARY%0A@h:1", "http://user:CANARY%0d%0aX@h:1", "http://CANARY%00:x@h:1",
        "socks5h://CANARY%1f:x@h:1", "user:CANARY%7f@h:1", "http://user:CANARY%@h:1%0a"}) {
    HttpOptions options;
    options.proxy = proxy;
    const auto error = error_of<UsageError>([&] { make_curl_transport(options); });
    EXPECT_TRUE(has(error.what(), "http.proxy")) << error.what();
    EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
  }
}

TEST(FaultRow, Row30_AProxyIsAnAddressAndNoMore) {
  // An unescaped sign in a password ends the host early: a part of it would pass for the host, or be left
  // out.
  for (const char* proxy :
       {"http://user/CANARY@h:1", "http://u:1/CANARY@h:1", "http://h:1?CANARY", "http://h:1#CANARY",
        "http://h:1/CANARY", "http://u:p#CANARY@h:1", "http://u:p?CANARY@h:1", "http://u:CAN ARY@h:1"}) {
    HttpOptions options;
    options.proxy = proxy;
    const auto error = error_of<UsageError>([&] { make_curl_transport(options); });
    EXPECT_TRUE(has(error.what(), "http.proxy")) << proxy << ": " << error.what();
    EXPECT_FALSE(has(error.what(), "CAN")) << error.what();
  }
}

TEST(FaultRow, Row30_TheProxyOfTheEnvironmentIsCheckedAsOnesOwn) {
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    for (const char* proxy : {"http://user:p#CANARY@127.0.0.1:1", "http://user:p/CANARY@127.0.0.1:1",
                              "ftp://user:CANARY@127.0.0.1:1", "http://user:CANARY%0A@127.0.0.1:1"}) {
      const Environment variable{name, proxy};
      HttpOptions options;
      EXPECT_NO_THROW(make_curl_transport(options));  // which does not look there
      options.proxy_from_environment = true;
      const auto error = error_of<UsageError>([&] { make_curl_transport(options); });
      EXPECT_TRUE(has(error.what(), name)) << error.what();
      EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
      options.proxy = "http://127.0.0.1:1";  // comes before it
      EXPECT_NO_THROW(make_curl_transport(options));
    }
  }
}

TEST(FaultRow, Row30_AVariableThatIsNotReadIsNotChecked) {
  const Environment upper{"HTTP_PROXY", "ftp://x"};  // a CGI program's header, which libcurl does not read
  const Environment all{"ALL_PROXY", "ftp://x"};     // for neither scheme
  const Environment lower{"http_proxy", "http://h:1"};
  const Environment tls{"HTTPS_PROXY", "h:1"};
  const Environment empty{"https_proxy", ""};
  HttpOptions options;
  options.proxy_from_environment = true;
  EXPECT_NO_THROW(make_curl_transport(options));
}

TEST(FaultRow, Row30_AProxyThatComesIntoTheEnvironmentLaterIsNotShown) {
  ClientOptions options = one_attempt();
  options.http.proxy_from_environment = true;
  for (const char* proxy : {"http://user:p#CANARY@127.0.0.1:1", "http://user:p?CANARY@127.0.0.1:1",
                            "socks9://user:CANARY://@127.0.0.1:1", "user:p#CANARY@127.0.0.1:1"}) {
    Client client{"http://centrifugo.invalid", options};
    const Environment variable{"http_proxy", proxy};
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_EQ(error.delivery(), Delivery::not_sent);
    EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
  }
}

}  // namespace
}  // namespace cent::test

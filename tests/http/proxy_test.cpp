// Row 30: proxies, wanted and unwanted.
#include <cstdlib>

#include "http/http_test.hpp"

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
  EXPECT_EQ(server.ledger().count("a"), 1U);
  EXPECT_EQ(proxy.stats().connections, 0U);

  ClientOptions options;
  options.http.proxy_from_environment = true;
  Client proxied{server.address(), options};
  proxied.publish("c", id_data("b"));
  EXPECT_EQ(server.ledger().count("b"), 0U);
  EXPECT_EQ(proxy.ledger().count("b"), 1U);
}

TEST(FaultRow, Row30_AConfiguredProxyIsUsedWhateverTheEnvironmentSays) {
  FaultServer proxy;
  const Environment none{"no_proxy", "*"};
  ClientOptions options;
  options.http.proxy = proxy.address();
  Client client{"http://centrifugo.invalid:8000", options};
  client.publish("c", id_data("a"));
  EXPECT_EQ(proxy.ledger().count("a"), 1U);
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

TEST(FaultRow, Row30_WhatIsNoProxyIsRefusedAtConstructionAndNotShown) {
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

}  // namespace
}  // namespace cent::test

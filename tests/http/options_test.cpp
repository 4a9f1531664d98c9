// What HttpOptions refuse, and limits that are met at their edges.
#include <functional>

#include "http/http_test.hpp"

namespace cent::test {
namespace {

TEST(HttpOptions, RefuseWhatCannotBe) {
  using Spoil = std::function<void(HttpOptions&)>;
  const std::pair<const char*, Spoil> cases[] = {
      {"ca_file", [](HttpOptions& o) { o.ca_file = "a\nb"; }},
      {"client_certificate", [](HttpOptions& o) { o.client_certificate = std::string("a\0b", 3); }},
      {"client_key", [](HttpOptions& o) { o.client_certificate = "c", o.client_key = "a\rb"; }},
      {"client_certificate", [](HttpOptions& o) { o.client_key = "k"; }},
      {"unix_socket", [](HttpOptions& o) { o.unix_socket = "/tmp/\n"; }},
      {"connect_timeout", [](HttpOptions& o) { o.connect_timeout = milliseconds{0}; }},
      {"connect_timeout", [](HttpOptions& o) { o.connect_timeout = milliseconds{-1}; }},
      {"max_idle", [](HttpOptions& o) { o.max_idle = std::chrono::seconds{0}; }},
      {"max_connection_age", [](HttpOptions& o) { o.max_connection_age = std::chrono::seconds{-1}; }},
      {"max_reply_bytes", [](HttpOptions& o) { o.max_reply_bytes = 0; }},
  };
  for (const auto& [name, spoil] : cases) {
    HttpOptions options;
    spoil(options);
    const auto error = error_of<UsageError>([&] { make_curl_transport(options); });
    EXPECT_TRUE(has(error.what(), std::string("http.") + name)) << error.what();
  }
}

TEST(HttpOptions, TakeTheLargestValuesThereAre) {
  FaultServer server;
  HttpOptions options;
  options.connect_timeout = milliseconds::max();
  options.max_idle = std::chrono::seconds::max();
  options.max_connection_age = std::chrono::seconds::max();
  options.max_reply_bytes = SIZE_MAX;
  options.max_idle_connections = SIZE_MAX;
  const auto transport = make_curl_transport(options);
  const std::string body = publication_body("a");
  const auto response =
      transport->send(publication_to(server.address() + "/api/publish", body, milliseconds::max()));
  EXPECT_EQ(response.status, 200);
}

TEST(HttpOptions, NoConnectionAgeMeansNoLimit) {
  FaultServer server;
  ClientOptions options;
  options.http.max_connection_age = std::chrono::seconds{0};
  Client client{server.address(), options};
  for (int i = 0; i < 3; ++i) client.publish("c", id_data("a"));
  EXPECT_EQ(server.stats().connections, 1U);
}

TEST(Transport, GivesStatusBodyAndTheHeadersThatCount) {
  FaultServer server;
  server.script({faults::status(299,
                                {{"content-TYPE", "text/x"},
                                 {"RETRY-AFTER", " 7\t"},
                                 {"Location", "/elsewhere"},
                                 {"Retry-Afterwards", "9"},
                                 {"Content-Type", "text/x"}},
                                "body")});
  const auto transport = make_curl_transport();
  const HttpResponse response = transport->send(publication_to(server.address() + "/api/publish", "{}"));
  EXPECT_EQ(response.status, 299);
  EXPECT_EQ(response.body, "body");
  EXPECT_EQ(response.content_type, "text/x");
  EXPECT_EQ(response.retry_after, "7");
  EXPECT_EQ(response.location, "/elsewhere");
}

TEST(Transport, AnInterimResponseLeavesNoTrace) {
  FaultServer server;
  server.script(
      {faults::raw("HTTP/1.1 103 Early Hints\r\nRetry-After: 5\r\nLocation: /x\r\n\r\n"
                   "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")});
  const auto transport = make_curl_transport();
  const HttpResponse response = transport->send(publication_to(server.address() + "/api/publish", "{}"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "{}");
  EXPECT_EQ(response.retry_after, "");
  EXPECT_EQ(response.location, "");
}

TEST(Transport, RefusesAnAddressThatCurlCannotParse) {
  const auto transport = make_curl_transport();
  EXPECT_EQ(error_of([&] { transport->send(publication_to("http://[::", "{}")); }).delivery(),
            Delivery::not_sent);
  EXPECT_EQ(error_of([&] { transport->send(publication_to("", "{}")); }).delivery(), Delivery::not_sent);
}

TEST(Transport, ForgetsAddressesAndHeadersWhenThereAreTooMany) {
  FaultServer server;
  const auto transport = make_curl_transport();
  for (int i = 0; i < 300; ++i) {
    HttpRequest request;
    const std::string url = server.address() + "/api/presence_stats?" + std::to_string(i);
    request.url = url;
    request.body = "{}";
    request.headers = std::make_shared<const HttpHeaders>(HttpHeaders{{"X-Number", std::to_string(i)}});
    ASSERT_EQ(transport->send(request).status, 200);
    ASSERT_TRUE(has(server.requests().back().head, "X-Number: " + std::to_string(i) + "\r\n"));
  }
  EXPECT_EQ(server.stats().connections, 1U);
}

TEST(Transport, SendsNoHeadersIfThereAreNone) {
  FaultServer server;
  const auto transport = make_curl_transport();
  HttpRequest request;
  const std::string url = server.address() + "/api/info";
  request.url = url;
  EXPECT_EQ(transport->send(request).status, 400);  // an empty body
  EXPECT_TRUE(has(server.requests().back().head, "Content-Length: 0\r\n"));
}

}  // namespace
}  // namespace cent::test

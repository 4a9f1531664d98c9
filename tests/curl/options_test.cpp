// Values that HttpOptions refuse, and limits that are met at their edges.
#include <cent/async_client.hpp>
#include <cent/version.hpp>
#include <functional>

#include "curl/http_fixture.hpp"

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

TEST(HttpOptions, RefuseASocketsPathThatIsTooLong) {
  HttpOptions options;
  options.unix_socket = "/tmp/" + std::string(103, 'x');
  const auto error = error_of<UsageError>([&] { make_curl_transport(options); });
  EXPECT_TRUE(has(error.what(), "http.unix_socket")) << error.what();
  options.unix_socket.pop_back();
  EXPECT_NO_THROW(make_curl_transport(options));
}

TEST(HttpOptions, RefuseWhereNobodyCanConnectTo) {
  for (const char* target : {"h", "h:", ":80", "h:x", "h:65536", "::1:80", "u@h:80", "h:80/x", "h:80?x",
                             "http://h:80", "h 1:80", "h:80\n"}) {
    HttpOptions options;
    options.connect_to = target;
    const auto error = error_of<UsageError>([&] { make_curl_transport(options); });
    EXPECT_TRUE(has(error.what(), "http.connect_to")) << target << ": " << error.what();
  }
  HttpOptions both;
  both.connect_to = "h:80";
  both.unix_socket = "/tmp/s";
  EXPECT_THROW(make_curl_transport(both), UsageError);
}

TEST(Transport, ShowsNoUserOfAnAddress) {
  const BoundPort closed;
  const auto transport = make_curl_transport();
  const std::string url = "http://user:CANARY@127.0.0.1:" + std::to_string(closed.port()) + "?api_key=CANARY";
  const auto error = error_of([&] { transport->send(publication_to(url, "{}")); });
  EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
  EXPECT_TRUE(has(error.what(), "127.0.0.1:")) << error.what();
}

TEST(Transport, SaysWhoSends) {
  FaultServer server;
  const std::string ours = "User-Agent: cent/" + std::string(kVersion) + "\r\n";
  Client client{server.address(), unhurried()};
  client.publish("c", id_data("a"));
  EXPECT_TRUE(has(server.requests().back().head, ours)) << server.requests().back().head;
  AsyncClient{server.address()}.publish("c", id_data("b")).get();
  EXPECT_TRUE(has(server.requests().back().head, ours)) << server.requests().back().head;

  ClientOptions options = unhurried();
  for (const char* own : {"user-agent", "User-Agent"}) {
    options.headers = {{own, "mine/7"}};
    Client other{server.address(), options};
    other.publish("c", id_data("c"));
    EXPECT_TRUE(has(server.requests().back().head, std::string(own) + ": mine/7\r\n"));
    EXPECT_FALSE(has(server.requests().back().head, "cent/")) << server.requests().back().head;
  }
}

TEST(Transport, ConnectsElsewhereAndStillCallsTheAddress) {
  FaultServer server;
  ClientOptions options = unhurried();
  options.http.connect_to = "127.0.0.1:" + std::to_string(server.port());
  Client client{{"http://centrifugo.invalid:8000", "http://other.invalid"}, options};
  client.publish("c", id_data("a"));
  EXPECT_TRUE(has(server.requests().back().head, "Host: centrifugo.invalid:8000\r\n"));

  options.headers = {{"Host", "ingress.example"}};
  Client named{server.address(), options};
  named.publish("c", id_data("b"));
  EXPECT_TRUE(has(server.requests().back().head, "Host: ingress.example\r\n"));
  EXPECT_FALSE(has(server.requests().back().head, "Host: 127.0.0.1"));
}

TEST(Transport, ConnectsToTheInternetAddressOfARequestAndKeepsAConnectionToEach) {
  FaultServer first;
  const auto port = std::to_string(first.port());
  const std::string url = "http://centrifugo.invalid:" + port + "/api/publish";
  const auto transport = make_curl_transport();
  HttpRequest request;
  request.url = url;
  request.body = R"({"channel":"c","data":{"id":"a"}})";
  request.wants_times = true;
  const auto opened = [&](std::string_view ip) {
    request.ip = ip;
    const HttpResponse response = transport->send(request);
    EXPECT_EQ(response.status, 200);
    return response.new_connection;
  };
  EXPECT_TRUE(opened("127.0.0.1"));
  EXPECT_TRUE(has(first.requests().back().head, "Host: centrifugo.invalid:" + port + "\r\n"));
  EXPECT_FALSE(opened("127.0.0.1"));
  const auto error = error_of([&] { opened("::1"); });
  EXPECT_EQ(error.delivery(), Delivery::not_sent) << "nobody listens there";
  EXPECT_TRUE(has(error.what(), "centrifugo.invalid:" + port + " at ::1")) << error.what();
  EXPECT_FALSE(opened("127.0.0.1"));
  EXPECT_THROW(opened(""), RequestException) << "the name is unknown";
}

TEST(Transport, CallsOneKindOfAName) {
  FaultServer server;  // on 127.0.0.1 alone
  const std::string address = "http://localhost:" + std::to_string(server.port());
  ClientOptions options = one_attempt();
  options.http.ip = IpVersion::v4;
  Client client{address, options};
  client.publish("c", id_data("a"));
  options.http.ip = IpVersion::v6;
  Client other{address, options};
  const auto error = error_of([&] { other.publish("c", id_data("b")); });
  EXPECT_EQ(error.delivery(), Delivery::not_sent) << error.what();
  EXPECT_EQ(server.executions().order("c"), std::vector<std::string>{"a"});
}

TEST(Transport, ShowsALegacyServerTheKeyInTheQuery) {
  FaultServerOptions server_options;
  server_options.version = "4.1.5";
  FaultServer server{server_options};
  ClientOptions options = unhurried();
  options.api_key = "k&CANARY";
  options.legacy_key_in_query = true;
  options.protocol = Protocol::legacy;
  Client client{server.address(), options};
  client.publish("c", id_data("a"));
  EXPECT_TRUE(has(server.requests().back().head, "POST /api?api_key=k%26CANARY HTTP/1.1\r\n"))
      << server.requests().back().head;
  EXPECT_FALSE(has(server.requests().back().head, "Authorization")) << server.requests().back().head;
  server.stop();
  const auto error = error_of([&] { client.publish("c", id_data("b")); });
  EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
}

}  // namespace
}  // namespace cent::test

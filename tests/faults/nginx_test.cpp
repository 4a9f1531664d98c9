// Rows 24, 26 and 51 with nginx between the client and its server.
#include <cent/async_client.hpp>
#include <csignal>
#include <thread>

#include "curl/http_fixture.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"
#include "support/eventually.hpp"
#include "support/tls.hpp"

namespace cent::test {
namespace {

/// `server { … }` that passes everything on.
std::string passing(unsigned short port, unsigned short to, const std::string& more = {},
                    const std::string& listen = {}) {
  return "server {\n  listen 127.0.0.1:" + std::to_string(port) + listen + ";\n" + more +
         "  location / { proxy_pass http://127.0.0.1:" + std::to_string(to) +
         "; proxy_http_version 1.1; proxy_set_header Connection \"\"; }\n}\n";
}

Neighbour front_of(const FaultServer& server, const std::string& more = {}) {
  return Neighbour::nginx(
      [&](const std::string&, unsigned short port) { return passing(port, server.port(), more); });
}

TEST(FaultRow, Row24_NginxRefusesALargeRequestWhichHasNoEffect) {
  CENT_NEEDS_PROGRAM("nginx");
  FaultServer server;
  const Neighbour nginx = front_of(server, "  client_max_body_size 1k;\n");
  Client client{nginx.address()};
  client.publish("c", id_data("small"));
  const auto error = error_of([&] { client.publish("c", id_data(std::string(4000, 'x'))); });
  EXPECT_EQ(error.kind(), FailureKind::too_large) << error.what();
  EXPECT_EQ(error.status(), 413);
  EXPECT_EQ(error.delivery(), Delivery::refused);
  EXPECT_EQ(error.attempts(), 1);
  EXPECT_TRUE(has(error.body(), "413")) << error.body();
  EXPECT_EQ(server.executions().total(), 1U);
}

TEST(FaultRow, Row24_ABatchTooLargeForNginxGoesInHalves) {
  CENT_NEEDS_PROGRAM("nginx");
  FaultServer server;
  const Neighbour nginx = front_of(server, "  client_max_body_size 4k;\n");
  AsyncClientOptions options;
  options.lanes = 1;
  options.max_delay = milliseconds{200};  // so that all go as one batch
  constexpr int kCommands = 20;           // about 5 KiB together
  AsyncClient client{nginx.address(), options};
  std::vector<std::future<PublishResult>> results;
  for (int i = 0; i < kCommands; ++i) {
    results.push_back(client.publish("c", id_data(std::to_string(i) + std::string(150, '-'))));
  }
  for (auto& result : results) EXPECT_NO_THROW(result.get());
  EXPECT_EQ(server.executions().total(), static_cast<std::size_t>(kCommands));
  const auto order = server.executions().order("c");
  for (std::size_t i = 0; i < order.size(); ++i)
    EXPECT_EQ(order[i].substr(0, order[i].find('-')), std::to_string(i));
}

TEST(FaultRow, Row24_HeadersTooLargeForNginxAreRefused) {
  CENT_NEEDS_PROGRAM("nginx");
  FaultServer server;
  const Neighbour nginx = front_of(server, "  large_client_header_buffers 2 1k;\n");
  ClientOptions options;
  options.headers.push_back({"X-Large", std::string(3000, 'x')});
  Client client{nginx.address(), options};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.status(), 400) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::refused);
  EXPECT_FALSE(has(error.what(), "xxx")) << error.what();
  EXPECT_EQ(server.stats().bytes, 0U);
}

TEST(FaultRow, Row26_NginxWithADeadUpstreamIsUnknownAndAReadIsRepeated) {
  CENT_NEEDS_PROGRAM("nginx");
  FaultServer server;
  const Neighbour nginx = front_of(server);
  server.stop();
  Client client{nginx.address(), one_attempt()};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.status(), 502) << error.what();
  EXPECT_EQ(error.kind(), FailureKind::http_status);
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  ClientOptions twice = one_attempt();
  twice.retry.max_attempts = 2;
  Client patient{nginx.address(), twice};
  EXPECT_EQ(error_of([&] { patient.publish("c", id_data("a")); }).attempts(), 1);
  EXPECT_EQ(error_of([&] { patient.presence_stats("c"); }).attempts(), 2);
}

TEST(FaultRow, Row26_NginxGivesUpOnASlowUpstreamAndThePublicationIsNotDoubled) {
  CENT_NEEDS_PROGRAM("nginx");
  FaultServer server;
  const Neighbour nginx = front_of(server, "  proxy_read_timeout 300ms;\n");
  server.script({faults::hang(), faults::hang()});
  Client client{nginx.address(), one_attempt()};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.status(), 504) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_EQ(server.executions().count("a"), 1U);

  ClientOptions options;
  options.timeout = std::chrono::seconds{10};
  options.generate_key = true;
  Client keyed{nginx.address(), options};
  keyed.publish("c", id_data("b"));
  EXPECT_EQ(server.executions().count("b"), 1U);
  EXPECT_EQ(server.cluster().suppressed(), 1U);
}

TEST(FaultRow, Row26_AnUpstreamThatDiesUnderNginxIsUnknown) {
  CENT_NEEDS_PROGRAM("nginx");
  FaultServer server;
  const Neighbour nginx = front_of(server);
  for (const Fault& fault : {faults::execute_then_close(), faults::execute_then_reset()}) {
    server.script({fault});
    Client client{nginx.address(), one_attempt()};
    const auto error = error_of([&] { client.publish("c", id_data(fault.name)); });
    EXPECT_EQ(error.status(), 502) << error.what();
    EXPECT_EQ(error.delivery(), Delivery::unknown);
    EXPECT_EQ(server.executions().count(fault.name), 1U);
  }
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// nginx ends kept connections when it is reloaded and when they are idle. Nobody may notice: the calls have
/// one attempt and no keys, so that no `unknown` is repeated away.
class KeptByNginx : public testing::TestWithParam<bool> {
 protected:
  [[nodiscard]] std::string lines(const std::string& more) {
    if (!over_tls()) return more;
    const CertificateFiles pair = authority.issue("IP:127.0.0.1");
    return "  ssl_certificate " + pair.certificate + ";\n  ssl_certificate_key " + pair.key + ";\n" + more;
  }
  [[nodiscard]] Neighbour::Configuration front(const std::string& more = {}) {
    return [this, text = lines(more)](const std::string&, unsigned short port) {
      return passing(port, server.port(), text, over_tls() ? " ssl" : "");
    };
  }
  static bool over_tls() { return GetParam(); }
  static std::string at(const Neighbour& nginx) { return nginx.address(over_tls() ? "https" : "http"); }
  template <class Options>
  [[nodiscard]] Options once() const {
    Options options;
    options.http.ca_file = authority.file();
    options.timeout = std::chrono::seconds{30};
    options.retry.max_attempts = 1;
    options.generate_key = false;
    return options;
  }
  /// By both clients.
  void publish(Client& client, AsyncClient& async) {
    const std::string id = std::to_string(++calls);
    EXPECT_NO_THROW(client.publish("c", id_data("c" + id))) << id;
    EXPECT_NO_THROW(async.publish("a", id_data("a" + id)).get()) << id;
  }
  void expect_each_once() {
    EXPECT_EQ(server.executions().total(), 2 * calls);
    EXPECT_EQ(server.executions().counts().size(), 2 * calls);
  }

  FaultServer server;
  TestCa authority;
  std::size_t calls = 0;
};
INSTANTIATE_TEST_SUITE_P(FaultRow, KeptByNginx, testing::Bool(),
                         [](const auto& tested) { return tested.param ? "Https" : "Http"; });

TEST_P(KeptByNginx, Row31_AReloadIsNotFelt) {
  CENT_NEEDS_PROGRAM("nginx");
  const Neighbour nginx = Neighbour::reloadable_nginx(front());
  Client client{at(nginx), once<ClientOptions>()};
  AsyncClient async{at(nginx), once<AsyncClientOptions>()};
  for (std::size_t reloads = 1; reloads <= 4; ++reloads) {
    publish(client, async);
    nginx.signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return count_of(nginx.log(), " exited with code ") >= reloads; }))
        << nginx.log();
  }
  publish(client, async);
  expect_each_once();
}

TEST_P(KeptByNginx, Row31_AnIdleCloseIsNotFelt) {
  CENT_NEEDS_PROGRAM("nginx");
  const Neighbour nginx = Neighbour::nginx(front("  keepalive_timeout 100ms;\n"));
  Client client{at(nginx), once<ClientOptions>()};
  AsyncClient async{at(nginx), once<AsyncClientOptions>()};
  for (int i = 0; i < 4; ++i) {
    publish(client, async);
    std::this_thread::sleep_for(milliseconds{900});
  }
  expect_each_once();
}

class Http2 : public testing::Test {
 protected:
  Neighbour front(const std::string& more) {
    const CertificateFiles pair = authority.issue("IP:127.0.0.1");
    return Neighbour::nginx([&](const std::string&, unsigned short port) {
      return passing(
          port, server.port(),
          "  ssl_certificate " + pair.certificate + ";\n  ssl_certificate_key " + pair.key + ";\n" + more,
          " ssl http2");
    });
  }
  [[nodiscard]] ClientOptions offering() const {
    ClientOptions options = one_attempt();
    options.http.ca_file = authority.file();
    options.http.http2 = true;
    return options;
  }

  FaultServer server;
  TestCa authority;
};

TEST_F(Http2, Row51_NginxThatSaysGoAwayLosesAndDoublesNothing) {
  CENT_NEEDS_PROGRAM("nginx");
  const Neighbour nginx = front("  keepalive_requests 3;\n");
  Client client{nginx.address("https"), offering()};
  constexpr int kCalls = 40;
  for (int i = 0; i < kCalls; ++i) client.publish("c", id_data(std::to_string(i)));
  EXPECT_EQ(server.executions().total(), static_cast<std::size_t>(kCalls));
  EXPECT_EQ(server.executions().counts().size(), static_cast<std::size_t>(kCalls));
}

TEST_F(Http2, Row51_ManyThreadsOverNginxEachGetTheirOwnAnswer) {
  CENT_NEEDS_PROGRAM("nginx");
  const Neighbour nginx = front("  keepalive_requests 7;\n");
  AsyncClientOptions options;
  options.http = offering().http;
  options.lanes = 8;
  options.max_batch_commands = 1;
  AsyncClient client{nginx.address("https"), options};
  std::vector<std::future<PublishResult>> results;
  constexpr int kCalls = 200;
  for (int i = 0; i < kCalls; ++i) {
    results.push_back(client.publish("c" + std::to_string(i), id_data(std::to_string(i))));
  }
  for (auto& result : results) EXPECT_EQ(result.get().offset, 1U);
  EXPECT_EQ(server.executions().total(), static_cast<std::size_t>(kCalls));
}

TEST_F(Http2, Row51_WithoutTheOptionHttp11IsSpoken) {
  CENT_NEEDS_PROGRAM("nginx");
  const Neighbour nginx = front("  location /api/info { return 403 $server_protocol; }\n");
  ClientOptions options = offering();
  Client two{nginx.address("https"), options};
  EXPECT_EQ(error_of([&] { two.info(); }).body(), "HTTP/2.0");
  options.http.http2 = false;
  Client one{nginx.address("https"), options};
  EXPECT_EQ(error_of([&] { one.info(); }).body(), "HTTP/1.1");
}

}  // namespace
}  // namespace cent::test

// Connections: how many, for how long, and what goes over them.
#include <atomic>
#include <cent/version.hpp>
#include <set>
#include <thread>

#include "curl/http_fixture.hpp"
#include "support/eventually.hpp"
#include "support/test_folder.hpp"

namespace cent::test {
namespace {

TEST(Connection, OneServesAThousandCalls) {
  FaultServer server;
  Client client{server.address(), unhurried()};
  for (std::uint64_t i = 1; i <= 1000; ++i) ASSERT_EQ(client.publish("c", id_data("a")).offset, i);
  EXPECT_EQ(server.stats().connections, 1U);
  EXPECT_EQ(server.stats().requests, 1000U);
}

TEST(Connection, FindingTheDialectCostsAtMostOneRequestAClient) {
  for (const char* version : {"2.8.6", "3.2.3", "4.1.5", "5.4.9", "6.9.1"}) {
    FaultServerOptions options;
    options.version = version;
    FaultServer server{options};
    Client client{server.address(), unhurried()};
    for (int i = 0; i < 1000; ++i) client.publish("c", id_data("a"));
    EXPECT_EQ(server.stats().connections, 1U) << version;
    EXPECT_LE(server.stats().requests, 1001U) << version;
    EXPECT_EQ(server.executions().total(), 1000U) << version;
  }
}

TEST(Connection, ErrorsOfTheServerKeepIt) {
  FaultServer server;
  server.cluster().trouble("bad", {102, 100, false});
  server.next_fault([](const RequestSeen& seen) {
    return seen.number % 2 == 0 ? faults::ok() : faults::status(seen.number % 3 == 0 ? 500 : 404, {}, "text");
  });
  Client client{server.address(), one_attempt()};
  for (int i = 0; i < 50; ++i) {
    try {
      client.publish("bad", id_data("a"));
    } catch (const CentException&) {
    }
  }
  EXPECT_EQ(server.stats().connections, 1U);
}

TEST(FaultRow, Row31_AConnectionThatTheServerClosedIdleIsNotFelt) {
  FaultServer server;
  server.always(faults::idle_close(milliseconds{20}));
  Client client{server.address(), unhurried()};
  for (int i = 0; i < 5; ++i) {
    client.publish("c", id_data("a" + std::to_string(i)));
    ASSERT_TRUE(eventually([&] { return server.stats().open == 0; }));
  }
  EXPECT_EQ(server.stats().connections, 5U);
  EXPECT_EQ(server.executions().total(), 5U);
}

TEST(FaultRow, Row31_AnIdleConnectionIsNotUsedAfterItsTime) {
  FaultServer server;
  ClientOptions options = unhurried();
  options.http.max_idle = std::chrono::seconds{1};
  Client client{server.address(), options};
  client.publish("c", id_data("a"));
  client.publish("c", id_data("b"));
  EXPECT_EQ(server.stats().connections, 1U);
  std::this_thread::sleep_for(milliseconds{2100});
  client.publish("c", id_data("c"));
  EXPECT_EQ(server.stats().connections, 2U);
}

TEST(FaultRow, Row31_AServerThatClosesInTheSameInstantNeverExecutesTwice) {
  FaultServer server;
  server.always(faults::idle_close(milliseconds{2}));
  ClientOptions options = unhurried();
  options.retry.max_attempts = 1;
  Client client{server.address(), options};
  int unknown = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string id = "a" + std::to_string(i);
    try {
      client.publish("c", id_data(id));
    } catch (const RequestException& error) {
      EXPECT_EQ(error.delivery(), Delivery::unknown) << error.what();
      ++unknown;
    }
    std::this_thread::sleep_for(std::chrono::microseconds{1500 + i % 10 * 100});
  }
  for (const auto& [id, count] : server.executions().counts()) EXPECT_EQ(count, 1U) << id;
  EXPECT_GE(server.executions().total() + static_cast<std::size_t>(unknown), 300U);
}

TEST(FaultRow, Row32_ALargeBodyIsSentWithoutWaitingForPermission) {
  FaultServer server;  // which does not answer `Expect`
  Client client{server.address(), one_attempt()};
  for (const int size : {3 * 1024 * 1024, 10, 3 * 1024 * 1024, 900, 1100}) {
    const auto bytes = static_cast<std::size_t>(size);
    client.publish("c", Json::of(std::string(bytes, 'x')));
    // Without a question libcurl waits for no answer.
    EXPECT_FALSE(has(server.requests().back().head, "Expect")) << bytes;
    EXPECT_TRUE(has(server.requests().back().head, "User-Agent: cent/")) << bytes;
  }
}

TEST(Connection, SendsTheHeadersItShouldAndNoOthers) {
  FaultServer server;
  ClientOptions options = unhurried();
  options.api_key = "the key";
  options.headers = {{"traceparent", "00-1"}, {"X-Empty", ""}};
  const std::string agent = std::string("\r\nUser-Agent: cent/").append(kVersion);
  Client client{server.address() + "/", options};
  client.publish("c", id_data("a"));
  EXPECT_EQ(
      server.requests().back().head,
      "POST /api/publish HTTP/1.1\r\nHost: " + server.address().substr(7) + agent +
          "\r\nContent-Type: application/json\r\nX-API-Key: the key\r\ntraceparent: 00-1\r\nX-Empty:\r\n"
          "Content-Length: 33\r\n\r\n");
  options.protocol = Protocol::legacy;
  Client legacy{server.address(), options};
  legacy.publish("c", id_data("a"));
  EXPECT_EQ(server.requests().back().head,
            "POST /api HTTP/1.1\r\nHost: " + server.address().substr(7) + agent +
                "\r\nContent-Type: application/json\r\nAuthorization: apikey the key\r\ntraceparent: 00-1\r\n"
                "X-Empty:\r\nContent-Length: " +
                std::to_string(server.requests().back().body.size()) + "\r\n\r\n");
}

TEST(FaultRow, Row41_ANulInAChannelSurvives) {
  FaultServer server;
  Client client{server.address(), unhurried()};
  const std::string channel{"a\0b", 3};
  client.publish(channel, id_data("a"));
  EXPECT_EQ(server.executions().count("a", channel), 1U);
}

TEST(Connection, GoesThroughAUnixSocket) {
  FaultServerOptions server_options;
  server_options.host = socket_path("http");
  FaultServer server{server_options};
  ClientOptions options = unhurried();
  options.http.unix_socket = server_options.host;
  Client client{"http://centrifugo.test", options};
  EXPECT_EQ(client.publish("c", id_data("a")).offset, 1U);
  EXPECT_TRUE(has(server.requests().back().head, "Host: centrifugo.test\r\n"));
  server.stop();
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.kind(), FailureKind::connect);
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
  EXPECT_TRUE(has(error.what(), server_options.host)) << error.what();
  EXPECT_FALSE(has(error.what(), "port 80")) << error.what();
  EXPECT_FALSE(has(error.what(), "centrifugo.test")) << error.what();
}

TEST(FaultRow, Row37_ManyThreadsShareAClient) {
  FaultServer server;
  Client client{server.address(), one_attempt(std::chrono::seconds{20})};
  constexpr int kThreads = 8;
  constexpr int kEach = 150;
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      const std::string channel = "c" + std::to_string(t);
      for (std::uint64_t i = 1; i <= kEach; ++i) {
        // The offset counts this thread's publications: an answer that went astray would show.
        if (client.publish(channel, id_data(channel + "." + std::to_string(i))).offset != i) ++failed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(server.executions().counts().size(), std::size_t{kThreads * kEach});
  EXPECT_LE(server.stats().connections, std::size_t{kThreads});
}

TEST(Connection, KeepsNoMoreIdleThanItMay) {
  FaultServer server;
  ClientOptions options = one_attempt();
  options.http.max_idle_connections = 0;
  Client client{server.address(), options};
  for (int i = 0; i < 3; ++i) client.publish("c", id_data("a"));
  EXPECT_EQ(server.stats().connections, 3U);
}

TEST(Connection, ANewCallUsesTheServerThatCameBack) {
  FaultServer server;
  Client client{server.address(), unhurried()};
  for (int i = 0; i < 3; ++i) {
    client.publish("c", id_data("a" + std::to_string(i)));
    server.restart();
  }
  EXPECT_EQ(server.executions().total(), 3U);
}

TEST(FaultRow, Row08_AServerThatDiesWithinABatchGetsKeyedCommandsOnce) {
  FaultServer server;
  server.script({faults::crash(2, milliseconds{50})});
  ClientOptions options;
  options.timeout = std::chrono::seconds{20};
  options.generate_key = true;
  options.retry.max_attempts = 50;
  Client client{server.address(), options};
  Batch batch;
  std::vector<Ticket<PublishResult>> tickets;
  for (int i = 0; i < 5; ++i) tickets.push_back(batch.publish("c", id_data(std::to_string(i))));
  const Replies replies = client.send(batch);
  for (const auto& ticket : tickets) EXPECT_TRUE(replies[ticket].ok());
  EXPECT_EQ(server.executions().order("c"), (std::vector<std::string>{"0", "1", "2", "3", "4"}));
}

}  // namespace
}  // namespace cent::test

#include "support/fault_server.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "support/eventually.hpp"
#include "support/loopback.hpp"
#include "support/test_folder.hpp"

namespace cent::test {
namespace {

std::string publication(const std::string& id, const std::string& more = {}) {
  return R"({"channel":"c","data":{"id":")" + id + "\"}" + more + "}";
}

std::string body_of(const std::string& response) {
  const std::size_t head = response.find("\r\n\r\n");
  return head == std::string::npos ? std::string{} : response.substr(head + 4);
}

TEST(FaultServer, CarriesOutWhatModernRoutesSay) {
  FaultServer server;
  RawClient client{server.port()};
  EXPECT_EQ(body_of(client.post("/api/publish", publication("a"))),
            R"({"result":{"epoch":"ep","offset":1}})");
  EXPECT_EQ(
      body_of(client.post("/api/batch", R"({"commands":[{"publish":)" + publication("b") +
                                            R"(},{"presence_stats":{"channel":"c"}},{"publish":{}}]})")),
      R"({"replies":[{"publish":{"epoch":"ep","offset":2}},)"
      R"({"presence_stats":{"num_clients":0,"num_users":0}},)"
      R"({"error":{"code":107,"message":"bad request"}}]})");
  EXPECT_EQ(server.executions().order("c"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(server.stats().connections, 1U);
  EXPECT_EQ(server.stats().requests, 2U);
}

TEST(FaultServer, CarriesOutAStreamAsItsVersionDoes) {
  FaultServer server;
  server.set_version("2.8.6");
  RawClient client{server.port()};
  const std::string stream = R"({"method":"publish","params":)" + publication("a") +
                             R"(}{"method":"PRESENCE_STATS","params":{"channel":"c"}})";
  EXPECT_EQ(body_of(client.post("/api", stream)), "{}\n{\"result\":{\"num_clients\":0,\"num_users\":0}}\n");
  EXPECT_EQ(client.post("/api/publish", publication("b")).substr(0, 12), "HTTP/1.1 404");
  // Commands before the fault have been executed.
  EXPECT_EQ(client.post("/api", stream + "oops").substr(0, 12), "HTTP/1.1 400");
  EXPECT_EQ(server.executions().count("a"), 2U);
}

TEST(FaultServer, HonoursKeysAndVersionsIfItsVersionDoes) {
  for (const char* version : {"5.1.0", "5.2.0", "6.2.0"}) {
    FaultServerOptions options;
    options.version = version;
    FaultServer server{options};
    RawClient client{server.port()};
    for (int i = 0; i < 2; ++i) {
      client.post("/api/publish", publication("key", R"(,"idempotency_key":"k")"));
      client.post("/api/publish", publication("version", R"(,"version":7)"));
    }
    const ServerVersion age{version};
    EXPECT_EQ(server.executions().count("key"), age.knows_keys() ? 1U : 2U) << version;
    EXPECT_EQ(server.executions().count("version"), age.knows_versions() ? 1U : 2U) << version;
  }
}

TEST(FaultServer, BroadcastsWithAnOutcomeForEachChannel) {
  FaultServer server;
  server.cluster().trouble("bad", {102, 1, false});
  RawClient client{server.port()};
  EXPECT_EQ(body_of(client.post("/api/broadcast", R"({"channels":["x","bad"],"data":"m"})")),
            R"({"result":{"responses":[{"result":{"epoch":"ep","offset":1}},)"
            R"({"error":{"code":102,"message":"unknown channel"}}]}})");
  EXPECT_EQ(server.executions().count("m"), 1U);
  EXPECT_EQ(server.executions().count("m", "bad"), 0U);
}

TEST(FaultServer, AsksForItsKey) {
  FaultServerOptions options;
  options.api_key = "right";
  FaultServer server{options};
  RawClient client{server.port()};
  EXPECT_EQ(client.post("/api/publish", publication("a")).substr(0, 12), "HTTP/1.1 401");
  EXPECT_EQ(client.post("/api/publish", publication("a"), "X-API-Key: right\r\n").substr(0, 12),
            "HTTP/1.1 200");
  EXPECT_EQ(client.post("/api/publish", publication("a"), "authorization: apikey right\r\n").substr(0, 12),
            "HTTP/1.1 200");
}

TEST(FaultServer, FollowsItsScriptByRequest) {
  FaultServer server;
  server.script({faults::status(503, {{"Retry-After", "2"}}), faults::ok(), faults::execute_then_close()});
  RawClient client{server.port()};
  EXPECT_NE(client.post("/api/publish", publication("a")).find("Retry-After: 2\r\n"), std::string::npos);
  client.post("/api/info", "{}");  // meets no fault
  EXPECT_EQ(client.post("/api/publish", publication("b")).substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(client.post("/api/publish", publication("c")), "");
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(server.executions().order("c"), (std::vector<std::string>{"b", "c"}));
}

TEST(FaultServer, FollowsItsScriptByConnection) {
  FaultServer server;
  server.script_connections({{faults::ok(), faults::status(500)}, {faults::status(502)}});
  RawClient first{server.port()};
  first.post("/api/publish", publication("a"));
  RawClient second{server.port()};
  EXPECT_EQ(second.post("/api/publish", publication("b")).substr(0, 12), "HTTP/1.1 502");
  EXPECT_EQ(first.post("/api/publish", publication("c")).substr(0, 12), "HTTP/1.1 500");
  EXPECT_EQ(first.post("/api/publish", publication("d")).substr(0, 12), "HTTP/1.1 200");
}

TEST(FaultServer, ClosesWithinARequestWithoutCarryingItOut) {
  FaultServer server;
  const std::string text = post_text("/api/publish", publication("a"));
  for (std::size_t bytes = 0; bytes <= text.size(); bytes += 13) {
    server.always(bytes % 2 == 0 ? faults::close_after_request_bytes(bytes)
                                 : faults::reset_after_request_bytes(bytes));
    RawClient client{server.port()};
    client.send(text);
    EXPECT_EQ(client.receive(), "") << bytes;
  }
  EXPECT_EQ(server.executions().total(), 0U);
}

TEST(FaultServer, ClosesWithinAResponse) {
  FaultServer server;
  for (const std::size_t bytes : {std::size_t{1}, std::size_t{20}, std::size_t{80}}) {
    server.always(faults::close_after_response_bytes(bytes));
    RawClient client{server.port()};
    client.send(post_text("/api/publish", publication("a")));
    EXPECT_EQ(client.receive().size(), bytes);
  }
  EXPECT_EQ(server.executions().count("a"), 3U);
}

TEST(FaultServer, AnswersBeforeItHasReadTheBody) {
  FaultServer server;
  server.always(faults::early_status(401));
  RawClient client{server.port()};
  client.send("POST /api/publish HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n{");
  EXPECT_EQ(client.receive().substr(0, 12), "HTTP/1.1 401");
}

TEST(FaultServer, WritesWrongLengthsAndNumbersOfReplies) {
  FaultServer server;
  std::vector<Fault> wrong = {faults::framing(Framing::too_short),
                              faults::framing(Framing::twice),
                              faults::framing(Framing::garbage),
                              faults::framing(Framing::negative),
                              faults::framing(Framing::chunked),
                              faults::framing(Framing::broken_chunks),
                              faults::framing(Framing::absent),
                              faults::replies(1),
                              faults::replies(-1)};
  for (Fault& fault : wrong) fault.ending = Ending::close;  // by which the answer's end is known
  server.script(std::move(wrong));
  const auto answer = [&] {
    RawClient client{server.port()};
    client.send(post_text("/api/batch", R"({"commands":[{"publish":)" + publication("a") + "}]}"));
    return client.receive();
  };
  const auto length_of = [](const std::string& text) {
    return text.substr(text.find("Content-Length: "), text.find("\r\n\r\n") - text.find("Content-Length: "));
  };
  EXPECT_EQ(length_of(answer()), "Content-Length: 25");
  EXPECT_EQ(length_of(answer()), "Content-Length: 51\r\nContent-Length: 25");
  EXPECT_EQ(length_of(answer()), "Content-Length: banana");
  EXPECT_EQ(length_of(answer()), "Content-Length: -5");
  EXPECT_NE(answer().find("\r\n\r\n19\r\n{"), std::string::npos);
  EXPECT_NE(answer().find("\r\nzz\r\n"), std::string::npos);
  EXPECT_EQ(answer().find("Content-Length"), std::string::npos);
  EXPECT_NE(answer().find(R"(,{"publish":{"epoch":"ep","offset":8}}])"), std::string::npos);
  EXPECT_EQ(body_of(answer()), R"({"replies":[]})");
}

TEST(FaultServer, GoesAwayAndComesBackOnItsPort) {
  FaultServer server;
  RawClient idle{server.port()};
  idle.post("/api/publish", publication("a"));
  server.script({faults::crash(2, milliseconds{50})});
  RawClient client{server.port()};
  const std::string one = R"({"publish":)" + publication("b") + "}";
  EXPECT_EQ(client.post("/api/batch", R"({"commands":[)" + one + "," + one + "," + one + "]}"), "");
  EXPECT_TRUE(idle.is_closed());
  EXPECT_EQ(server.executions().count("b"), 2U);
  EXPECT_TRUE(eventually([&] {
    try {
      const std::string answer = RawClient{server.port()}.post("/api/publish", publication("c"));
      return answer.substr(0, 12) == "HTTP/1.1 200";
    } catch (const std::system_error&) {
      return false;
    }
  }));
  const std::uint16_t port = server.port();
  server.restart();
  EXPECT_EQ(server.port(), port);
  EXPECT_EQ(RawClient{port}.post("/api/publish", publication("d")).substr(0, 12), "HTTP/1.1 200");
}

TEST(FaultServer, StopsAtOnceWhateverItIsDoing) {
  const auto start = std::chrono::steady_clock::now();
  for (const Fault& fault :
       {faults::hang(), faults::drip(1, milliseconds{10000}), faults::delay(milliseconds{10000}),
        faults::endless_1xx(), faults::huge_body(std::size_t{1} << 40U)}) {
    FaultServer server;
    server.always(fault);
    RawClient client{server.port()};
    RawClient idle{server.port()};
    client.send(post_text("/api/publish", publication("a")));
    while (server.executions().count("a") == 0) std::this_thread::yield();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{5});
}

TEST(FaultServer, HoldsAnAnswerUntilItsLatchOpens) {
  FaultServer server;
  const Latch closed;
  Latch latch;
  server.script({faults::held(latch), faults::held(closed)});
  RawClient client{server.port()};
  client.send(post_text("/api/publish", publication("a")));
  ASSERT_TRUE(eventually([&] { return server.executions().count("a") == 1; })) << "carried out at once";
  EXPECT_EQ(client.receive({}, milliseconds{20}), "");
  latch.open();
  EXPECT_EQ(client.receive("}}").substr(0, 12), "HTTP/1.1 200");
  client.send(post_text("/api/publish", publication("b")));
  ASSERT_TRUE(eventually([&] { return server.executions().count("b") == 1; }));
  EXPECT_EQ(server.stats().open, 1U);
  server.stop();
  EXPECT_EQ(server.stats().open, 0U) << "a closed latch does not keep it";
}

TEST(FaultServer, ClosesAnIdleConnection) {
  FaultServer server;
  server.always(faults::idle_close(milliseconds{30}));
  RawClient client{server.port()};
  client.post("/api/publish", publication("a"));
  EXPECT_TRUE(client.is_closed());
}

TEST(FaultServer, ListensOnAUnixSocketAndOnLoopbackOnly) {
  FaultServerOptions options;
  options.host = socket_path("fault");
  FaultServer server{options};
  RawClient client{0, options.host};
  EXPECT_EQ(client.post("/api/publish", publication("a")).substr(0, 12), "HTTP/1.1 200");
  options.host = "0.0.0.0";
  EXPECT_THROW(FaultServer{options}, std::system_error);
}

TEST(FaultServer, SchedulesTheSameFaultsFromASeed) {
  std::size_t spoiled = 0;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const Fault fault = faults::scheduled(7, i, 0.25, milliseconds{100});
    EXPECT_EQ(fault.name, faults::scheduled(7, i, 0.25, milliseconds{100}).name);
    if (fault.name != "ok") ++spoiled;
  }
  EXPECT_GT(spoiled, 400U);
  EXPECT_LT(spoiled, 600U);
}

TEST(FaultServer, CountsExactlyUnderManyThreads) {
  FaultServer server;
  server.next_fault([](const RequestSeen& seen) {
    return seen.number % 7 == 0 ? faults::execute_then_close() : faults::ok();
  });
  constexpr int kThreads = 8;
  constexpr int kEach = 50;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        RawClient{server.port()}.post("/api/publish",
                                      publication(std::to_string(t) + "." + std::to_string(i)));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(server.executions().total(), std::size_t{kThreads * kEach});
  EXPECT_EQ(server.executions().counts().size(), std::size_t{kThreads * kEach});
  EXPECT_EQ(server.stats().requests, std::size_t{kThreads * kEach});
}

TEST(FaultServer, MakesBombsAndDepths) {
  EXPECT_LT(faults::gzip_bomb(100'000'000).body->size(), 600'000U);
  EXPECT_EQ(faults::deep_json(1000).body->size(), 2000U + 11U);
}

}  // namespace
}  // namespace cent::test

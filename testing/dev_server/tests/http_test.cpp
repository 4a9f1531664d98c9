#include <gtest/gtest.h>

#include <cent/testing/dev_server.hpp>
#include <string>

#include "support/plain_http.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using testing::DevServer;
using testing::DevServerOptions;
using testing::Generation;

std::string sized(std::size_t size) {
  return R"({"channel":"big","data":")" + std::string(size, 'x') + "\"}";
}

TEST(DevServerHttp, AnswersSeveralRequestsOnOneConnection) {
  const DevServer server;
  RawConnection connection(server.port());
  for (int i = 1; i <= 3; ++i) {
    connection.send(to_bytes(api_request("/api/publish", R"({"channel":"c","data":1})")));
    EXPECT_EQ(json::parse(connection.read_response().body).at("result").at("offset"), i);
  }
  EXPECT_EQ(server.stats().connections_accepted, 1U);
  EXPECT_EQ(server.stats().requests_by_path.at("/api/publish"), 3U);
  EXPECT_EQ(server.stats().commands_by_method.at("publish"), 3U);
}

TEST(DevServerHttp, AnswersRequestsSentAtOnceInTheirOrder) {
  const DevServer server;
  RawConnection connection(server.port());
  const std::string one = to_bytes(api_request("/api/publish", R"({"channel":"c","data":1})"));
  connection.send(one + one + one);
  for (int i = 1; i <= 3; ++i) {
    EXPECT_EQ(json::parse(connection.read_response().body).at("result").at("offset"), i);
  }
}

TEST(DevServerHttp, RefusesWhatIsNoRequestAndGoesOn) {
  const DevServer server;
  for (const auto& [text, status] :
       {std::pair{"garbage\r\n\r\n", 400}, std::pair{"GET / HTTP/1.1\r\n\r\n", 400},
        std::pair{"GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400},
        std::pair{"POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400}}) {
    RawConnection connection(server.port());
    connection.send(text);
    EXPECT_EQ(connection.read_response().status, status) << text;
    EXPECT_TRUE(connection.closed_within()) << text;
  }
  EXPECT_EQ(exchange(server.port(), api_request("/api/info", "{}")).status, 200);
}

TEST(DevServerHttp, RefusesAHeaderThatIsTooLong) {
  const DevServer server;
  RawRequest request = api_request("/api/info", "{}");
  request.headers.emplace_back("X-Long", std::string(60 * 1000, 'a'));
  EXPECT_EQ(exchange(server.port(), request).status, 200);
  request.headers.emplace_back("X-Longer", std::string(10 * 1000, 'a'));
  EXPECT_EQ(exchange(server.port(), request).status, 431);
}

TEST(DevServerHttp, RefusesALengthThatNobodyMeans) {
  const DevServer server;
  RawRequest request = api_request("/api/info", {});
  request.headers.emplace_back("Content-Length", "99999999999999");
  EXPECT_EQ(exchange(server.port(), request).status, 413);
  EXPECT_EQ(exchange(server.port(), api_request("/api/info", "{}")).status, 200);
}

TEST(DevServerHttp, SurvivesRequestsThatBreakOff) {
  const DevServer server;
  for (const std::size_t size : {1U, 20U, 90U, 150U}) {
    RawConnection connection(server.port());
    connection.send(to_bytes(api_request("/api/publish", sized(1000))).substr(0, size));
  }
  EXPECT_EQ(command(server.port(), "history", {{"channel", "big"}, {"limit", -1}}).at("result").at("offset"),
            0);
}

TEST(DevServerHttp, TakesAndGivesBigBodies) {
  const DevServer server;
  constexpr std::size_t kSize = 8 * 1024 * 1024;
  EXPECT_EQ(exchange(server.port(), api_request("/api/publish", sized(kSize))).status, 200);
  const RawResponse back =
      exchange(server.port(), api_request("/api/history", R"({"channel":"big","limit":-1})"));
  EXPECT_GT(back.body.size(), kSize);
  EXPECT_EQ(json::parse(back.body).at("result").at("publications").at(0).at("data").get<std::string>().size(),
            kSize);
}

TEST(DevServerHttp, SendsSmallRepliesWithLengthAndLargeOnesInChunks) {
  const DevServer server;
  const auto reply_to = [&](std::size_t size) {
    exchange(server.port(), api_request("/api/history_remove", R"({"channel":"big"})"));
    exchange(server.port(), api_request("/api/publish", sized(size)));
    return exchange(server.port(), api_request("/api/history", R"({"channel":"big","limit":-1})"));
  };
  const RawResponse small = reply_to(100);
  EXPECT_EQ(small.header("content-length"), std::to_string(small.body.size()));
  const std::size_t around = small.body.size() - 100;
  const RawResponse most = reply_to(2048 - around);
  EXPECT_EQ(most.header("content-length"), "2048");
  const RawResponse large = reply_to(2049 - around);
  EXPECT_EQ(large.header("content-length"), std::nullopt);
  EXPECT_EQ(large.header("transfer-encoding"), "chunked");
  EXPECT_EQ(large.body.size(), 2049U);
}

TEST(DevServerHttp, ReadsBodiesInChunks) {
  const DevServer server;
  RawRequest request =
      api_request("/api/publish", "8\r\n{\"channe\r\n10\r\nl\":\"c\",\"data\":1}\r\n0\r\n\r\n");
  request.headers.emplace_back("Transfer-Encoding", "chunked");
  EXPECT_EQ(exchange(server.port(), request).status, 200);
  EXPECT_EQ(command(server.port(), "history", {{"channel", "c"}}).at("result").at("offset"), 1);
}

TEST(DevServerHttp, SaysContinueToWhoWaitsForIt) {
  const DevServer server;
  RawRequest request = api_request("/api/publish", R"({"channel":"c","data":1})");
  request.headers.emplace_back("Expect", "100-Continue");
  const std::string bytes = to_bytes(request);
  const std::size_t body = bytes.find("\r\n\r\n") + 4;
  RawConnection connection(server.port());
  connection.send(bytes.substr(0, body));
  EXPECT_EQ(connection.read_head().status, 100);
  connection.send(bytes.substr(body));
  EXPECT_EQ(connection.read_response().status, 200);
}

TEST(DevServerHttp, RefusesAWrongKeyBeforeALargeBodyAndCloses) {
  const DevServer server;
  RawRequest request = api_request("/api/publish", {});
  request.headers = {{"X-API-Key", "wrong"}, {"Content-Length", "10000000"}};
  RawConnection connection(server.port());
  connection.send(to_bytes(request));
  EXPECT_EQ(connection.read_response().status, 401);
  EXPECT_TRUE(connection.closed_within());

  request.headers = {{"X-API-Key", "wrong"}, {"Content-Length", "10"}, {"Expect", "100-continue"}};
  RawConnection waiting(server.port());
  waiting.send(to_bytes(request));
  EXPECT_EQ(waiting.read_response().status, 401);
  EXPECT_TRUE(waiting.closed_within());
}

TEST(DevServerHttp, KeepsTheConnectionAfterASmallRefusal) {
  const DevServer server;
  RawConnection connection(server.port());
  connection.send(to_bytes({"POST", "/api/publish", {{"X-API-Key", "wrong"}}, sized(1000)}));
  EXPECT_EQ(connection.read_response().status, 401);
  connection.send(to_bytes(api_request("/api/nowhere", sized(1000))));
  EXPECT_EQ(connection.read_response().status, 404);
  connection.send(to_bytes(api_request("/api/info", "{}")));
  EXPECT_EQ(connection.read_response().status, 200);
}

TEST(DevServerHttp, RedirectsDoubleSlashesWithTheirQuery) {
  const DevServer v6;
  const RawResponse newer = exchange(v6.port(), api_request("/api//publish?x=1", "{}"));
  EXPECT_EQ(newer.status, 307);
  EXPECT_EQ(newer.header("location"), "/api/publish?x=1");
  DevServerOptions options;
  options.generation = Generation::v3;
  const DevServer v3(options);
  EXPECT_EQ(exchange(v3.port(), api_request("//api", "{}")).status, 301);
}

TEST(DevServerHttp, SendsNoBodyToWhoAsksForTheHeadAlone) {
  const DevServer server;
  RawConnection connection(server.port());
  for (const auto& [path, status] :
       {std::pair{"/nope", 404}, std::pair{"/health", 200}, std::pair{"/api", 405}}) {
    connection.send(to_bytes({"HEAD", path, {}, {}}));
    EXPECT_EQ(connection.read_response(true).status, status) << path;
  }
  // The bytes that follow on the connection are read as the next request.
  connection.send(to_bytes(api_request("/api/info", "{}")));
  EXPECT_EQ(connection.read_response().status, 200);
}

TEST(DevServerHttp, CleansPathsAsRealServersDo) {
  const DevServer server;
  EXPECT_EQ(exchange(server.port(), api_request("/%61pi/pub%6Cish", R"({"channel":"c","data":1})")).status,
            200);
  for (const auto& [path, clean] :
       {std::pair{"/api/./publish", "/api/publish"}, std::pair{"/x/../api", "/api"},
        std::pair{"//api", "/api"}, std::pair{"/../api/info/../publish?a=%61", "/api/publish?a=%61"},
        std::pair{"/api/.", "/api"}, std::pair{"/api/x/..//", "/api/"}}) {
    const RawResponse response = exchange(server.port(), api_request(path, "{}"));
    EXPECT_EQ(response.status, 307) << path;
    EXPECT_EQ(response.header("location"), clean) << path;
    EXPECT_EQ(response.body, "") << path;
  }
  const RawResponse get = exchange(server.port(), {"GET", "//api", {}, {}});
  EXPECT_EQ(get.status, 307);
  EXPECT_EQ(get.header("content-type"), "text/html; charset=utf-8");
  EXPECT_NE(get.body.find("href=\"/api\""), std::string::npos) << get.body;
  EXPECT_EQ(exchange(server.port(), api_request("/%zz", "{}")).status, 400);
}

TEST(DevServerHttp, ServesTheWholeAddressThatAProxyPassesOn) {
  const DevServer server;
  EXPECT_EQ(exchange(server.port(), api_request("http://example.com/api/info", "{}")).status, 200);
  EXPECT_EQ(exchange(server.port(), api_request("http://example.com:8000/health?x=1", "{}")).status, 200);
  EXPECT_EQ(exchange(server.port(), api_request("http://example.com", "{}")).header("location"), "/");
  EXPECT_EQ(exchange(server.port(), {"OPTIONS", "*", {}, {}}).status, 200);
  EXPECT_EQ(exchange(server.port(), {"GET", "*", {}, {}}).status, 400);
}

TEST(DevServerHttp, RefusesHeadersThatItCannotObey) {
  const DevServer server;
  const auto with = [&](const std::string& name, const std::string& value) {
    RawRequest request = api_request("/api/info", "{}");
    request.headers.emplace_back(name, value);
    return exchange(server.port(), request);
  };
  EXPECT_EQ(with("Host", "other").status, 400);
  EXPECT_EQ(with("Expect", "foo").status, 417);
  EXPECT_EQ(with("Transfer-Encoding", "gzip").status, 501);
  EXPECT_EQ(with("Host", "other").header("content-type"), "text/plain; charset=utf-8");
}

TEST(DevServerHttp, KeepsBrowsersFromGuessingTheTypeOfErrors) {
  const DevServer server;
  EXPECT_EQ(exchange(server.port(), api_request("/nope", "{}")).header("x-content-type-options"), "nosniff");
  EXPECT_EQ(exchange(server.port(), api_request("/api/publish", "[]")).header("x-content-type-options"),
            "nosniff");
  EXPECT_EQ(exchange(server.port(), api_request("/api/info", "{}")).header("x-content-type-options"),
            std::nullopt);
}

TEST(DevServerHttp, AsksForTheConfiguredKey) {
  DevServerOptions options;
  options.api_key = "other key";
  const DevServer with_space(options);
  EXPECT_EQ(exchange(with_space.port(), {"POST", "/api/info", {{"X-API-Key", "other key"}}, "{}"}).status,
            200);
  EXPECT_EQ(exchange(with_space.port(), {"POST", "/api/info?api_key=other+key", {}, "{}"}).status, 200);
  EXPECT_EQ(exchange(with_space.port(), {"POST", "/api/info?api_key=other%20key", {}, "{}"}).status, 200);
  EXPECT_EQ(exchange(with_space.port(), api_request("/api/info", "{}")).status, 401);
  options.api_key.clear();
  const DevServer without(options);
  EXPECT_EQ(exchange(without.port(), {"POST", "/api/info", {}, "{}"}).status, 401);
  options.insecure = true;
  const DevServer open(options);
  EXPECT_EQ(exchange(open.port(), {"POST", "/api/info", {}, "{}"}).status, 200);
}

TEST(DevServerHttp, ServesTheApiUnderAnotherPrefix) {
  DevServerOptions options;
  options.prefix = "/inner/api";
  const DevServer server(options);
  EXPECT_EQ(exchange(server.port(), api_request("/inner/api/info", "{}")).status, 200);
  EXPECT_EQ(exchange(server.port(), api_request("/inner/api", R"({"method":"info"})")).status, 200);
  EXPECT_EQ(exchange(server.port(), api_request("/api/info", "{}")).status, 404);
}

TEST(DevServerHttp, TurnsErrorsIntoStatusesWhenSetSo) {
  DevServerOptions options;
  options.error_mode_transport = true;
  const DevServer server(options);
  const RawResponse unknown = exchange(server.port(), api_request("/api/history", R"({"channel":"nope:x"})"));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(json::parse(unknown.body).at("code"), 102);
  EXPECT_EQ(exchange(server.port(), api_request("/api/history", R"({"channel":"bare:x"})")).status, 400);
  // The stream and batches go on saying errors inside.
  EXPECT_EQ(command(server.port(), "history", {{"channel", "nope:x"}}).at("error").at("code"), 102);
}

TEST(DevServerHttp, ClosesConnectionsThatAreSilentTooLong) {
  DevServerOptions options;
  options.idle_timeout = std::chrono::milliseconds(700);
  const DevServer server(options);
  RawConnection silent(server.port());
  RawConnection used(server.port());
  used.send(to_bytes(api_request("/api/info", "{}")));
  EXPECT_EQ(used.read_response().status, 200);
  RawStream stream(server.port(), stream_request(subscriptions("c")));
  EXPECT_TRUE(stream.next());
  EXPECT_TRUE(silent.closed_within());
  EXPECT_TRUE(used.closed_within());
  // Subscribers are spared.
  command(server.port(), "publish", {{"channel", "c"}, {"data", 1}});
  EXPECT_TRUE(stream.next());
}

}  // namespace
}  // namespace cent::test

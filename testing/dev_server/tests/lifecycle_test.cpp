#include <gtest/gtest.h>

#include <atomic>
#include <cent/testing/dev_server.hpp>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "support/eventually.hpp"
#include "support/plain_http.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using testing::DevServer;
using testing::DevServerOptions;

TEST(DevServerLife, SaysWhyItCannotHaveAPort) {
  const DevServer first;
  DevServerOptions options;
  options.port = first.port();
  try {
    const DevServer second(options);
    FAIL() << "two servers on one port";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::address_in_use);
    EXPECT_NE(std::string(error.what()).find(std::to_string(first.port())), std::string::npos);
  }
}

TEST(DevServerLife, RefusesPrefixesThatAreNone) {
  for (const char* prefix : {"", "/", "api", "/api/"}) {
    DevServerOptions options;
    options.prefix = prefix;
    EXPECT_THROW(DevServer{options}, std::invalid_argument) << prefix;
  }
}

TEST(DevServerLife, ListensOnLoopbackAlone) {
  const DevServer server;
  EXPECT_EQ(server.address(), "http://127.0.0.1:" + std::to_string(server.port()));
}

TEST(DevServerLife, StopsWithConnectionsAndStreamsOpen) {
  DevServer server;
  const std::uint16_t port = server.port();
  RawConnection idle(port);
  RawConnection halfway(port);
  halfway.send("POST /api/publish HTTP/1.1\r\nHost: x\r\nX-API-Key: api_key\r\nContent-Length: 100\r\n\r\n{");
  RawStream stream(port, stream_request(subscriptions("c")));
  RawStream events(port, event_request(subscriptions("c")));
  ASSERT_TRUE(stream.next());
  ASSERT_TRUE(events.next());
  EXPECT_EQ(server.stats().streams_open, 2U);
  server.stop();
  EXPECT_TRUE(idle.closed_within());
  EXPECT_TRUE(halfway.closed_within());
  EXPECT_EQ(server.stats().streams_open, 0U);
  EXPECT_EQ(server.stats().connections_open, 0U);
  EXPECT_EQ(server.stats().connections_accepted, 4U);
  EXPECT_THROW(RawConnection{port}, std::system_error);
  server.stop();
  EXPECT_EQ(server.port(), port);
}

TEST(DevServerLife, FreesItsPortAtOnce) {
  DevServerOptions options;
  {
    const DevServer first(options);
    options.port = first.port();
    exchange(first.port(), api_request("/api/info", "{}"));
  }
  const DevServer second(options);
  EXPECT_EQ(exchange(options.port, api_request("/api/info", "{}")).status, 200);
}

TEST(DevServerLife, StopsUnderLoad) {
  DevServer server;
  std::atomic<int> answered{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      try {
        for (;;) {
          const RawResponse response =
              exchange(server.port(), api_request("/api/publish", R"({"channel":"c","data":1})"));
          if (response.status != 200 || response.body.find("offset") == std::string::npos) break;
          ++answered;
        }
      } catch (const std::exception&) {
        return;  // the server has gone
      }
      ADD_FAILURE() << "an answer that is not whole";
    });
  }
  EXPECT_TRUE(eventually([&] { return answered >= 50; }));
  server.stop();
  for (std::thread& caller : callers) caller.join();
  EXPECT_GE(server.stats().commands_by_method.at("publish"), 50U);
}

TEST(DevServerLife, IsDestroyedFromAnotherThread) {
  auto server = std::make_unique<DevServer>();
  RawStream stream(server->port(), stream_request(subscriptions("c")));
  ASSERT_TRUE(stream.next());
  std::thread([&] { server.reset(); }).join();
  EXPECT_EQ(server, nullptr);
}

TEST(DevServerLife, ItsClockGoesForwardOnly) {
  DevServer server;
  EXPECT_THROW(server.advance_clock(milliseconds(-1)), std::invalid_argument);
  server.advance_clock(milliseconds(0));
  server.stop();
  server.advance_clock(milliseconds(1));  // nothing left to age
}

}  // namespace
}  // namespace cent::test

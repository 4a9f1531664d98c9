// `cent watch` on the dev server, on a real one, and on a terminal.
#include <gtest/gtest.h>

#include <cent/client.hpp>
#include <csignal>
#include <nlohmann/json.hpp>
#include <string>

#include "faults/lib/neighbour.hpp"
#include "servers.hpp"
#include "support/eventually.hpp"
#include "support/loopback.hpp"

namespace cent::test {
namespace {

using nlohmann::json;

class WatchProgram : public OnAnyServer {
 protected:
  /// Starts a subscriber of two channels.
  Child subscribe(Client& client) {
    cent.set("CENT_TOKEN_SECRET", "secret");
    Child child = cent.start({"tail", "news", "bare:x"});
    EXPECT_TRUE(eventually([&] { return client.channels().channels.size() == 2; }));
    return child;
  }
};

TEST_P(WatchProgram, ShowsNodesChannelsAndRatesOnce) {
  Client client{server->address(), "api_key"};
  const Child subscriber = subscribe(client);
  client.publish("news", Json::of(1));
  Cent watch;
  watch.set("CENT_URL", server->address());
  const Cent::Ended ended = watch.run({"watch", "--once", "--interval", "100ms"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  const json seen = json::parse(ended.out);
  EXPECT_EQ(seen["num_channels"], 2);
  EXPECT_EQ(seen["nodes"].size(), 1U);
  EXPECT_EQ(seen["channels"][0].dump(),
            R"({"channel":"bare:x","clients":1,"offset":null,"per_second":null})");
  EXPECT_EQ(seen["channels"][1].dump(), R"({"channel":"news","clients":1,"offset":1,"per_second":0})");
  const json some =
      json::parse(watch.run({"watch", "ne*", "--once", "--interval", "10ms", "--most", "1"}).out);
  EXPECT_EQ(some["channels"].size(), 1U);
}

TEST_P(WatchProgram, LooksAgainUntilItIsInterrupted) {
  Client client{server->address(), "api_key"};
  const Child subscriber = subscribe(client);
  Cent watch;
  watch.set("CENT_URL", server->address());
  Child child = watch.start({"watch", "--interval", "50ms"});
  EXPECT_TRUE(eventually([&] {
    client.publish("news", Json::of(1));
    const std::string out = child.output();
    const std::size_t at = out.rfind("\"channel\":\"news\"");
    if (at == std::string::npos || out.find('}', at) == std::string::npos) return false;
    const std::string rate = out.substr(at, out.find('}', at) - at);
    return rate.find("per_second\":0") == std::string::npos && rate.find("null") == std::string::npos;
  }));
  child.signal(SIGTERM);
  EXPECT_EQ(child.wait(std::chrono::seconds{20}), 0);
}

TEST_P(WatchProgram, LeavesTheTerminalAsItWas) {
  CENT_NEEDS_PROGRAM("script");
  const std::string inside =
      "stty cols 40; \"$CENT\" watch --interval 50ms & sleep 1; kill -INT $!; wait $!; echo code $?";
  const Cent::Ended ended = cent.shell("script -qec " + Cent::quoted(inside) + " /dev/null </dev/null");
  EXPECT_NE(ended.out.find("\x1b[?1049h"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("num_channels"), std::string::npos) << ended.out;
  const std::size_t end = ended.out.find("\x1b[?1049l");
  ASSERT_NE(end, std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("code 0", end), std::string::npos) << ended.out;
}

INSTANTIATE_TEST_SUITE_P(On, WatchProgram, ::testing::Bool(), name_of_server);

TEST(WatchOnFaults, EndsIfThereIsNoConnection) {
  const BoundPort port;
  Cent cent;
  cent.set("CENT_URL", "http://127.0.0.1:" + std::to_string(port.port()));
  cent.set("CENT_TIMEOUT", "1s");
  EXPECT_EQ(cent.run({"watch"}).code, 3);
  EXPECT_EQ(cent.run({"watch", "--interval", "soon"}).code, 2);
}

}  // namespace
}  // namespace cent::test

// `cent tail` on the dev server and on a real one.
#include <gtest/gtest.h>

#include <cent/client.hpp>
#include <csignal>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "servers.hpp"
#include "support/eventually.hpp"
#include "support/fault_server.hpp"
#include "support/loopback.hpp"

namespace cent::test {
namespace {

using nlohmann::json;

class TailProgram : public OnAnyServer {
 protected:
  void SetUp() override {
    OnAnyServer::SetUp();
    if (IsSkipped()) return;
    client.emplace(server->address(), "api_key");
    cent.set("CENT_TOKEN_SECRET", "secret");
  }
  /// Starts it, and waits until the server has its subscription.
  Child start(const std::string& words) {
    Child child = cent.start_shell("exec \"$CENT\" tail " + words + " 2>err");
    EXPECT_TRUE(eventually([&] { return client->presence_stats("news").num_clients == 1; }))
        << read_file(cent.path("err"));
    // Real servers show presence a moment before they take the position at which the subscription begins.
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    return child;
  }
  static std::vector<std::string> data_of(const std::string& output) {
    std::vector<std::string> all;
    std::istringstream lines{output};
    for (std::string line; std::getline(lines, line);) {
      const json one = json::parse(line);
      all.push_back(one["channel"].get<std::string>() + " " + one["offset"].dump() + " " +
                    one["data"].dump());
    }
    return all;
  }
  std::optional<Client> client{};
};

TEST_P(TailProgram, ShowsPublicationsUntilItIsInterrupted) {
  client->publish("news", Json::of(0));
  Child child = start("news other");
  client->publish("news", Json::of(1));
  client->publish("other", Json::of("two"));
  PublishRequest tagged;
  tagged.channel = "news";
  tagged.data = Json::raw(R"({"n": 3})");
  tagged.tags = {{"a", "b"}};
  client->publish(tagged);
  EXPECT_TRUE(eventually([&] { return child.output().find("tags") != std::string::npos; }));
  child.signal(SIGINT);
  EXPECT_EQ(child.wait(std::chrono::seconds{20}), 0);
  auto shown = data_of(child.output());
  std::sort(shown.begin(), shown.end());
  EXPECT_EQ(shown, (std::vector<std::string>{"news 2 1", "news 3 {\"n\":3}", "other 1 \"two\""}));
  EXPECT_EQ(read_file(cent.path("err")), "");
}

TEST_P(TailProgram, BeginsAtAPositionAndEndsAfterACount) {
  const PublishResult first = client->publish("news", Json::of(1));
  client->publish("news", Json::of(2));
  client->publish("news", Json::of(3));
  const Cent::Ended ended =
      cent.run({"tail", "news", "--since", "1:" + first.epoch, "--count", "2", "--user", "42"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(data_of(ended.out), (std::vector<std::string>{"news 2 2", "news 3 3"}));
  const Cent::Ended other = cent.run({"tail", "news", "--since", "1:nope", "--count", "3"});
  EXPECT_EQ(other.code, 0) << other.err;
  EXPECT_NE(other.err.find("news: the history was lost and began again, with epoch"), std::string::npos)
      << other.err;
}

TEST_P(TailProgram, ReadsAfterABreakWhatItMissed) {
  Child child = start("news --user 42");
  client->publish("news", Json::of(1));
  EXPECT_TRUE(eventually([&] { return data_of(child.output()).size() == 1; }));
  DisconnectRequest disconnect;
  disconnect.user = "42";
  disconnect.disconnect = Disconnect{};
  disconnect.disconnect->code = 3001;
  disconnect.disconnect->reason = "go";
  client->disconnect(disconnect);
  for (int i = 2; i <= 4; ++i) client->publish("news", Json::of(i));
  EXPECT_TRUE(eventually([&] {
    return read_file(cent.path("err")).find("connected again") != std::string::npos;
  })) << read_file(cent.path("err"));
  client->publish("news", Json::of(5));
  EXPECT_TRUE(eventually([&] { return data_of(child.output()).size() == 5; }));
  child.signal(SIGINT);
  EXPECT_EQ(child.wait(std::chrono::seconds{20}), 0);
  EXPECT_EQ(data_of(child.output()),
            (std::vector<std::string>{"news 1 1", "news 2 2", "news 3 3", "news 4 4", "news 5 5"}));
}

TEST_P(TailProgram, TakesATokenOrNone) {
  const PublishResult first = client->publish("news", Json::of(1));
  const std::string since = "0:" + first.epoch;
  cent.set("CENT_TOKEN_SECRET", "");
  EXPECT_EQ(cent.run({"tail", "news", "--since", since, "--count", "1"}).code, 0);
  const Cent::Ended with_token = cent.shell(
      "umask 077; CENT_TOKEN_SECRET=secret \"$CENT\" token make connection --sub 42 --channels news >token; "
      "\"$CENT\" tail news --token-file token --count 1 --since " +
      since);
  EXPECT_EQ(with_token.code, 0) << with_token.err;
  const Cent::Ended bad = cent.run({"tail", "news", "--token", "a.b.c"});
  EXPECT_EQ(bad.code, 1) << bad.err;
  EXPECT_NE(bad.err.find("invalid token"), std::string::npos) << bad.err;
}

TEST_P(TailProgram, SaysThatNamespacesHaveNoHistory) {
  Child child = cent.start_shell("exec \"$CENT\" tail bare:x --count 1 2>err");
  EXPECT_TRUE(
      eventually([&] { return read_file(cent.path("err")).find("no history") != std::string::npos; }));
  client->publish("bare:x", Json::of(1));
  EXPECT_EQ(child.wait(std::chrono::seconds{20}), 0);
  EXPECT_EQ(data_of(child.output()), std::vector<std::string>{"bare:x 0 1"});
}

INSTANTIATE_TEST_SUITE_P(On, TailProgram, ::testing::Bool(), name_of_server);

TEST(TailOnFaults, EndsIfThereIsNoConnection) {
  const BoundPort port;
  Cent cent;
  cent.set("CENT_URL", "http://127.0.0.1:" + std::to_string(port.port()));
  const Cent::Ended ended = cent.run({"tail", "news"});
  EXPECT_EQ(ended.code, 3);
  EXPECT_EQ(cent.run({"tail", "news", "--since", "x"}).code, 2);
  EXPECT_EQ(cent.run({"tail", "a", "b", "--since", "1"}).code, 2);
  EXPECT_EQ(cent.run({"tail"}).code, 2);
}

TEST(TailOnFaults, EndsIfTheServerHasNoStream) {
  FaultServer server;
  server.always(faults::status(404));
  Cent cent;
  cent.set("CENT_URL", server.address());
  const Cent::Ended ended = cent.run({"tail", "news"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("uni_http_stream"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace cent::test

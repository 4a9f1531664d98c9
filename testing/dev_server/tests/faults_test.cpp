// Faults on demand.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "subscribing.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using testing::DevServer;
using testing::DevServerOptions;
using testing::RandomFaults;
using testing::RequestFault;

RawRequest publication() { return api_request("/api/publish", R"({"channel":"c","data":1})"); }

int published(const DevServer& server) {
  return command(server.port(), "history", {{"channel", "c"}}).at("result").at("offset");
}

TEST(DevServerFaults, AreCountedAndComeInTheirOrder) {
  DevServer server;
  server.fail_next(2);
  server.fail_next(1, {429, false});
  std::vector<int> statuses;
  for (int i = 0; i < 4; ++i) statuses.push_back(exchange(server.port(), publication()).status);
  EXPECT_EQ(statuses, (std::vector<int>{503, 503, 429, 200}));
  EXPECT_EQ(published(server), 1) << "those that failed had no effect";
}

TEST(DevServerFaults, MayLoseOnlyTheAnswer) {
  DevServer server;
  server.fail_next(1, {0, true});
  server.fail_next(1, {502, true});
  server.fail_next(1, {0, false});
  EXPECT_THROW(exchange(server.port(), publication()), std::runtime_error);
  EXPECT_EQ(exchange(server.port(), publication()).status, 502);
  RawConnection third(server.port());
  third.send(to_bytes(publication()));
  EXPECT_TRUE(third.closed_within());
  EXPECT_EQ(published(server), 2);
}

TEST(DevServerFaults, SpareOtherRequests) {
  DevServer server;
  server.fail_next();
  EXPECT_EQ(exchange(server.port(), {"POST", "/api/info", {{"X-API-Key", "wrong"}}, "{}"}).status, 401);
  EXPECT_EQ(exchange(server.port(), {"GET", "/health", {}, {}}).status, 200);
  RawStream stream(server.port(), stream_request(subscriptions("c")));
  EXPECT_TRUE(stream.next());
  EXPECT_EQ(exchange(server.port(), publication()).status, 503);
  // A stopped server has no requests that could fail.
  server.stop();
  server.fail_next();
  server.delay(milliseconds(1));
}

TEST(DevServerFaults, ADelayHoldsBackTheAnswerAndNotTheEffect) {
  DevServer server;
  server.delay(std::chrono::hours(1));
  RawConnection waiting(server.port());
  waiting.send(to_bytes(publication()));
  RawStream stream(server.port(), stream_request(subscriptions("c")));
  ASSERT_TRUE(stream.next());
  RawConnection second(server.port());
  second.send(to_bytes(publication()));
  EXPECT_EQ(next(stream).at("pub").at("data"), 1) << "other connections do not wait";
  EXPECT_THROW(waiting.read_head(milliseconds(50)), std::runtime_error);
  server.delay(milliseconds(20));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(published(server), 2);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(20));
  server.delay(milliseconds(0));
  EXPECT_EQ(published(server), 2);
}

TEST(DevServerFaults, AtRandomComeAsTheSeedSays) {
  const auto statuses = [](std::uint64_t seed) {
    DevServerOptions options;
    options.faults.share = 0.5;
    options.faults.fault.status = 500;
    options.faults.seed = seed;
    const DevServer server(options);
    std::vector<int> all;
    for (int i = 0; i < 64; ++i) all.push_back(exchange(server.port(), publication()).status);
    return all;
  };
  const std::vector<int> first = statuses(1);
  EXPECT_EQ(first, statuses(1));
  EXPECT_NE(first, statuses(2));
  const auto failed = std::count(first.begin(), first.end(), 500);
  EXPECT_GT(failed, 10);
  EXPECT_LT(failed, 54);
}

TEST(DevServerFaults, MustBePossible) {
  DevServer server;
  for (const int status : {-1, 1, 200, 399, 600}) {
    EXPECT_THROW(server.fail_next(1, {status, false}), std::invalid_argument) << status;
  }
  EXPECT_THROW(server.delay(milliseconds(-1)), std::invalid_argument);
  const auto made_with = [](const RandomFaults& faults) {
    DevServerOptions options;
    options.faults = faults;
    return DevServer(options).port();
  };
  for (const double share : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THROW(made_with({share, {}, {}, {}, 0}), std::invalid_argument) << share;
  }
  EXPECT_THROW(made_with({0, {17, false}, {}, {}, 0}), std::invalid_argument);
  EXPECT_THROW(made_with({0, {}, milliseconds(2), milliseconds(1), 0}), std::invalid_argument);
  EXPECT_THROW(made_with({0, {}, milliseconds(-2), milliseconds(1), 0}), std::invalid_argument);
}

}  // namespace
}  // namespace cent::test

// `cent bench` on the dev server and on a real one: what it asks, sends and counts. Its times are no verdict.
#include <gtest/gtest.h>

#include <cent/client.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "faults/lib/neighbour.hpp"
#include "servers.hpp"

namespace cent::test {
namespace {

using nlohmann::json;

class BenchProgram : public OnAnyServer {
 protected:
  std::uint64_t published() { return Client{server->address(), "api_key"}.history("news").offset; }
};

TEST_P(BenchProgram, MeasuresPublishingAndDelivery) {
  cent.set("CENT_TOKEN_SECRET", "secret");
  const Cent::Ended ended = cent.run({"bench", "news", "--messages", "200", "--yes", "--svg", "times.svg"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.err.find("publishes up to 200 messages of 100 bytes to the channel news"),
            std::string::npos)
      << ended.err;
  const json seen = json::parse(ended.out);
  EXPECT_EQ(seen["applied"], 200);
  EXPECT_EQ(seen["delivered"], 200);
  ASSERT_EQ(seen["times"].size(), 2U);
  EXPECT_GT(seen["times"][0]["p50_ms"], 0.0);
  EXPECT_GE(seen["times"][1]["max_ms"], seen["times"][1]["p50_ms"]);
  EXPECT_EQ(published(), 200U);
  EXPECT_EQ(read_file(cent.path("times.svg")).rfind("<svg ", 0), 0U);
}

TEST_P(BenchProgram, KeepsToItsRateAndItsTime) {
  const Cent::Ended ended =
      cent.run({"bench", "news", "--rate", "100", "--duration", "200ms", "--publish-only", "--yes"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  const json seen = json::parse(ended.out);
  EXPECT_LE(seen["applied"], 21);
  EXPECT_EQ(seen["times"].size(), 1U);
}

TEST_P(BenchProgram, AsksFirst) {
  const Cent::Ended without = cent.run({"bench", "news"});
  EXPECT_EQ(without.code, 2);
  EXPECT_NE(without.err.find("--yes"), std::string::npos) << without.err;
  CENT_NEEDS_PROGRAM("script");
  for (const char* const answer : {"n", "y"}) {
    const Cent::Ended ended =
        cent.shell("echo " + std::string(answer) +
                   " | script -qec '\"$CENT\" bench news --messages 20 --publish-only' /dev/null");
    const bool goes_on = *answer == 'y';
    EXPECT_EQ(ended.code, goes_on ? 0 : 3) << ended.out;
    EXPECT_NE(ended.out.find("Go on? [y/N]"), std::string::npos) << ended.out;
    EXPECT_EQ(ended.out.find("publish, ms") != std::string::npos, goes_on) << ended.out;
    EXPECT_EQ(published(), goes_on ? 20U : 0U);
  }
}

TEST_P(BenchProgram, SaysThatItCannotMeasure) {
  cent.set("CENT_TOKEN_SECRET", "wrong");
  const Cent::Ended no_subscriber = cent.run({"bench", "news", "--messages", "20", "--yes"});
  EXPECT_EQ(no_subscriber.code, 2);
  EXPECT_NE(no_subscriber.err.find("--publish-only"), std::string::npos) << no_subscriber.err;
  EXPECT_EQ(published(), 0U);
  EXPECT_EQ(cent.run({"bench", "nope:x", "--messages", "20", "--yes", "--publish-only"}).code, 1);
  EXPECT_EQ(
      cent.run({"bench", "news", "--messages", "2", "--yes", "--publish-only", "--svg", "/dev/full"}).code,
      2);
}

INSTANTIATE_TEST_SUITE_P(On, BenchProgram, ::testing::Bool(), name_of_server);

}  // namespace
}  // namespace cent::test

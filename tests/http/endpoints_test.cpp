#include "http/endpoints.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::Endpoint;
using detail::Endpoints;
using detail::EndpointUse;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Endpoints::Time kStart{seconds{1000}};
const detail::Dialects kDialects{ClientOptions{}};

ClientOptions spreading() {
  ClientOptions options;
  options.balance = Balance::spread;
  return options;
}

/// The address of a request that has ended.
Endpoint& choice(Endpoints& nodes, Endpoints::Time now) { return nodes.choose(now).endpoint(); }

TEST(Endpoints, TheFirstThatIsNotSetAsideIsUsed) {
  Endpoints nodes{{"http://a", "http://b", "http://c"}, {}, kDialects};
  Endpoint& a = choice(nodes, kStart);
  EXPECT_EQ(a.base, "http://a/api");
  a.set_aside(kStart);
  Endpoint& b = choice(nodes, kStart);
  EXPECT_EQ(b.base, "http://b/api");
  b.set_aside(kStart + milliseconds{10});
  EXPECT_TRUE(nodes.another_ready(b, kStart + milliseconds{10}));
  EXPECT_FALSE(nodes.another_ready(choice(nodes, kStart + milliseconds{10}), kStart + milliseconds{10}))
      << "it is that one";
  Endpoint& c = choice(nodes, kStart + milliseconds{10});
  EXPECT_EQ(c.base, "http://c/api");
  c.set_aside(kStart + milliseconds{20});
  EXPECT_FALSE(nodes.another_ready(c, kStart + milliseconds{20}));
  EXPECT_EQ(&choice(nodes, kStart + milliseconds{20}), &a) << "whose time ends first";
  b.works();
  EXPECT_EQ(&choice(nodes, kStart + milliseconds{20}), &b);
}

TEST(Endpoints, AFailureInARowSetsAsideForTwiceAsLong) {
  Endpoints nodes{{"http://a", "http://b"}, {}, kDialects};
  Endpoints::Time now = kStart;
  for (const int rest : {1, 2, 4, 8, 16, 30, 30}) {
    Endpoint& a = choice(nodes, now);
    ASSERT_EQ(a.base, "http://a/api");
    a.set_aside(now);
    a.set_aside(now + milliseconds{1});  // another call's failure at the same moment
    EXPECT_EQ(choice(nodes, now + seconds{rest} - milliseconds{1}).base, "http://b/api") << rest;
    now += seconds{rest};
    EXPECT_EQ(&choice(nodes, now), &a) << rest;
  }
  choice(nodes, now).works();
  choice(nodes, now).set_aside(now);
  EXPECT_EQ(choice(nodes, now + seconds{1}).base, "http://a/api") << "a success begins anew";
}

TEST(Endpoints, AnOnlyOneIsAlwaysUsed) {
  Endpoints node{{"http://a"}, {}, kDialects};
  choice(node, kStart).set_aside(kStart);
  EXPECT_EQ(choice(node, kStart).base, "http://a/api");
  EXPECT_FALSE(node.another_ready(choice(node, kStart), kStart));
}

TEST(Endpoints, OneRequestTriesAnAddressAgainAndTheOthersWaitForItsAnswer) {
  Endpoints nodes{{"http://a", "http://b"}, {}, kDialects};
  Endpoint& a = choice(nodes, kStart);
  a.set_aside(kStart);
  Endpoints::Time now = kStart + seconds{1};
  {
    const EndpointUse trial = nodes.choose(now);
    EXPECT_EQ(&trial.endpoint(), &a);
    const EndpointUse other = nodes.choose(now);
    EXPECT_EQ(other.endpoint().base, "http://b/api");
    EXPECT_FALSE(nodes.another_ready(other.endpoint(), now)) << "it is not known yet whether it works";
    a.set_aside(now);
  }
  EXPECT_EQ(choice(nodes, now + milliseconds{1999}).base, "http://b/api") << "a second failure in a row";
  now += seconds{2};
  {
    const EndpointUse trial = nodes.choose(now);
    EXPECT_EQ(&trial.endpoint(), &a);
    a.works();
    EXPECT_EQ(&choice(nodes, now), &a);
  }
  a.set_aside(now);
  now += seconds{1};
  { const EndpointUse without_an_answer = nodes.choose(now); }
  EXPECT_EQ(&choice(nodes, now), &a) << "another one tries it";
}

TEST(Endpoints, ThreeAnswersInARowWithNothingButError100SuggestThatTheBrokerIsLost) {
  Endpoints nodes{{"http://a", "http://b"}, {}, kDialects};
  Endpoint& a = choice(nodes, kStart);
  EXPECT_FALSE(a.has_lost_broker(true));
  EXPECT_FALSE(a.has_lost_broker(true));
  EXPECT_FALSE(a.has_lost_broker(false)) << "a channel that the broker refuses";
  EXPECT_FALSE(a.has_lost_broker(true));
  EXPECT_FALSE(a.has_lost_broker(true));
  EXPECT_TRUE(a.has_lost_broker(true));
  EXPECT_TRUE(a.has_lost_broker(true)) << "when it is tried again";
}

class Spread : public testing::Test {
 protected:
  /// The number of requests at each address, if the n-th of `requests` ends when `at_once` later ones have
  /// begun.
  std::map<std::string, int> shares(std::size_t requests, std::size_t at_once, Endpoints::Time now = kStart) {
    std::map<std::string, int> counts;
    std::deque<std::unique_ptr<EndpointUse>> under_way;
    for (std::size_t i = 0; i < requests; ++i) {
      if (under_way.size() == at_once) under_way.pop_front();
      under_way.emplace_back(new EndpointUse{nodes_.choose(now)});
      ++counts[under_way.back()->endpoint().base];
    }
    return counts;
  }
  Endpoints nodes_{{"http://a", "http://b", "http://c"}, spreading(), kDialects};
};

using Shares = std::map<std::string, int>;

TEST_F(Spread, GivesEachAddressItsShare) {
  for (const std::size_t at_once : {1U, 2U, 3U, 4U, 7U}) {
    EXPECT_EQ(shares(300, at_once),
              (Shares{{"http://a/api", 100}, {"http://b/api", 100}, {"http://c/api", 100}}))
        << at_once;
  }
}

TEST_F(Spread, GivesLessToASlowOne) {
  const EndpointUse slow = nodes_.choose(kStart);
  ASSERT_EQ(slow.endpoint().base, "http://a/api");
  for (int i = 0; i < 2; ++i) choice(nodes_, kStart);
  const EndpointUse slow_again = nodes_.choose(kStart);
  ASSERT_EQ(slow_again.endpoint().base, "http://a/api");
  EXPECT_EQ(shares(100, 1), (Shares{{"http://b/api", 50}, {"http://c/api", 50}}));
}

TEST_F(Spread, ShareTheLoadOfOneThatIsSetAsideAndTakeItBackAfterOneTrial) {
  Endpoint& a = choice(nodes_, kStart);
  a.set_aside(kStart);
  EXPECT_TRUE(nodes_.another_ready(a, kStart));
  EXPECT_EQ(shares(100, 4), (Shares{{"http://b/api", 50}, {"http://c/api", 50}}));
  const Endpoints::Time now = kStart + seconds{1};
  {
    const EndpointUse trial = nodes_.choose(now);
    ASSERT_EQ(&trial.endpoint(), &a);
    EXPECT_EQ(shares(100, 4, now), (Shares{{"http://b/api", 50}, {"http://c/api", 50}}));
    a.works();
  }
  EXPECT_EQ(shares(300, 4, now)["http://a/api"], 100);
}

TEST_F(Spread, MovesAtOnceOnlyIfTheAddressFailed) {
  Endpoint& a = choice(nodes_, kStart);
  EXPECT_FALSE(nodes_.another_ready(a, kStart)) << "it answered that it is busy";
  for (const char* const base : {"b", "c"})
    EXPECT_EQ(choice(nodes_, kStart).base, std::string("http://") + base + "/api");
  for (int i = 0; i < 3; ++i) choice(nodes_, kStart).set_aside(kStart);
  EXPECT_FALSE(nodes_.another_ready(a, kStart)) << "none works";
  EXPECT_TRUE(choice(nodes_, kStart).rests(kStart)) << "and still one is used";
}

TEST_F(Spread, AForkedChildForgetsTheRequestsOfItsParent) {
  const EndpointUse of_parent = nodes_.choose(kStart);
  const pid_t child = fork();
  if (child == 0) {
    const bool even = shares(300, 1)["http://a/api"] == 100;
    _exit(even ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(Endpoints, KeepsWhatIsKnownOfEach) {
  Endpoints nodes{{"http://a", "http://b"}, {}, kDialects};
  Endpoint& a = choice(nodes, kStart);
  a.discovery.learn(detail::legacy_dialect());
  a.set_aside(kStart);
  EXPECT_EQ(choice(nodes, kStart).discovery.known(), nullptr);
  EXPECT_EQ(choice(nodes, kStart + seconds{1}).discovery.known(), &detail::legacy_dialect());
}

TEST(Endpoints, CannotBeNoneNorWrong) {
  EXPECT_TRUE(has(error_of<UsageError>([] { Endpoints{{}, {}, kDialects}; }).what(), "at least one address"));
  EXPECT_TRUE(has(error_of<UsageError>([] {
                    Endpoints{{"http://a", "b"}, {}, kDialects};
                  }).what(),
                  "no scheme"));
}

}  // namespace
}  // namespace cent::test

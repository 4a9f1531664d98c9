#include "http/endpoints.hpp"

#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::Endpoint;
using detail::Endpoints;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Endpoints::Time kStart{seconds{1000}};
const detail::Dialects kDialects{ClientOptions{}};

TEST(Endpoints, TheFirstThatIsNotSetAsideIsUsed) {
  Endpoints nodes{{"http://a", "http://b", "http://c"}, false, kDialects};
  Endpoint& a = nodes.choose(kStart);
  EXPECT_EQ(a.base, "http://a/api");
  a.set_aside(kStart);
  Endpoint& b = nodes.choose(kStart);
  EXPECT_EQ(b.base, "http://b/api");
  b.set_aside(kStart + milliseconds{10});
  EXPECT_TRUE(nodes.another_ready(b, kStart + milliseconds{10}));
  EXPECT_FALSE(nodes.another_ready(nodes.choose(kStart + milliseconds{10}), kStart + milliseconds{10}))
      << "it is that one";
  Endpoint& c = nodes.choose(kStart + milliseconds{10});
  EXPECT_EQ(c.base, "http://c/api");
  c.set_aside(kStart + milliseconds{20});
  EXPECT_FALSE(nodes.another_ready(c, kStart + milliseconds{20}));
  EXPECT_EQ(&nodes.choose(kStart + milliseconds{20}), &a) << "whose time ends first";
  b.works();
  EXPECT_EQ(&nodes.choose(kStart + milliseconds{20}), &b);
}

TEST(Endpoints, AFailureInARowSetsAsideForTwiceAsLong) {
  Endpoints nodes{{"http://a", "http://b"}, false, kDialects};
  Endpoints::Time now = kStart;
  for (const int rest : {1, 2, 4, 8, 16, 30, 30}) {
    Endpoint& a = nodes.choose(now);
    ASSERT_EQ(a.base, "http://a/api");
    a.set_aside(now);
    a.set_aside(now + milliseconds{1});  // another call's failure at the same moment
    EXPECT_EQ(nodes.choose(now + seconds{rest} - milliseconds{1}).base, "http://b/api") << rest;
    now += seconds{rest};
    EXPECT_EQ(&nodes.choose(now), &a) << rest;
  }
  nodes.choose(now).works();
  nodes.choose(now).set_aside(now);
  EXPECT_EQ(nodes.choose(now + seconds{1}).base, "http://a/api") << "a success begins anew";
}

TEST(Endpoints, AnOnlyOneIsAlwaysUsed) {
  Endpoints node{{"http://a"}, false, kDialects};
  node.choose(kStart).set_aside(kStart);
  EXPECT_EQ(node.choose(kStart).base, "http://a/api");
  EXPECT_FALSE(node.another_ready(node.choose(kStart), kStart));
}

TEST(Endpoints, KeepsWhatIsKnownOfEach) {
  Endpoints nodes{{"http://a", "http://b"}, false, kDialects};
  Endpoint& a = nodes.choose(kStart);
  a.discovery.learn(detail::legacy_dialect());
  a.set_aside(kStart);
  EXPECT_EQ(nodes.choose(kStart).discovery.known(), nullptr);
  EXPECT_EQ(nodes.choose(kStart + seconds{1}).discovery.known(), &detail::legacy_dialect());
}

TEST(Endpoints, CannotBeNoneNorWrong) {
  EXPECT_TRUE(has(error_of<UsageError>([] {
                    Endpoints{{}, false, kDialects};
                  }).what(),
                  "at least one address"));
  EXPECT_TRUE(has(error_of<UsageError>([] {
                    Endpoints{{"http://a", "b"}, false, kDialects};
                  }).what(),
                  "no scheme"));
}

}  // namespace
}  // namespace cent::test

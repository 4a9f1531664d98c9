// Which commands that were given by their wire name share a lane.
#include <gtest/gtest.h>

#include <functional>
#include <string_view>

#include "delivery/route_of_params.hpp"

namespace cent::test {
namespace {

using detail::Route;
using detail::route_of_params;

std::size_t key(std::string_view name) { return std::hash<std::string_view>{}(name); }

TEST(RouteOfParams, IsThatOfTheChannel) {
  const Route route = route_of_params(R"({"user":"u","data":{"channel":"other"},"channel":"a\u0062"})");
  EXPECT_FALSE(route.anywhere);
  EXPECT_EQ(route.key, key("ab"));
  EXPECT_TRUE(route.more.empty());
}

TEST(RouteOfParams, IsThatOfAllChannels) {
  const Route route = route_of_params(R"({"channels":["a",7,{"channel":"x"},"b",null,"c"]})");
  EXPECT_EQ(route.key, key("a"));
  EXPECT_EQ(route.more, (std::vector<std::size_t>{key("b"), key("c")}));
}

TEST(RouteOfParams, IsThatOfTheUserWhereThereIsNoChannel) {
  EXPECT_EQ(route_of_params(R"({"user":"u"})").key, key("u"));
  EXPECT_TRUE(route_of_params(R"({"user":""})").anywhere) << "that is nobody";
  EXPECT_EQ(route_of_params(R"({"user":"u","channels":["a"]})").key, key("a"));
}

TEST(RouteOfParams, IsAnyLaneForWhatHasNoneOfThem) {
  for (const char* params : {"{}", R"({"channel":7})", R"({"channels":"a"})", R"({"channels":[]})",
                             R"({"user":null})", R"({"pattern":"a*"})"}) {
    EXPECT_TRUE(route_of_params(params).anywhere) << params;
  }
}

}  // namespace
}  // namespace cent::test

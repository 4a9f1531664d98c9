#include <boost/describe.hpp>
#include <boost/version.hpp>
#include <cent/json/boost_json.hpp>
#include <limits>
#include <map>

#include "json_adapters/adapters.hpp"

namespace shop {

struct Order {
  std::int64_t id = 0;
  std::string item{};
  double price = 0;
};
BOOST_DESCRIBE_STRUCT(Order, (), (id, item, price))

struct Unknown {};

}  // namespace shop

namespace {

using cent::Json;
using namespace cent::test;
namespace bj = boost::json;

TEST(BoostJsonAdapter, TakesItsOwnTypes) {
  EXPECT_EQ(Json(bj::object{{"z", 1}, {"a", nullptr}}).text(), R"({"z":1,"a":null})");
  EXPECT_EQ(Json(bj::array{1, "x"}).text(), R"([1,"x"])");
  EXPECT_EQ(Json(bj::value(true)).text(), "true");
  EXPECT_EQ(Json::of(bj::string{"x"}).text(), R"("x")");
  EXPECT_EQ(Json::raw("[1]").as<bj::array>(), bj::array{1});
  EXPECT_EQ(Json::raw("{}").as<bj::object>(), bj::object{});
  EXPECT_EQ(Json::of(bj::array{1, "x"}).text(), R"([1,"x"])");
  EXPECT_EQ(Json::of(std::vector<bj::object>{{{"a", 1}}, {}}).text(), R"([{"a":1},{}])");
}

TEST(BoostJsonAdapter, TakesDescribedTypesAndGivesThemBack) {
  const shop::Order order{9007199254740993, "book", 9.5};
  const auto back = through_a_server(order);
  EXPECT_EQ(back.id, order.id);
  EXPECT_EQ(back.price, order.price);
  const std::vector<shop::Order> orders{order, order};
  EXPECT_EQ(through_a_server(orders).at(1).item, "book");
  const std::map<std::string, int> numbers{{"x", 1}};
  EXPECT_EQ((Json(numbers).as<std::map<std::string, int>>()), numbers);
}

TEST(BoostJsonAdapter, LeavesOtherTypesAlone) {
  EXPECT_FALSE((std::is_convertible_v<shop::Unknown, Json>));
  EXPECT_FALSE((std::is_convertible_v<int, Json>));
  EXPECT_FALSE((std::is_convertible_v<std::string, Json>));
  EXPECT_FALSE((std::is_convertible_v<std::nullptr_t, Json>));
  EXPECT_FALSE((std::is_convertible_v<cent::PublishRequest, Json>));
}

TEST(BoostJsonAdapter, KeepsValues) {
  expect_recorded_payloads_survive(trip_of<bj::value>());
  const std::string deep = std::string(Json::kMaxDepth, '[') + std::string(Json::kMaxDepth, ']');
  EXPECT_EQ(trip_of<bj::value>()(deep), deep);
}

TEST(BoostJsonAdapter, RefusesNanAndInvalidUtf8) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  expect_refused(bj::value{std::numeric_limits<double>::quiet_NaN()}, "NaN or infinity");
  expect_refused(bj::array{1, infinity}, "NaN or infinity");
  expect_refused(bj::object{{"a", infinity}}, "NaN or infinity");
  expect_refused(shop::Order{1, "a", infinity}, "NaN or infinity");
  expect_refused(bj::object{{"a", "\xff"}}, "invalid JSON");
}

TEST(BoostJsonAdapter, LetsBoostsExceptionsOfReadingPass) {
  EXPECT_ANY_THROW((void)Json::raw("{}").as<shop::Order>());
}

TEST(BoostJsonAdapter, IsInTheGuide) {
  const std::string version =
      std::to_string(BOOST_VERSION / 100000) + "." + std::to_string(BOOST_VERSION / 100 % 1000);
  expect_row_in_guide("boost::json::value", version, trip_of<bj::value>());
}

}  // namespace

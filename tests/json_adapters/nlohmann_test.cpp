#include <cent/json/nlohmann.hpp>
#include <limits>
#include <map>
#include <optional>

#include "json_adapters/adapters.hpp"

namespace shop {

enum class State { open, paid };
NLOHMANN_JSON_SERIALIZE_ENUM(State, {{State::open, "open"}, {State::paid, "paid"}})

struct Order {
  std::int64_t id = 0;
  std::string item{};
  double price = 0;
  State state = State::open;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Order, id, item, price, state)

class Ticket {
 public:
  explicit Ticket(int number = 0) : number_(number) {}
  [[nodiscard]] int number() const { return number_; }
  NLOHMANN_DEFINE_TYPE_INTRUSIVE(Ticket, number_)

 private:
  int number_;
};

/// Only goes out.
struct Note {};
void to_json(nlohmann::json& out, const Note&) { out = "note"; }

/// Its own codec wins.
struct Point {
  int x = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Point, x)

struct Unknown {};

}  // namespace shop

template <>
struct cent::JsonCodec<shop::Point> {
  static std::string encode(const shop::Point& point) { return std::to_string(point.x); }
};

namespace {

using cent::Json;
using nlohmann::json;
using nlohmann::ordered_json;
using namespace cent::test;

TEST(NlohmannAdapter, TakesTypesWithToJsonAndGivesThemBack) {
  const shop::Order order{9007199254740993, "book", 9.5, shop::State::paid};
  EXPECT_EQ(Json(order).text(), R"({"id":9007199254740993,"item":"book","price":9.5,"state":"paid"})");
  const auto back = through_a_server(order);
  EXPECT_EQ(back.id, order.id);
  EXPECT_EQ(back.state, shop::State::paid);
  EXPECT_EQ(Json(shop::Ticket{7}).as<shop::Ticket>().number(), 7);
  EXPECT_EQ(Json(shop::State::paid).as<shop::State>(), shop::State::paid);
  EXPECT_EQ(Json(shop::Note{}).text(), R"("note")");
}

TEST(NlohmannAdapter, TakesContainersOfThem) {
  const std::vector<shop::Order> orders{{1, "a", 1.5, {}}, {2, "b", 2.5, {}}};
  EXPECT_EQ(through_a_server(orders).at(1).item, "b");
  EXPECT_EQ(Json::of(orders), Json(orders));
  const std::map<std::string, std::vector<int>> numbers{{"x", {1, 2}}, {"y", {}}};
  EXPECT_EQ(Json(numbers).text(), R"({"x":[1,2],"y":[]})");
  EXPECT_EQ((Json(numbers).as<std::map<std::string, std::vector<int>>>()), numbers);
}

TEST(NlohmannAdapter, LeavesOtherTypesAlone) {
  EXPECT_EQ(Json(shop::Point{3}).text(), "3");
  EXPECT_FALSE((std::is_convertible_v<shop::Unknown, Json>));
  EXPECT_FALSE((std::is_convertible_v<int, Json>));
  EXPECT_FALSE((std::is_convertible_v<std::string, Json>));
  EXPECT_FALSE((std::is_convertible_v<std::nullptr_t, Json>));
  EXPECT_FALSE((std::is_convertible_v<cent::PublishRequest, Json>));
}

TEST(NlohmannAdapter, KeepsValues) {
  expect_recorded_payloads_survive(trip_of<json>());
  expect_recorded_payloads_survive(trip_of<ordered_json>());
  EXPECT_EQ(through_a_server(ordered_json{{"z", 1}, {"a", nullptr}}).dump(), R"({"z":1,"a":null})");
}

TEST(NlohmannAdapter, RefusesNanAndInvalidUtf8) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  expect_refused(json(nan), "NaN or infinity");
  expect_refused(json{{"a", {1, std::numeric_limits<double>::infinity()}}}, "NaN or infinity");
  expect_refused(ordered_json{{"a", nan}}, "NaN or infinity");
  expect_refused(shop::Order{1, "a", nan, {}}, "NaN or infinity");
  expect_refused(json{{"a", "\xff"}}, "invalid UTF-8");
  expect_refused(shop::Order{1, "\xff", 1, {}}, "invalid UTF-8");
  expect_refused(json::parse("{", nullptr, false), "invalid JSON");
  EXPECT_EQ(Json(json{{"null", nullptr}}).text(), R"({"null":null})");
}

TEST(NlohmannAdapter, LetsNlohmannsExceptionsOfReadingPass) {
  EXPECT_THROW((void)Json::raw("{}").as<shop::Order>(), json::out_of_range);
  EXPECT_THROW((void)Json::raw("1").as<shop::Order>(), json::type_error);
}

const std::string version = std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + "." +
                            std::to_string(NLOHMANN_JSON_VERSION_MINOR) + "." +
                            std::to_string(NLOHMANN_JSON_VERSION_PATCH);
TEST(NlohmannAdapter, IsInTheGuide) { expect_row_in_guide("nlohmann::json", version, trip_of<json>()); }
TEST(NlohmannAdapter, IsInTheGuideWithOrder) {
  expect_row_in_guide("nlohmann::ordered_json", version, trip_of<ordered_json>());
}

}  // namespace

#include <cent/json/jsoncpp.hpp>
#include <limits>

#include "json_adapters/adapters.hpp"

namespace {

using namespace cent::test;
using ::Json::Value;

TEST(JsoncppAdapter, TakesValuesAndGivesThemBack) {
  Value value;
  value["z"] = Value::Int64{9007199254740993};
  value["a"].append("\xc3\xa9");
  EXPECT_EQ(through_a_server(value), value);
  EXPECT_EQ(cent::Json(value).text(), "{\"a\":[\"\xc3\xa9\"],\"z\":9007199254740993}");
  EXPECT_EQ(cent::Json(Value{}).text(), "null");
}

TEST(JsoncppAdapter, KeepsValues) {
  expect_recorded_payloads_survive(trip_of<Value>());
  const std::string deep = std::string(cent::Json::kMaxDepth, '[') + std::string(cent::Json::kMaxDepth, ']');
  EXPECT_EQ(trip_of<Value>()(deep), deep);
  expect_row_in_guide("Json::Value of JsonCpp", JSONCPP_VERSION_STRING, trip_of<Value>());
}

TEST(JsoncppAdapter, RefusesWhatIsNoJson) {
  expect_refused(Value{std::numeric_limits<double>::quiet_NaN()}, "NaN or infinity");
  Value value;
  value["a"].append(std::numeric_limits<double>::infinity());
  expect_refused(value, "NaN or infinity");
  expect_refused(Value{"\xff"}, "UTF-8");
}

TEST(JsoncppAdapter, ReportsWhatItCannotRead) {
  EXPECT_THROW((void)cent::Json::raw("1e999").as<Value>(), cent::UsageError);
}

}  // namespace

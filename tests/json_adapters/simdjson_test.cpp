#include <cent/json/simdjson.hpp>

#include "json_adapters/adapters.hpp"

namespace {

using cent::Json;
using namespace cent::test;
using simdjson::dom::document;

TEST(SimdjsonAdapter, Reads) {
  const auto read = Json::raw(R"({"z":9007199254740993,"a":["x"]})").as<document>();
  EXPECT_EQ(std::int64_t(read.root()["z"]), 9007199254740993);
  EXPECT_EQ(std::string_view(read.root()["a"].at(0)), "x");
  document moved = Json::raw("[1]").as<document>();
  moved = Json::raw("[2]").as<document>();
  EXPECT_EQ(std::int64_t(moved.root().at(0)), 2);
  EXPECT_FALSE((std::is_convertible_v<document, Json>));
}

TEST(SimdjsonAdapter, KeepsValues) {
  const auto trip = [](const std::string& text) {
    const auto read = Json::raw(text).as<document>();
    return simdjson::minify(read.root());
  };
  expect_recorded_payloads_survive([&trip](const std::string& text) {
    const bool too_large = text.find("18446744073709551616") != std::string::npos ||
                           text.find("123456789012345678901234567890") != std::string::npos;
    if (!too_large) return trip(text);
    EXPECT_THROW((void)trip(text), cent::UsageError) << text;
    return text;
  });
  const std::string deep = std::string(Json::kMaxDepth, '[') + std::string(Json::kMaxDepth, ']');
  EXPECT_EQ(trip(deep), deep);
  const std::string version = std::to_string(simdjson::SIMDJSON_VERSION_MAJOR) + "." +
                              std::to_string(simdjson::SIMDJSON_VERSION_MINOR) + "." +
                              std::to_string(simdjson::SIMDJSON_VERSION_REVISION);
  expect_row_in_guide("simdjson::dom", version, trip);
}

TEST(SimdjsonAdapter, ReportsWhatItCannotRead) {
  EXPECT_THROW((void)Json::raw("18446744073709551616").as<document>(), cent::UsageError);
  EXPECT_THROW((void)Json::raw("1e999").as<document>(), cent::UsageError);
}

}  // namespace

#include <cent/json/rapidjson.hpp>
#include <limits>

#include "json_adapters/adapters.hpp"

namespace {

using cent::Json;
using namespace cent::test;
using rapidjson::Document;
using rapidjson::Value;

TEST(RapidjsonAdapter, TakesDocumentsAndValuesAndGivesDocumentsBack) {
  Document document;
  document.Parse(R"({"z":9007199254740993,"a":[null]})");
  EXPECT_EQ(through_a_server(document), document);
  EXPECT_EQ(Json(document["a"]).text(), "[null]");
  EXPECT_EQ(Json(Value{}).text(), "null");
  const rapidjson::GenericDocument<rapidjson::UTF8<>, rapidjson::CrtAllocator> other{rapidjson::kObjectType};
  EXPECT_EQ(Json(other).text(), "{}");
}

TEST(RapidjsonAdapter, KeepsValues) {
  const auto trip = [](const std::string& text) {
    const auto document = Json::raw(text).as<Document>();
    return Json(static_cast<const Value&>(document)).text();
  };
  expect_recorded_payloads_survive(trip);
  const std::string deep = std::string(Json::kMaxDepth, '[') + std::string(Json::kMaxDepth, ']');
  EXPECT_EQ(trip(deep), deep);
  expect_row_in_guide("rapidjson::Document", RAPIDJSON_VERSION_STRING, trip);
}

TEST(RapidjsonAdapter, RefusesWhatIsNoJson) {
  expect_refused(Document{}, "an empty rapidjson::Document");
  Document broken;
  broken.Parse("{\"a\":");
  expect_refused(broken, "Invalid value. (at byte 5)");
  Document moved{rapidjson::kObjectType};
  const Document taken{std::move(moved)};
  expect_refused(moved, "an empty rapidjson::Document");
  expect_refused(Value{std::numeric_limits<double>::quiet_NaN()}, "NaN or infinity");
  Document document{rapidjson::kArrayType};
  document.PushBack(std::numeric_limits<double>::infinity(), document.GetAllocator());
  expect_refused(document, "NaN or infinity");
  expect_refused(Value{"\xff"}, "UTF-8");
}

TEST(RapidjsonAdapter, ReportsWhatItCannotRead) {
  EXPECT_THROW((void)Json::raw("1e999").as<Document>(), cent::UsageError);
}

}  // namespace

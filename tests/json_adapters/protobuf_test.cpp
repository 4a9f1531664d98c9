#include <google/protobuf/any.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/wrappers.pb.h>
#include <cent/json/protobuf.hpp>
#include <limits>

#include "json_adapters/adapters.hpp"

namespace {

using cent::Json;
using namespace cent::test;
using google::protobuf::Int64Value;
using google::protobuf::Struct;
using google::protobuf::Value;

TEST(ProtobufAdapter, TakesMessagesAndGivesThemBack) {
  Struct order;
  (*order.mutable_fields())["id"].set_number_value(42);
  (*order.mutable_fields())["item"].set_string_value("book");
  EXPECT_EQ(through_a_server(order).fields().at("item").string_value(), "book");
  Int64Value number;
  number.set_value(9007199254740993);
  EXPECT_EQ(Json(number).text(), R"("9007199254740993")");
  EXPECT_EQ(Json(number).as<Int64Value>().value(), number.value());
  EXPECT_EQ(Json::raw("9007199254740993").as<Int64Value>().value(), number.value());
}

TEST(ProtobufAdapter, KeepsValues) {
  const auto trip = [](const std::string& text) {
    try {
      return trip_of<Value>()(text);
    } catch (const cent::UsageError& error) {
      EXPECT_NE(std::string{error.what()}.find("Repeated map key"), std::string::npos) << error.what();
      return text;
    }
  };
  expect_recorded_payloads_survive(trip, true);
  expect_row_in_guide("google::protobuf::Value",
                      google::protobuf::internal::VersionString(GOOGLE_PROTOBUF_VERSION), trip_of<Value>(),
                      true);
}

TEST(ProtobufAdapter, RefusesWhatHasNoJson) {
  google::protobuf::Any any;
  any.set_type_url("type.googleapis.com/shop.Unknown");
  any.set_value("x");
  expect_refused(any, "google.protobuf.Any: ");
}

TEST(ProtobufAdapter, ShowsWhatProtobufDoesNotRefuse) {
  Value text;
  text.set_string_value("\xff");
  EXPECT_EQ(Json(text).text(), R"("")");
  Value nan;
  nan.set_number_value(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(Json(nan).text(), R"("NaN")");
}

TEST(ProtobufAdapter, ReportsWhatDoesNotFit) {
  EXPECT_THROW((void)Json::raw("[]").as<Int64Value>(), cent::UsageError);
  EXPECT_THROW((void)Json::raw(R"({"unknown":1})").as<google::protobuf::Any>(), cent::UsageError);
}

}  // namespace

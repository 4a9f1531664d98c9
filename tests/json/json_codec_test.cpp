// How types become cent::Json and come back: nlohmann's two DOMs, a DOM of one's own, an encoder of one's
// own.
#include <gtest/gtest.h>
#include <cent/cent.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace mine {

/// Has dump() and parse(), so it needs no codec of its own.
struct Dom {
  int n = 0;
  [[nodiscard]] std::string dump() const { return "{\"n\":" + std::to_string(n) + "}"; }
  static Dom parse(std::string_view text) { return Dom{static_cast<int>(text.size())}; }
};

/// Has a dump() that its codec must win over.
struct Point {
  int x = 0;
  int y = 0;
  [[nodiscard]] std::string dump() const { return "not JSON"; }
};

struct EncodeFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct DecodeFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Stubborn {};
/// Its encoder makes text that is not JSON.
struct Sloppy {
  std::string text;
};
/// Goes out, but does not come back.
struct OneWay {
  [[nodiscard]] std::string dump() const { return "1"; }
};

}  // namespace mine

template <>
struct cent::JsonCodec<mine::Point> {
  static std::string encode(const mine::Point& p) {
    return "[" + std::to_string(p.x) + "," + std::to_string(p.y) + "]";
  }
  static mine::Point decode(std::string_view text) {
    const auto list = nlohmann::json::parse(text);
    return {list.at(0).get<int>(), list.at(1).get<int>()};
  }
};
template <>
struct cent::JsonCodec<mine::Stubborn> {
  static std::string encode(const mine::Stubborn&) { throw mine::EncodeFault("will not"); }
  static mine::Stubborn decode(std::string_view) { throw mine::DecodeFault("will not"); }
};
template <>
struct cent::JsonCodec<mine::Sloppy> {
  static std::string encode(const mine::Sloppy& s) { return s.text; }
};

namespace {

using cent::Json;
using nlohmann::json;
using nlohmann::ordered_json;

std::string sent(const Json& data) { return cent::to_command(cent::PublishRequest{"c", data}).params.text(); }

TEST(JsonCodec, TakesNlohmannValues) {
  EXPECT_EQ(Json(json{{"input", "test"}}).text(), R"({"input":"test"})");
  EXPECT_EQ(Json(json::array({1, 2.5, "x", nullptr, true})).text(), R"([1,2.5,"x",null,true])");
  EXPECT_EQ(Json(json(18446744073709551615ULL)).text(), "18446744073709551615");
  EXPECT_EQ(Json(json(nullptr)).text(), "null");
  EXPECT_EQ(sent(json{{"a", 1}}), R"({"channel":"c","data":{"a":1}})");
}

TEST(JsonCodec, KeepsTheOrderOfOrderedJson) {
  const ordered_json ordered{{"z", 1}, {"a", 2}, {"m", 3}};
  EXPECT_EQ(Json(ordered).text(), R"({"z":1,"a":2,"m":3})");
  EXPECT_EQ(sent(ordered), R"({"channel":"c","data":{"z":1,"a":2,"m":3}})");
  EXPECT_EQ(Json(ordered).as<ordered_json>(), ordered);
}

TEST(JsonCodec, GivesNlohmannValuesBack) {
  const Json received = Json::raw(R"({"n":18446744073709551615,"s":"\u00e9"})");
  EXPECT_EQ(received.as<json>().at("n").get<std::uint64_t>(), 18446744073709551615ULL);
  EXPECT_EQ(received.as<json>().at("s").get<std::string>(), "\xc3\xa9");
}

TEST(JsonCodec, TakesAnyTypeWithDumpAndParse) {
  EXPECT_EQ(sent(mine::Dom{7}), R"({"channel":"c","data":{"n":7}})");
  EXPECT_EQ(Json::raw("[1,2]").as<mine::Dom>().n, 5);
  EXPECT_EQ(sent(mine::OneWay{}), R"({"channel":"c","data":1})");
}

TEST(JsonCodec, PrefersTheCodecOfOnesOwn) {
  EXPECT_EQ(sent(mine::Point{3, 4}), R"({"channel":"c","data":[3,4]})");
  EXPECT_EQ(Json::raw("[5,6]").as<mine::Point>().y, 6);
}

TEST(JsonCodec, LetsTheEncodersExceptionPass) {
  EXPECT_THROW((void)Json(mine::Stubborn{}), mine::EncodeFault);
  EXPECT_THROW((void)Json::raw("1").as<mine::Stubborn>(), mine::DecodeFault);
  cent::Batch batch;
  EXPECT_THROW(batch.publish("c", mine::Stubborn{}), mine::EncodeFault);
  EXPECT_TRUE(batch.empty());
}

TEST(JsonCodec, LetsNlohmannRefuseBadUtf8AndMissingFields) {
  EXPECT_THROW((void)Json(json{{"a", "\xff"}}), json::type_error);
  EXPECT_THROW((void)Json::raw("{}").as<json>().at("x"), json::out_of_range);
}

TEST(JsonCodec, ShowsThatNlohmannPrintsNanAsNull) {
  // Nothing cent could do: the text arrives as null. Json::of refuses NaN.
  EXPECT_EQ(Json(json(std::numeric_limits<double>::quiet_NaN())).text(), "null");
}

TEST(JsonCodec, ChecksWhatAnEncoderMade) {
  EXPECT_EQ(Json(mine::Sloppy{"[1]"}).text(), "[1]");
  // Unchecked, this would smuggle a second command into a batch.
  EXPECT_THROW((void)Json(mine::Sloppy{R"(1}},{"disconnect":{}})"}), cent::UsageError);
  EXPECT_THROW((void)Json(mine::Sloppy{""}), cent::UsageError);
  EXPECT_THROW((void)Json(mine::Sloppy{"NaN"}), cent::UsageError);
  EXPECT_THROW((void)Json(mine::Sloppy{"\"\xff\""}), cent::UsageError);
}

TEST(JsonCodec, FitsNothingElse) {
  EXPECT_FALSE((std::is_convertible_v<int, Json>));
  EXPECT_FALSE((std::is_convertible_v<bool, Json>));
  EXPECT_FALSE((std::is_convertible_v<double, Json>));
  EXPECT_FALSE((std::is_convertible_v<const char*, Json>));
  EXPECT_FALSE((std::is_convertible_v<std::string, Json>));
  EXPECT_FALSE((std::is_convertible_v<std::string_view, Json>));
  EXPECT_FALSE((std::is_convertible_v<std::nullptr_t, Json>));
  EXPECT_FALSE((std::is_convertible_v<std::vector<int>, Json>));
  EXPECT_TRUE((std::is_convertible_v<json, Json>));
  EXPECT_TRUE((std::is_convertible_v<mine::Point, Json>));
}

}  // namespace

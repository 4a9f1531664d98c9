// Containers without any library: Json::of.
#include <array>
#include <limits>
#include <list>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>

#include "json_adapters/adapters.hpp"

namespace {

using cent::Json;
using cent::test::through_a_server;

TEST(Containers, BecomeArrays) {
  EXPECT_EQ(Json::of(std::vector<int>{1, -2}).text(), "[1,-2]");
  EXPECT_EQ(Json::of(std::vector<int>{}).text(), "[]");
  EXPECT_EQ(Json::of(std::vector<bool>{true, false}).text(), "[true,false]");
  EXPECT_EQ(Json::of(std::array<double, 2>{1.5, 2}).text(), "[1.5,2]");
  EXPECT_EQ(Json::of(std::list<const char*>{"a", "\""}).text(), R"(["a","\""])");
  EXPECT_EQ(Json::of(std::set<std::string_view>{"b", "a"}).text(), R"(["a","b"])");
  EXPECT_EQ(Json::of(std::vector<std::uint64_t>{std::numeric_limits<std::uint64_t>::max()}).text(),
            "[18446744073709551615]");
}

TEST(Containers, BecomeObjectsIfTheirKeysAreText) {
  EXPECT_EQ(Json::of(std::map<std::string, int>{{"z", 1}, {"\n", 2}}).text(), R"({"\n":2,"z":1})");
  EXPECT_EQ(Json::of(std::unordered_map<std::string, std::string>{}).text(), "{}");
  const std::multimap<std::string_view, std::vector<int>> lists{{"a", {1}}, {"b", {}}};
  EXPECT_EQ(Json::of(lists).text(), R"({"a":[1],"b":[]})");
}

TEST(Containers, HoldPayloads) {
  EXPECT_EQ(Json::of(std::vector<Json>{Json::raw("1.0"), Json::of("x")}).text(), R"([1.0,"x"])");
  EXPECT_EQ(Json::of(std::map<std::string, nlohmann::json>{{"a", {{"b", nullptr}}}}).text(),
            R"({"a":{"b":null}})");
  EXPECT_EQ(through_a_server(nlohmann::json{1}), nlohmann::json{1});
}

TEST(Containers, AreChecked) {
  EXPECT_THROW((void)Json::of(std::vector<Json>{Json{}}), cent::UsageError);
  EXPECT_THROW((void)Json::of(std::vector<double>{std::numeric_limits<double>::quiet_NaN()}),
               cent::UsageError);
  EXPECT_THROW((void)Json::of(std::map<std::string, int>{{"\xff", 1}}), cent::UsageError);
  EXPECT_THROW((void)Json::of(std::vector<const char*>{nullptr}), cent::UsageError);
  const Json deep = Json::raw(std::string(Json::kMaxDepth, '[') + std::string(Json::kMaxDepth, ']'));
  EXPECT_THROW((void)Json::of(std::vector<Json>{deep}), cent::UsageError);
}

}  // namespace

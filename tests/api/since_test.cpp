// The first version of each field: rows, headers and guide say the same.
#include <gtest/gtest.h>

#include <cent/detail/value_types.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "api/all_methods.hpp"
#include "api/row_walk.hpp"
#include "api/since.hpp"

namespace {

using namespace cent::test;
using cent::detail::NewField;
using cent::detail::Since;
using Texts = std::set<std::string>;

std::string version_text(Since since) {
  return std::to_string(since.major) + "." + std::to_string(since.minor);
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in{path};
  EXPECT_TRUE(in) << "cannot read " << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

/// `Type.field version` of each member whose documentation says "since vX.Y".
Texts headers_say() {
  Texts found;
  static const std::regex type{R"(^struct (\w+) \{)"};
  static const std::regex member{R"(^  [\w:<>, ]+ (\w+)(?:\{.*\}| = [^;]+);(.*))"};
  static const std::regex since{R"([Ss]ince v(\d+\.\d+))"};
  for (const auto& file : std::filesystem::directory_iterator(CENT_SOURCES "/include/cent/api")) {
    std::istringstream lines{read(file.path())};
    std::string name;
    std::string comment;
    std::smatch match;
    for (std::string line; std::getline(lines, line);) {
      if (std::regex_search(line, match, type)) {
        name = match[1];
        comment.clear();
      } else if (line.rfind("  ///", 0) == 0) {
        comment += line;
      } else if (std::regex_match(line, match, member) && !name.empty()) {
        const std::string field = match[1];
        comment += match[2];
        if (std::smatch version; std::regex_search(comment, version, since)) {
          found.insert(name + "." + field + " " + std::string(version[1]));
        }
        comment.clear();
      } else {
        comment.clear();
      }
    }
  }
  return found;
}

template <class T>
void add_fields(Texts& found) {
  for_each_field<T>([&](const auto& field) {
    if (field.since.major != 0)
      found.insert(type_name<T>() + "." + std::string(field.name) + " " + version_text(field.since));
  });
}

TEST(Since, IsTheSameInRowsAndHeaders) {
  Texts rows;
#define CENT_ADD(Type) add_fields<cent::Type>(rows);
#define CENT_ADD_METHOD(name, Type, since, number) CENT_ADD(Type##Request) CENT_ADD(Type##Result)
  CENT_METHODS(CENT_ADD_METHOD)
  CENT_VALUE_PARTS(CENT_ADD)
#undef CENT_ADD_METHOD
#undef CENT_ADD
  EXPECT_GT(rows.size(), 50U);
  EXPECT_EQ(rows, headers_say());
}

TEST(Since, IsInTheGuideForEachFieldOfARequest) {
  const std::string page = read(CENT_SOURCES "/docs/guide/server-versions.md");
  std::istringstream lines{page};
  std::map<std::string, std::string> rows;  // version -> its lines
  static const std::regex row{R"(^\| (\d+\.\d+)[.\d]* \| (.*))"};
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_match(line, match, row)) rows[match[1]] += std::string(match[2]) + "\n";
  }
  for (const NewField& field : cent::detail::new_fields()) {
    const std::string name = field.path.substr(field.path.rfind('.') + 1);
    EXPECT_NE(rows[version_text(field.since)].find("`" + name + "`"), std::string::npos)
        << name << " of " << field.method << " is not in the line of " << version_text(field.since);
  }
}

TEST(Since, FindsTheFieldsThatAServerDoesNotKnow) {
  const auto unknown = [](std::string_view method, std::string_view params, Since age, bool own_key = false) {
    std::string text;
    for (const NewField* const field : cent::detail::unknown_fields(method, params, age, own_key))
      text += field->path + " ";
    return text;
  };
  const std::string publication =
      R"({"channel":"c","data":{"version":7},"tags":{"a":"b"},"idempotency_key":"k","delta":true,"version":1})";
  EXPECT_EQ(unknown("publish", publication, {6, 9}), "");
  EXPECT_EQ(unknown("publish", publication, {6, 2}), "");
  EXPECT_EQ(unknown("publish", publication, {6, 1}), "version ");
  EXPECT_EQ(unknown("publish", publication, {5, 3}), "delta version ");
  EXPECT_EQ(unknown("publish", publication, {5, 1}), "idempotency_key delta version ");
  EXPECT_EQ(unknown("publish", publication, {5, 1}, true), "delta version ");
  EXPECT_EQ(unknown("publish", publication, {0, 0}), "tags idempotency_key delta version ");
  EXPECT_EQ(
      unknown("publish", R"({"channel":"c","data":1,"delta":false,"version":0,"version_epoch":""})", {}), "");
  EXPECT_EQ(unknown("history", publication, {5, 1}), "");
  EXPECT_EQ(unknown("no_such_method", publication, {}), "");
  EXPECT_EQ(unknown("subscribe", R"({"override":{"force_recovery":{"value":true}},"session":"s"})", {3, 2}),
            "override.force_recovery ");
  EXPECT_EQ(unknown("subscribe", R"({"override":null,"session":["s"]})", {3, 1}), "session ");
}

}  // namespace

#include "json_adapters/adapters.hpp"

#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "wire/recording.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

void collect(const ordered_json& value, std::set<std::string>& out) {
  if (!value.is_structured()) return;
  for (const auto& [name, member] : value.items()) {
    if (value.is_object() && name == "data") out.insert(member.dump());
    collect(member, out);
  }
}

void collect(const std::string& text, std::set<std::string>& out) {
  if (text.empty()) return;
  try {
    out.insert(Json::raw(text).text());
    collect(ordered_json::parse(text), out);
  } catch (const std::exception&) {  // not a JSON text, or not valid UTF-8
  }
}

json with_doubles(json value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_structured()) {
    for (json& element : value) element = with_doubles(std::move(element));
  }
  return value;
}

/// Doubles of all sizes, the same in each run.
std::vector<double> doubles() {
  std::vector<double> all{0.1, 1.7976931348623157e308, 5e-324, 2.2250738585072011e-308};
  std::mt19937_64 random{1};
  while (all.size() < 10000) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) all.push_back(value);
  }
  return all;
}

std::string kept_doubles(const Trip& trip) {
  const std::vector<double> before = doubles();
  const auto after = json::parse(trip(json(before).dump())).get<std::vector<double>>();
  std::size_t changed = 0;
  for (std::size_t i = 0; i < before.size(); ++i) changed += before[i] != after.at(i) ? 1 : 0;
  if (changed == 0) return "kept";
  return std::to_string((changed + 50) / 100) + " % differ in the last bit";
}

/// "kept", or what became of it.
std::string cell(const Trip& trip, const std::string& text) {
  try {
    const std::string after = trip(text);
    return after == text ? "kept" : "`" + after + "`";
  } catch (const std::exception&) {
    return "not read";
  }
}

}  // namespace

const std::vector<std::string>& recorded_payloads() {
  static const std::vector<std::string> all = [] {
    std::set<std::string> found;
    for (const Recording& recording : recordings()) {
      for (const Scenario& scenario : recording.scenarios) {
        for (const Step& step : scenario.steps) {
          collect(step.request.body, found);
          collect(step.seen.body, found);
          for (const std::string& line : step.seen.lines) collect(line, found);
        }
      }
    }
    return std::vector<std::string>(found.begin(), found.end());
  }();
  return all;
}

void expect_recorded_payloads_survive(const Trip& trip, bool as_doubles) {
  ASSERT_GT(recorded_payloads().size(), 100U);
  for (const std::string& text : recorded_payloads()) {
    SCOPED_TRACE(text);
    json before = json::parse(text);
    if (as_doubles) before = with_doubles(before);
    EXPECT_EQ(json::parse(trip(text)), before);
  }
}

void expect_row_in_guide(const std::string& name, const std::string& version, const Trip& trip,
                         bool any_order) {
  const std::string begin = "| " + name + " | " + version + " |";
  const std::string row =
      begin + " " + cell(trip, "[9223372036854775807,-9223372036854775808,18446744073709551615]") + " | " +
      cell(trip, "18446744073709551616") + " | " + kept_doubles(trip) + " | " + cell(trip, "[1.0,1e2,-0]") +
      " | " + (any_order ? "any order" : cell(trip, R"({"b":1,"a":2})")) + " | " +
      cell(trip, R"({"a":1,"a":2})") + " |";
  std::ifstream page{CENT_JSON_LIBRARIES_PAGE};
  for (std::string line; std::getline(page, line);) {
    if (line == row) return;
    if (line.rfind(begin, 0) == 0) FAIL() << "measured: " << row << "\nthe page: " << line;
  }
  GTEST_SKIP() << "the page has another version of " << name << "; measured: " << row;
}

}  // namespace cent::test

#pragma once
// The golden texts of each method, in api.txt: the params of a request with every field filled (`request`)
// and with the required ones alone (`least`), and a result with every field (`result`).
#include <gtest/gtest.h>
#include <cent/command.hpp>
#include <cent/detail/command_buffer.hpp>
#include <cent/errors.hpp>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "api/all_methods.hpp"
#include "api/row_walk.hpp"

namespace cent::test {

using nlohmann::ordered_json;

/// The golden texts of all methods, by name.
inline const ordered_json& golden_texts() {
  static const ordered_json texts = [] {
    ordered_json all = ordered_json::object();
    std::ifstream in{CENT_API_DATA "/api.txt"};
    std::string method;
    for (std::string line; std::getline(in, line);) {
      std::istringstream words{line};
      std::string first;
      words >> first;
      if (first == "method") {
        words >> method;
      } else if (line.compare(0, 2, "  ") == 0) {
        all[method][first] = ordered_json::parse(words, nullptr, false);
      }
    }
    return all;
  }();
  return texts;
}

inline ordered_json read_golden(std::string_view method) {
  const auto found = golden_texts().find(std::string(method));
  EXPECT_NE(found, golden_texts().end()) << "api.txt has no texts of " << method;
  return found == golden_texts().end() ? ordered_json{} : *found;
}

template <class Request>
void expect_params(const Request& request, const ordered_json& golden) {
  const Command command = to_command(request);
  EXPECT_EQ(command.method, Request::kMethod);
  EXPECT_EQ(command.params.text(), golden.dump());
  detail::CommandBuffer buffer;
  buffer.push(request);
  EXPECT_EQ(buffer.params(0), golden.dump()) << "in a batch";
  EXPECT_EQ(buffer.method(0), Request::kMethod);
}

/// The error of a request that lacks `field`.
template <class Request>
void expect_required(Request request, std::string_view name) {
  try {
    (void)to_command(request);
    ADD_FAILURE() << "sent without " << name;
  } catch (const UsageError& error) {
    EXPECT_EQ(std::string(error.what()),
              "cent: " + std::string(Request::kMethod) + ": " + std::string(name) + " is required");
    EXPECT_EQ(error.method(), Request::kMethod);
  }
}

/// The error of a result text that cannot be read; empty if it can.
template <class Result>
std::string unreadable(const ordered_json& text) {
  try {
    (void)parse_result<Result>(text.dump());
    return {};
  } catch (const RequestException& error) {
    EXPECT_EQ(error.kind(), FailureKind::unreadable);
    EXPECT_EQ(error.delivery(), Delivery::unknown);
    return error.what();
  }
}

template <class Result>
void expect_result(const Result& expected, const ordered_json& golden) {
  const Result read = parse_result<Result>(golden.dump());
  EXPECT_EQ(difference(read, expected), "");
  EXPECT_EQ(unfilled(expected), "") << "the golden result leaves these out";

  ordered_json with_more = golden;
  with_more["a_field_of_a_later_version"] = {{"x", {1, 2}}};
  EXPECT_EQ(difference(parse_result<Result>(with_more.dump()), expected), "") << "unknown fields are ignored";
  EXPECT_NE(unreadable<Result>(ordered_json::array()), "");
  EXPECT_NE(unreadable<Result>(nullptr), "");

  for_each_field<Result>([&](const auto& field) {
    const std::string name{field.name};
    ordered_json without = golden;
    without.erase(name);
    if (field.kind == FieldKind::required) {
      EXPECT_NE(unreadable<Result>(without).find(name + ": missing in the reply"), std::string::npos) << name;
    } else {
      EXPECT_TRUE(detail::is_zero(parse_result<Result>(without.dump()).*field.member)) << name;
    }
    using Member = std::decay_t<decltype(std::declval<Result>().*field.member)>;
    if constexpr (!std::is_same_v<Member, Json>) {
      ordered_json wrong = golden;
      wrong[name] = golden.at(name).is_structured() ? ordered_json("text") : ordered_json{{"a", 1}};
      EXPECT_NE(unreadable<Result>(wrong).find("unreadable result: " + name + ": not "), std::string::npos)
          << unreadable<Result>(wrong);
    }
  });
}

/// All of it for one method: `filled` and `least` against the golden params, `result` against the golden
/// result.
template <class Request>
void expect_golden(const Request& filled, const Request& least, const typename Request::Result& result) {
  const ordered_json golden = read_golden(Request::kMethod);
  ASSERT_TRUE(golden.is_object());
  EXPECT_EQ(unfilled(filled), "") << "the golden request leaves these out";
  expect_params(filled, golden.at("request"));
  expect_params(least, golden.at("least"));
  for_each_field<Request>([&](const auto& field) {
    if (field.kind != FieldKind::required) return;
    Request without = filled;
    without.*field.member = std::decay_t<decltype(without.*field.member)>{};
    expect_required(without, field.name);
  });
  expect_result(result, golden.at("result"));
}

/// The condition that the golden files use.
inline FilterNode golden_filter() {
  FilterNode leaf;
  leaf.key = "plan";
  leaf.cmp = "in";
  leaf.vals = {"pro"};
  return FilterNode{"and", "k", "eq", "v", {"v1", "v2"}, {leaf}};
}

inline constexpr std::uint64_t kU64 = UINT64_MAX;
inline constexpr std::int64_t kI64 = INT64_MAX;

}  // namespace cent::test

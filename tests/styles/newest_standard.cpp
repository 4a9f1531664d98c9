// The parts of cent's headers that need a newer standard library than cent: std::expected (C++23) and
// std::format. Says which of them this library has.
#include <cent/api.hpp>
#include <cent/format.hpp>
#include <cent/reply.hpp>

#include <iostream>
#include <string>

namespace {

int failed = 0;

void expect_equal(const std::string& value, const std::string& expected) {
  if (value == expected) return;
  std::cerr << "FAILED: " << value << " is not " << expected << '\n';
  ++failed;
}

void test_expected() {
#if defined(__cpp_lib_expected)
  const cent::Reply<cent::PublishResult> good{cent::PublishResult{7, "e"}};
  const std::expected<cent::PublishResult, cent::CentException> value = good.to_expected();
  expect_equal(std::to_string(value.value().offset), "7");
  const cent::Reply<cent::PublishResult> bad{cent::detail::shared_copy(cent::UsageError("no"))};
  const auto error = bad.to_expected();
  expect_equal(error.has_value() ? "a value" : error.error().what(), "cent: no");
  expect_equal(cent::to_string(error.error().delivery()), cent::to_string(bad.delivery()));
  expect_equal(std::to_string(bad.to_expected().value_or(cent::PublishResult{3, ""}).offset), "3");
  std::cout << "std::expected works\n";
#else
  std::cout << "no std::expected here\n";
#endif
}

void test_format() {
#if defined(__cpp_lib_format)
  expect_equal(std::format("{}", cent::PublishResult{7, "e"}), R"({"offset":7,"epoch":"e"})");
  expect_equal(std::format("{:>8}|", cent::Delivery::applied), " applied|");
  expect_equal(std::format("{}", cent::UsageError("no")), "cent: no");
  expect_equal(std::format("{}", cent::Reply<cent::PublishResult>{cent::PublishResult{}}), "{}");
  expect_equal(std::format("{:*^7}", cent::Json::raw("[1]")), "**[1]**");
  std::cout << "std::format works\n";
#else
  std::cout << "no std::format here\n";
#endif
}

}  // namespace

int main() {
  test_expected();
  test_format();
  return failed == 0 ? 0 : 1;
}

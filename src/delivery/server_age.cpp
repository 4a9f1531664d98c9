#include "delivery/server_age.hpp"

#include <cent/api.hpp>
#include <cent/command.hpp>
#include <cent/errors.hpp>
#include <charconv>
#include <utility>

namespace cent::detail {
namespace {

/// Parses `6.9.1 OSS` or `5.4.9`. Zeros for anything else.
ServerAge parse(std::string_view version) {
  ServerAge age;
  const char* const end = version.data() + version.size();
  const auto major = std::from_chars(version.data(), end, age.major);
  if (major.ec != std::errc{} || major.ptr == end || *major.ptr != '.') return {};
  const auto minor = std::from_chars(major.ptr + 1, end, age.minor);
  return minor.ec == std::errc{} ? age : ServerAge{};
}

std::string source_of(const std::string& reported) {
  return reported.empty() ? "the server reports no version" : "the server reports version " + reported;
}

}  // namespace

ServerAge oldest_node(std::string_view info_result) {
  const auto info = parse_result<InfoResult>(info_result);
  ServerAge oldest;
  oldest.source = source_of({});
  bool first = true;
  for (const auto& node : info.nodes) {
    ServerAge age = parse(node.version);
    if (!first && !is_older(age.number(), oldest.number())) continue;
    age.source = source_of(node.version);
    age.version = node.version;
    oldest = std::move(age);
    first = false;
  }
  return oldest;
}

ServerAge asserted_age(std::string_view version) {
  if (version.empty()) return {};
  ServerAge age = parse(version);
  const bool is_plain = version.find_first_not_of("0123456789.") == std::string_view::npos;
  if (!is_plain || (age.major == 0 && age.minor == 0))
    throw UsageError("server_version is \"" + std::string(version) + "\", not a version such as 6.9.1");
  age.source = "ClientOptions::server_version is " + std::string(version);
  return age;
}

}  // namespace cent::detail

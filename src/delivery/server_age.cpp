#include "delivery/server_age.hpp"

#include <cent/api.hpp>
#include <cent/command.hpp>
#include <charconv>
#include <utility>

namespace cent::detail {
namespace {

/// `6.9.1 OSS`, `5.4.9`; zeros for anything else.
ServerAge parse(std::string_view version) {
  ServerAge age;
  const char* const end = version.data() + version.size();
  const auto major = std::from_chars(version.data(), end, age.major);
  if (major.ec != std::errc{} || major.ptr == end || *major.ptr != '.') return {};
  const auto minor = std::from_chars(major.ptr + 1, end, age.minor);
  return minor.ec == std::errc{} ? age : ServerAge{};
}

}  // namespace

ServerAge oldest_node(std::string_view info_result) {
  const auto info = parse_result<InfoResult>(info_result);
  if (info.nodes.empty()) return {};
  ServerAge oldest{1000, 0};
  for (const auto& node : info.nodes) {
    const ServerAge age = parse(node.version);
    if (std::pair{age.major, age.minor} < std::pair{oldest.major, oldest.minor}) oldest = age;
  }
  return oldest;
}

}  // namespace cent::detail

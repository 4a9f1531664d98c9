#include "settings.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "history.hpp"

namespace cent::testing {

ChannelRules default_channel_rules() {
  ChannelRules rules;
  rules.presence = true;
  rules.history_size = 100;
  rules.history_ttl = std::chrono::seconds(300);
  return rules;
}

std::vector<Namespace> default_namespaces() {
  ChannelRules ns = default_channel_rules();
  ns.history_size = 10;
  ChannelRules map;
  map.kind = ChannelKind::map;
  ChannelRules shared_poll;
  shared_poll.kind = ChannelKind::shared_poll;
  return {{"ns", ns}, {"bare", {}}, {"mm", map}, {"sp", shared_poll}};
}

namespace dev {

namespace {

/// The same checks as real servers make at their start.
void check_names(const std::vector<Namespace>& namespaces) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  std::set<std::string_view> names;
  for (const auto& [name, rules] : namespaces) {
    if (name.size() < 2 || name.find_first_not_of(kAllowed) != std::string::npos) {
      throw std::invalid_argument(
          "dev server: the name of a namespace must have two or more letters, digits, "
          "'-', '_' or '.': '" +
          name + "'");
    }
    if (!names.insert(name).second)
      throw std::invalid_argument("dev server: two namespaces are named '" + name + "'");
  }
}

}  // namespace

Settings::Settings(DevServerOptions options)
    : options_(std::move(options)),
      major_(2 + static_cast<int>(options_.generation)),
      page_key_(make_uuid()) {
  const std::string& prefix = options_.prefix;
  if (prefix.size() < 2 || prefix.front() != '/' || prefix.back() == '/') {
    throw std::invalid_argument(
        "dev server: the prefix must begin with a slash, name a path and not end with a slash");
  }
  check_names(options_.namespaces);
  if (major_ < 6) {
    auto& all = options_.namespaces;
    all.erase(std::remove_if(all.begin(), all.end(),
                             [](const Namespace& one) { return one.rules.kind != ChannelKind::stream; }),
              all.end());
  }
}

std::string_view Settings::version() const {
  switch (options_.generation) {
    case Generation::v2:
      return "2.8.6";
    case Generation::v3:
      return "3.2.3";
    case Generation::v4:
      return "4.1.5";
    case Generation::v5:
      return "5.4.9";
    case Generation::v6:
      break;
  }
  return "6.9.1 OSS";
}

std::uint32_t Settings::ttl(std::int64_t left) const {
  constexpr std::int64_t kYear = 365LL * 24 * 60 * 60;
  // Before v6 a value out of range is truncated.
  return static_cast<std::uint32_t>(major_ >= 6 ? std::min(left, kYear) : left);
}

const ChannelRules* Settings::rules(std::string_view channel) const {
  if (!channel.empty() && channel.front() == '$') channel.remove_prefix(1);
  const std::size_t boundary = channel.find(':');
  if (boundary == std::string_view::npos || boundary == 0) return &options_.without_namespace;
  const std::string_view name = channel.substr(0, boundary);
  for (const Namespace& one : options_.namespaces) {
    if (one.name == name) return &one.rules;
  }
  return options_.any_namespace ? &*options_.any_namespace : nullptr;
}

std::string_view Settings::error_text(int code) const {
  switch (code) {
    case 102:
      return major_ == 2 ? "namespace not found" : "unknown channel";
    case 104:
      return major_ < 5 ? "method not found" : "not found";
    case 107:
      return "bad request";
    case 108:
      return "not available";
    case 112:
      return "unrecoverable position";
    default:
      return "internal server error";
  }
}

}  // namespace dev
}  // namespace cent::testing

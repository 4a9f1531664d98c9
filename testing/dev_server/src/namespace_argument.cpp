#include "namespace_argument.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <stdexcept>
#include <system_error>

namespace cent::testing::dev {

namespace {

using std::chrono::milliseconds;

[[noreturn]] void refuse(std::string_view field, std::string_view value, const char* expected) {
  throw std::invalid_argument("--namespace: " + std::string(field) + " must be " + expected + ", not '" +
                              std::string(value) + "'");
}

bool read_switch(std::string_view field, std::string_view value) {
  if (value != "true" && value != "false") refuse(field, value, "true or false");
  return value == "true";
}

/// Parses the number at the beginning, and sets `unit` to the rest.
int read_number(std::string_view value, std::string_view& unit) {
  int number = -1;
  const char* const end = value.data() + value.size();
  const auto [stopped, error] = std::from_chars(value.data(), end, number);
  unit = value.substr(static_cast<std::size_t>(stopped - value.data()));
  return error == std::errc() ? number : -1;
}

int read_count(std::string_view field, std::string_view value) {
  std::string_view unit;
  const int count = read_number(value, unit);
  if (count < 0 || !unit.empty()) refuse(field, value, "a number");
  return count;
}

milliseconds read_time(std::string_view field, std::string_view value) {
  std::string_view unit;
  const int count = read_number(value, unit);
  if (count == 0 && unit.empty()) return milliseconds(0);
  if (count >= 0 && unit == "ms") return milliseconds(count);
  if (count >= 0 && unit == "s") return std::chrono::seconds(count);
  if (count >= 0 && unit == "m") return std::chrono::minutes(count);
  if (count >= 0 && unit == "h") return std::chrono::hours(count);
  refuse(field, value, "a time such as 300s, 5m, 1h, 500ms or 0");
}

ChannelKind read_kind(std::string_view field, std::string_view value) {
  if (value == "stream") return ChannelKind::stream;
  if (value == "map") return ChannelKind::map;
  if (value == "shared_poll") return ChannelKind::shared_poll;
  refuse(field, value, "stream, map or shared_poll");
}

void read_option(ChannelRules& rules, std::string_view field, std::string_view value) {
  if (field == "presence") {
    rules.presence = read_switch(field, value);
  } else if (field == "history_size") {
    rules.history_size = read_count(field, value);
  } else if (field == "history_ttl") {
    rules.history_ttl = read_time(field, value);
  } else if (field == "kind") {
    rules.kind = read_kind(field, value);
  } else if (field == "map_stream") {
    rules.map_stream = read_switch(field, value);
  } else if (field == "map_key_ttl") {
    rules.map_key_ttl = read_time(field, value);
  } else if (field == "map_stream_size") {
    rules.map_stream_size = read_count(field, value);
  } else if (field == "shared_poll_publish") {
    rules.shared_poll_publish = read_switch(field, value);
  } else {
    throw std::invalid_argument("--namespace: no such option: '" + std::string(field) + "'");
  }
}

}  // namespace

Namespace read_namespace(std::string_view argument) {
  const std::size_t colon = std::min(argument.find(':'), argument.size());
  Namespace made{std::string(argument.substr(0, colon)), default_channel_rules()};
  std::string_view options = argument.substr(std::min(colon + 1, argument.size()));
  while (!options.empty()) {
    const std::string_view option = options.substr(0, options.find(','));
    options.remove_prefix(std::min(option.size() + 1, options.size()));
    const std::size_t equals = option.find('=');
    const bool has_value = equals != std::string_view::npos;
    read_option(made.rules, option.substr(0, equals), has_value ? option.substr(equals + 1) : "true");
  }
  return made;
}

}  // namespace cent::testing::dev

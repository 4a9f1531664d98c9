#include "channel_options.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string>
#include <utility>

namespace cent::testing {

namespace {

using std::chrono::milliseconds;

[[noreturn]] void refuse(std::string_view name, std::string_view value, const char* expected) {
  throw std::invalid_argument(std::string(name) + " must be " + expected + ", not '" + std::string(value) +
                              "'");
}

/// Takes the number at the beginning off the text. Negative: there is none.
int take_number(std::string_view& text) {
  int number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return error == std::errc() ? number : -1;
}

bool read_switch(std::string_view name, std::string_view value) {
  if (value != "true" && value != "false") refuse(name, value, "true or false");
  return value == "true";
}

int read_count(std::string_view name, std::string_view value) {
  std::string_view rest = value;
  const int count = take_number(rest);
  if (count < 0 || !rest.empty()) refuse(name, value, "a number");
  return count;
}

milliseconds read_duration(std::string_view name, std::string_view value) {
  const auto time = read_time(value);
  if (!time) refuse(name, value, "a time such as 300s, 5m, 1h, 500ms or 0");
  return *time;
}

ChannelKind read_kind(std::string_view name, std::string_view value) {
  for (const auto& [known, kind] :
       {std::pair{"stream", ChannelKind::stream}, std::pair{"map", ChannelKind::map},
        std::pair{"shared_poll", ChannelKind::shared_poll}}) {
    if (value == known) return kind;
  }
  refuse(name, value, "stream, map or shared_poll");
}

}  // namespace

std::optional<milliseconds> read_time(std::string_view text) {
  if (text == "0") return milliseconds(0);
  if (text.empty()) return std::nullopt;
  milliseconds total{0};
  while (!text.empty()) {
    const int number = take_number(text);
    const std::string_view unit = text.substr(0, text.find_first_of("0123456789"));
    text.remove_prefix(unit.size());
    if (number < 0) return std::nullopt;
    if (unit == "ms") {
      total += milliseconds(number);
    } else if (unit == "s") {
      total += std::chrono::seconds(number);
    } else if (unit == "m") {
      total += std::chrono::minutes(number);
    } else if (unit == "h") {
      total += std::chrono::hours(number);
    } else {
      return std::nullopt;
    }
  }
  return total;
}

bool set_channel_option(ChannelRules& rules, std::string_view name, std::string_view value) {
  if (name == "presence") {
    rules.presence = read_switch(name, value);
  } else if (name == "history_size") {
    rules.history_size = read_count(name, value);
  } else if (name == "history_ttl") {
    rules.history_ttl = read_duration(name, value);
  } else if (name == "kind") {
    rules.kind = read_kind(name, value);
  } else if (name == "map_stream") {
    rules.map_stream = read_switch(name, value);
  } else if (name == "map_key_ttl") {
    rules.map_key_ttl = read_duration(name, value);
  } else if (name == "map_stream_size") {
    rules.map_stream_size = read_count(name, value);
  } else if (name == "shared_poll_publish") {
    rules.shared_poll_publish = read_switch(name, value);
  } else {
    return false;
  }
  return true;
}

Namespace read_namespace(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  Namespace made{std::string(text.substr(0, colon)), default_channel_rules()};
  std::string_view options = text.substr(std::min(colon + 1, text.size()));
  while (!options.empty()) {
    const std::string_view option = options.substr(0, options.find(','));
    options.remove_prefix(std::min(option.size() + 1, options.size()));
    const std::size_t equals = option.find('=');
    const std::string_view name = option.substr(0, equals);
    const bool has_value = equals != std::string_view::npos;
    if (!set_channel_option(made.rules, name, has_value ? option.substr(equals + 1) : "true")) {
      throw std::invalid_argument("no such option: '" + std::string(name) + "'");
    }
  }
  return made;
}

}  // namespace cent::testing

#include "config_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include <toml++/toml.h>
#include <nlohmann/json.hpp>

#include "channel_options.hpp"

namespace cent::testing {

namespace {

using nlohmann::json;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return text;
}

json parse(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::invalid_argument("cannot be read");
  std::string text(std::istreambuf_iterator<char>(file), {});
  const std::string ending = lower(path.substr(std::min(path.rfind('.'), path.size())));
  if (ending == ".yaml" || ending == ".yml") {
    throw std::invalid_argument("YAML is not supported, only JSON and TOML; `yq -o json` converts it");
  }
  if (ending == ".toml") {
    try {
      std::ostringstream converted;
      converted << toml::json_formatter(toml::parse(text));
      text = converted.str();
    } catch (const toml::parse_error& error) {
      throw std::invalid_argument("line " + std::to_string(error.source().begin.line) + ": " +
                                  std::string(error.description()));
    }
  }
  try {
    json whole = json::parse(text);
    if (!whole.is_object()) throw std::invalid_argument("is not a JSON object");
    return whole;
  } catch (const json::parse_error& error) {
    const std::string said = error.what();
    throw std::invalid_argument(said.substr(std::min(said.find("] ") + 2, said.size())));
  }
}

/// Reads the settings of one file.
class Reader {
 public:
  ConfigFile read(const json& file) {
    const auto has = [&](const char* name) {
      return std::any_of(file.items().begin(), file.items().end(),
                         [&](const auto& member) { return lower(member.key()) == name; });
    };
    const bool flat = has("namespaces") || has("presence") || has("history_size") || has("history_ttl");
    if (flat && !has("channel")) {
      read_.generation = Generation::v5;
      read_channels(file, "", &read_.without_namespace);
      return std::move(read_);
    }
    each(file, "", [&](const std::string& name, const std::string& path, const json& value) {
      if (name != "channel") return false;
      read_channels(value, path + '.', nullptr);
      return true;
    });
    return std::move(read_);
  }

 private:
  /// Calls `visit` for each setting, and lists it if that returns false.
  template <class Visit>
  void each(const json& object, const std::string& prefix, Visit&& visit) {
    if (object.is_null()) return;
    if (!object.is_object())
      throw std::invalid_argument(prefix.substr(0, prefix.size() - 1) + " must be an object");
    for (const auto& [key, value] : object.items()) {
      if (!visit(lower(key), prefix + key, value)) read_.unknown.push_back(prefix + key);
    }
  }

  /// @param rules Those of channels without a namespace, if they are here and not in an object of their own.
  void read_channels(const json& object, const std::string& prefix, ChannelRules* rules) {
    each(object, prefix, [&](const std::string& name, const std::string& path, const json& value) {
      if (name == "namespaces") {
        read_namespaces(value, path);
        return true;
      }
      if (rules != nullptr) return set_option(*rules, name, path, value);
      if (name != "without_namespace") return false;
      read_rules(value, path + '.', read_.without_namespace);
      return true;
    });
  }

  void read_namespaces(const json& list, const std::string& path) {
    if (!list.is_array() && !list.is_null()) throw std::invalid_argument(path + " must be an array");
    for (std::size_t i = 0; i < list.size(); ++i) {
      Namespace made{"", none()};
      const std::string prefix = path + '[' + std::to_string(i) + "].";
      each(list[i], prefix, [&](const std::string& name, const std::string& at, const json& value) {
        if (name != "name") return set_option(made.rules, name, at, value);
        if (!value.is_string()) throw std::invalid_argument(at + " must be a string");
        made.name = value;
        return true;
      });
      read_.namespaces.push_back(std::move(made));
    }
  }

  void read_rules(const json& object, const std::string& prefix, ChannelRules& rules) {
    rules = none();
    each(object, prefix, [&](const std::string& name, const std::string& path, const json& value) {
      return set_option(rules, name, path, value);
    });
  }

  /// Rules without any option.
  static ChannelRules none() {
    ChannelRules rules;
    rules.map_key_ttl = std::chrono::milliseconds(0);
    rules.shared_poll_publish = false;
    return rules;
  }

  bool set_option(ChannelRules& rules, const std::string& name, const std::string& path, const json& value) {
    if (name == "map" || name == "shared_poll") {
      each(value, path + '.', [&](const std::string& inner, const std::string& at, const json& of) {
        return set_value(rules, name + '.' + inner, at, of);
      });
      return true;
    }
    return set_value(rules, name, path, value);
  }

  static bool set_value(ChannelRules& rules, const std::string& name, const std::string& path,
                        const json& value) {
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    if (value.is_null() || text.empty()) return true;
    if (name == "map.stream_size" && text == "0") return true;  // the default, as if it was not there
    if (name == "map.mode") {
      rules.map_stream = text != "ephemeral";
      return true;
    }
    // Other kinds exist, such as map_users, and are listed.
    if (name == "subscription_type" && text != "stream" && text != "map" && text != "shared_poll")
      return false;
    for (const auto& [known, option] :
         {std::pair{"presence", "presence"}, std::pair{"history_size", "history_size"},
          std::pair{"history_ttl", "history_ttl"}, std::pair{"subscription_type", "kind"},
          std::pair{"map.key_ttl", "map_key_ttl"}, std::pair{"map.stream_size", "map_stream_size"},
          std::pair{"shared_poll.publish_enabled", "shared_poll_publish"}}) {
      if (name != known) continue;
      try {
        return set_channel_option(rules, option, text);
      } catch (const std::invalid_argument& error) {
        const std::string said = error.what();
        throw std::invalid_argument(path + said.substr(std::string_view(option).size()));
      }
    }
    return false;
  }

  ConfigFile read_;
};

}  // namespace

ConfigFile read_config_file(const std::string& path) {
  try {
    return Reader().read(parse(path));
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(path + ": " + error.what());
  }
}

}  // namespace cent::testing

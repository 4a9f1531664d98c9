#include <algorithm>
#include <cent/testing/dev_server.hpp>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

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

/// Parses a namespace from the command line: `NAME` or `NAME:history_size=10,presence=false`. Defaults are
/// those of channels without a namespace. Throws `std::invalid_argument` that names the fault.
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

}  // namespace
}  // namespace cent::testing::dev

namespace {

using cent::testing::DevServer;
using cent::testing::DevServerOptions;
using cent::testing::Generation;
using cent::testing::Namespace;

constexpr std::string_view kUsage =
    R"(cent-dev-server: a Centrifugo server API in memory, on loopback, for development and tests only.

  --port N           port on 127.0.0.1; 0 (default): any free one
  --generation G     v2, v3, v4, v5 or v6 (default): whose answers are given
  --api-key KEY      key asked for (default: api_key)
  --insecure         ask for no key
  --token-secret S   secret of connection tokens (default: secret)
  --idle-timeout MS  close connections that are silent for so long; 0 (default): never
  --namespace NAME[:OPTION=VALUE,...]
                     a further namespace, or other options for one that is there; may be repeated.
                     Options: presence, history_size, history_ttl, kind (stream, map or shared_poll),
                     map_stream, map_key_ttl, map_stream_size, shared_poll_publish. Without any: presence
                     and a history of 100 for 300s, as channels without a namespace have
  --any-namespace    take channels of all other namespaces, too, with presence and history
  --help             this text

The first line it prints ends with its address. SIGINT and SIGTERM stop it.
)";

struct WrongUse {
  std::string text;
};

Generation generation(std::string_view name) {
  for (const auto& [known, value] :
       {std::pair{"v2", Generation::v2}, std::pair{"v3", Generation::v3}, std::pair{"v4", Generation::v4},
        std::pair{"v5", Generation::v5}, std::pair{"v6", Generation::v6}}) {
    if (name == known) return value;
  }
  throw WrongUse{"no such generation: " + std::string(name)};
}

template <class Int>
Int number(const std::string& text) {
  Int value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stopped != end || value < 0) throw WrongUse{"no such number: " + text};
  return value;
}

/// Adds a namespace, or replaces the one with the same name.
void add_namespace(DevServerOptions& options, const std::string& argument) {
  try {
    Namespace added = cent::testing::dev::read_namespace(argument);
    auto& all = options.namespaces;
    all.erase(
        std::remove_if(all.begin(), all.end(), [&](const Namespace& one) { return one.name == added.name; }),
        all.end());
    all.push_back(std::move(added));
  } catch (const std::invalid_argument& error) {
    throw WrongUse{error.what()};
  }
}

DevServerOptions read_arguments(int count, char** arguments) {
  DevServerOptions options;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = arguments[i];
    const auto value = [&]() -> std::string {
      if (++i == count) throw WrongUse{std::string(name) + " needs a value"};
      return arguments[i];
    };
    if (name == "--port") {
      options.port = number<std::uint16_t>(value());
    } else if (name == "--generation") {
      options.generation = generation(value());
    } else if (name == "--api-key") {
      options.api_key = value();
    } else if (name == "--insecure") {
      options.insecure = true;
    } else if (name == "--token-secret") {
      options.token_hmac_secret = value();
    } else if (name == "--idle-timeout") {
      options.idle_timeout = std::chrono::milliseconds(number<std::int32_t>(value()));
    } else if (name == "--namespace") {
      add_namespace(options, value());
    } else if (name == "--any-namespace") {
      options.any_namespace = cent::testing::default_channel_rules();
    } else {
      throw WrongUse{"unknown argument: " + std::string(name)};
    }
  }
  return options;
}

}  // namespace

int main(int count, char** arguments) {
  if (std::find(arguments + 1, arguments + count, std::string_view("--help")) != arguments + count) {
    std::cout << kUsage;
    return 0;
  }
  // Blocked before the server starts its thread, so that this thread receives them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  try {
    DevServer server(read_arguments(count, arguments));
    std::cout << "cent-dev-server for development only, listening on " << server.address() << std::endl;
    int signal = 0;
    sigwait(&ends, &signal);
    server.stop();
    std::cout << "stopped" << std::endl;
    return 0;
  } catch (const std::invalid_argument& error) {
    std::cerr << "cent-dev-server: " << error.what() << '\n';
    return 2;
  } catch (const WrongUse& error) {
    std::cerr << "cent-dev-server: " << error.text << "\n\n" << kUsage;
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "cent-dev-server: " << error.what() << '\n';
    return 1;
  }
}

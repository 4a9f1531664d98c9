#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <cent/testing/dev_server.hpp>

#include "namespace_argument.hpp"

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

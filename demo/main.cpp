#include <cent/token.hpp>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string_view>

#include "story.hpp"

namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::string_view kUsage =
    R"(cent-demo: shows cent's main functions, with a subscriber that counts the publications.

  --server URL          a running Centrifugo, for example http://127.0.0.1:8000
  --api-key KEY         its HTTP API key
  --token-secret TEXT   its HMAC secret for connection tokens; without it the demo connects without a token, which the
                        server must allow (client.insecure)
  --watch               keep the live feed going until Ctrl-C
  --node URL            another node of the same cluster, which gets the burst first
  --kill PID            that node's process, killed in the middle of the burst

Options of scripts/demo, which starts cent's dev server unless --server is given:
  --real                start a real Centrifugo instead; it is built once, in two to four minutes
  --cluster             start two on one Redis, and kill one in the middle

The server must be v3 or later, with uni_http_stream enabled, and with presence and history for channels without a
namespace.
)";

struct Arguments {
  std::string server{};
  std::string api_key{};
  std::string token_secret{};
  std::string node{};
  pid_t killed = 0;
  bool watch = false;
};

bool read_arguments(int count, char** values, Arguments& arguments) {
  for (int i = 1; i < count; ++i) {
    const std::string_view name = values[i];
    if (name == "--watch") {
      arguments.watch = true;
      continue;
    }
    if (++i == count) return false;
    if (name == "--server") {
      arguments.server = values[i];
    } else if (name == "--api-key") {
      arguments.api_key = values[i];
    } else if (name == "--token-secret") {
      arguments.token_secret = values[i];
    } else if (name == "--node") {
      arguments.node = values[i];
    } else if (name == "--kill") {
      arguments.killed = static_cast<pid_t>(std::strtol(values[i], nullptr, 10));
      if (arguments.killed <= 1)
        return false;  // 0, 1 and negative numbers are not a single process of the demo
    } else {
      return false;
    }
  }
  while (!arguments.server.empty() && arguments.server.back() == '/') arguments.server.pop_back();
  return !arguments.server.empty();
}

/// A hint for the user after a rejected connection.
std::string hint_of(const Arguments& arguments, const std::string& fault) {
  if (fault.find("closed the stream") == std::string::npos) return "";
  return arguments.token_secret.empty() ? " (does the server want a token? See --token-secret)"
                                        : " (is --token-secret right?)";
}

/// The subscriber's connect message, with a token if the secret is known.
json connect_message(const Arguments& arguments, const demo::Cast& cast) {
  if (arguments.token_secret.empty()) {
    json subs = json::object();
    for (const std::string& channel : cast.channels()) subs[channel] = json::object();
    return {{"subs", subs}};
  }
  cent::token::ConnectionClaims claims;
  claims.sub = cast.user;
  claims.exp = cent::token::expires_in(10min);
  claims.channels = cast.channels();
  return {{"token", cent::token::sign(claims, cent::token::Key::secret(arguments.token_secret))}};
}

int run(const Arguments& arguments) {
  const std::string mark = std::to_string(std::random_device{}() % 100000);
  demo::Cast cast;
  cast.user = arguments.token_secret.empty() ? "" : "demo-user-" + mark;
  cast.chat = "demo-chat-" + mark;
  cast.other = "demo-other-" + mark;
  cast.burst = "demo-burst-" + mark;
  cast.feed = arguments.watch ? "feed" : "demo-feed-" + mark;

  demo::Report report;
  report.say("Server: " + arguments.server);
  demo::Subscriber subscriber{arguments.server, connect_message(arguments, cast)};
  if (!subscriber.wait_connected(5s)) {
    const std::string fault = subscriber.fault();
    std::cerr << "The subscriber could not connect to " << arguments.server << ": "
              << (fault.empty() ? "no answer came in time" : fault) << hint_of(arguments, fault) << '\n';
    return 1;
  }
  cent::ClientOptions options;
  options.api_key = arguments.api_key;
  options.timeout = 5s;
  cent::Client client{arguments.server, options};
  demo::tell_story(client, subscriber, cast, report);
  if (!arguments.watch)
    demo::run_burst({arguments.server, arguments.node, arguments.killed}, arguments.api_key, subscriber, cast,
                    report);
  demo::run_feed(arguments.server, arguments.api_key, subscriber, cast, arguments.watch, report);
  demo::end_story(client, subscriber, cast, report);
  report.say(report.failures() == 0 ? "All steps succeeded."
                                    : std::to_string(report.failures()) + " steps failed.");
  return report.failures() == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** values) {
  if (count == 2 && values[1] == std::string_view{"--help"}) {
    std::cout << kUsage;
    return 0;
  }
  Arguments arguments;
  if (!read_arguments(count, values, arguments)) {
    std::cerr << kUsage;
    return 2;
  }
  // Blocked in all threads: the feed waits for these signals.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  try {
    return run(arguments);
  } catch (const cent::ResponseError& error) {
    std::cerr << "The demo ended early: " << error.what();
    if (error.code() == cent::ErrorCode::kNotAvailable)
      std::cerr << " (are presence and history on for channels without a namespace?)";
    std::cerr << '\n';
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "The demo ended early: " << error.what() << '\n';
    return 1;
  }
}

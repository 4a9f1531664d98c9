// A producer that is faster than the server. The queue is bounded, so a submission throws or waits.
#include <cent/async_client.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;
using namespace std::chrono_literals;

/// Publishes as fast as possible. Returns how often the queue was full.
int flood(cent::AsyncClient& client) {
  int full = 0;
  for (int n = 0; n < 2000; ++n) {
    try {
      client.publish("news", json{{"n", n}}, [](const cent::Reply<cent::PublishResult>&) {});
    } catch (const cent::RequestException& error) {
      if (error.kind() != cent::FailureKind::queue_full) throw;
      ++full;  // drop it, keep it for later, or make your own caller slow down
    }
  }
  client.flush(10s);
  return full;
}

int main(int argc, char** argv) {
  const char* const address = argc > 1 ? argv[1] : "http://localhost:8000";
  cent::AsyncClientOptions options;
  options.api_key = "api_key";
  options.max_queue_commands = 100;

  cent::AsyncClient refusing{address, options};
  const int turned_away = flood(refusing);
  std::cout << (turned_away > 0 ? "some were refused" : "none was refused") << ", "
            << refusing.stats().applied + static_cast<unsigned>(turned_away) << " in all\n";

  options.when_full = cent::WhenFull::wait;  // until the command's deadline
  cent::AsyncClient waiting{address, options};
  std::cout << flood(waiting) << " refused when waiting, " << waiting.stats().applied << " applied\n";
}

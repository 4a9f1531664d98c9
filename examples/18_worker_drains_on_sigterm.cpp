// A worker that takes jobs until SIGTERM, and finishes them before it exits.
#include <cent/async_client.hpp>
#include <csignal>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;
using namespace std::chrono_literals;

/// Waits a moment for SIGTERM or SIGINT. Returns true if one has come.
bool asked_to_end(const sigset_t& signals) {
  const timespec moment{0, 1'000'000};
  return sigtimedwait(&signals, nullptr, &moment) > 0;
}

int main(int argc, char** argv) {
  // Blocked before the client starts its thread, which inherits the mask: so this thread gets the signals.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  cent::AsyncClientOptions options;
  options.api_key = "api_key";
  options.max_delay = 20ms;  // gather commands that long, for larger batches
  cent::AsyncClient client{argc > 1 ? argv[1] : "http://localhost:8000", options};

  std::cout << "working" << std::endl;
  std::uint64_t jobs = 0;
  while (!asked_to_end(signals)) {
    ++jobs;
    client.publish("jobs", json{{"done", jobs}}, [](const cent::Reply<cent::PublishResult>& reply) {
      if (!reply) std::cerr << reply.error().what() << '\n';
    });
  }
  const std::size_t left = client.close(5s);  // less than the 10 s after which SIGKILL may follow
  std::cout << left << " left behind, ";
  std::cout << (client.stats().applied == jobs ? "every job applied" : "some jobs not applied") << '\n';
  return left == 0 ? 0 : 1;
}

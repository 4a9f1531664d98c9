// A worker that takes jobs until SIGTERM, and then ends what it began before it goes.
#include <cent/async_client.hpp>
#include <csignal>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;
using namespace std::chrono_literals;

/// True once SIGTERM or SIGINT has come; waits for it a moment.
bool asked_to_end(const sigset_t& signals) {
  const timespec moment{0, 1'000'000};
  return sigtimedwait(&signals, nullptr, &moment) > 0;
}

int main(int argc, char** argv) {
  // Blocked before the client starts its thread, which inherits it: so the signals wait for this one.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  cent::AsyncClientOptions options;
  options.api_key = "api_key";
  options.max_delay = 20ms;  // gather for so long, for larger batches
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
  std::cout << (client.stats().applied == jobs ? "every job told" : "some jobs not told") << '\n';
  return left == 0 ? 0 : 1;
}

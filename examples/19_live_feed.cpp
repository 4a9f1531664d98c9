// A live feed: a figure every 10 ms. Late figures are worthless, and none may delay the next.
#include <cent/async_client.hpp>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

using nlohmann::json;
using namespace std::chrono_literals;

int main(int argc, char** argv) {
  cent::AsyncClientOptions options;
  options.api_key = "api_key";
  options.timeout = 2s;          // begins when the command is submitted
  options.generate_key = false;  // unknown outcomes are not repeated, so the server stores no keys
  cent::AsyncClient client{argc > 1 ? argv[1] : "http://localhost:8000", options};

  auto next = std::chrono::steady_clock::now();
  for (int n = 1; n <= 100; ++n) {
    cent::PublishRequest figure{"news", json{{"n", n}, {"value", std::sin(n / 10.0)}}};
    figure.skip_history = true;
    client.publish(figure, [](const cent::Reply<cent::PublishResult>&) {});
    std::this_thread::sleep_until(next += 10ms);
  }
  client.close(5s);
  std::cout << client.stats().applied << " of 100 figures sent\n";
}

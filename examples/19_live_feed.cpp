// A live feed: a figure every 10 ms, so late ones are worthless and none may hold up the next.
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
  options.timeout = 2s;          // from when it was submitted
  options.generate_key = false;  // no repetition of an unknown outcome, so no key to be kept by the server
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

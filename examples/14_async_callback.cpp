// Publishes without waiting. Commands are batched automatically; a callback gets each outcome.
#include <cent/async_client.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;
using namespace std::chrono_literals;

int main(int argc, char** argv) {
  std::size_t applied = 0;  // all callbacks run in the client's one thread
  cent::AsyncClient client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};

  for (int n = 0; n < 1000; ++n) {
    client.publish("news", json{{"n", n}}, [&applied, n](const cent::Reply<cent::PublishResult>& reply) {
      if (reply) {
        ++applied;
      } else {
        std::cerr << n << " is " << to_string(reply.delivery()) << ": " << reply.error().what() << '\n';
      }
    });
  }
  client.close(10s);  // before the objects that the callbacks use are destroyed

  const cent::AsyncStats stats = client.stats();
  std::cout << applied << " applied\n";
  std::cout << (stats.requests < 1000 ? "in fewer requests\n" : "in as many requests\n");
}

// A producer on the nodes of a cluster, and an observer that says when cent leaves a node and when it
// returns.
#include <cent/async_client.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

// Called in the client's thread.
class Failovers final : public cent::Observer {
 public:
  void address_changed(const cent::AddressChanged& event) override {
    std::cout << event.address;
    if (event.set_aside) {
      std::cout << " is set aside for " << event.wait.count() << " ms\n";
    } else {
      std::cout << " works again\n";
    }
  }
};

int main(int argc, char** argv) {
  std::vector<std::string> nodes(argv + 1, argv + argc);
  if (nodes.empty()) nodes = {"http://localhost:8000", "http://localhost:8001"};

  cent::AsyncClientOptions options;
  options.api_key = "api_key";
  options.observer = std::make_shared<Failovers>();
  options.on_failure = [](const cent::CommandEnded& command) {
    std::cout << command.channel << ": " << command.error->what() << '\n';
  };
  cent::AsyncClient client{nodes, options};

  for (int n = 1; n <= 1000; ++n) {
    client.publish("news" + std::to_string(n % 10), json{{"n", n}}, cent::detached);
  }
  client.close(std::chrono::seconds{10});
  const cent::AsyncStats stats = client.stats();
  std::cout << stats.applied << " applied, " << stats.refused + stats.not_sent + stats.unknown << " not\n";
}

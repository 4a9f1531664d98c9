// The nodes of one cluster. cent uses the first that works, and sets aside one that fails for a while.
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  std::vector<std::string> nodes(argv + 1, argv + argc);
  if (nodes.empty()) nodes = {"http://localhost:8000", "http://localhost:8001"};

  cent::ClientOptions options;
  options.api_key = "api_key";
  options.timeout = std::chrono::seconds{3};  // deadline of the whole call, over all nodes
  cent::Client client{nodes, options};

  for (int n = 1; n <= 3; ++n) {
    std::cout << "published at offset " << client.publish("news", json{{"n", n}}).offset << '\n';
  }
}

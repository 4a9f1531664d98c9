// The nodes of one cluster: the first that works is used, one that fails is set aside for a while.
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  std::vector<std::string> nodes(argv + 1, argv + argc);
  if (nodes.empty()) nodes = {"http://localhost:8000", "http://localhost:8001"};

  cent::ClientOptions options;
  options.api_key = "api_key";
  options.timeout = std::chrono::seconds{3};  // over all nodes that are tried
  cent::Client client{nodes, options};

  for (int n = 1; n <= 3; ++n) {
    std::cout << "published at offset " << client.publish("news", json{{"n", n}}).offset << '\n';
  }
}

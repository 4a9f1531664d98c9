// A custom transport. This one wraps the default transport, to measure. It could also use another HTTP
// library.
#include <cent/cent.hpp>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  const auto curl = cent::make_curl_transport();

  cent::ClientOptions options;
  options.api_key = "api_key";
  options.transport = cent::make_transport([curl](const cent::HttpRequest& request) {
    const auto start = std::chrono::steady_clock::now();
    cent::HttpResponse response = curl->send(request);  // throws RequestException if there is none
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    std::cout << "POST of " << request.body.size() << " bytes: status " << response.status << " in "
              << took.count() << " ms\n";
    return response;
  });

  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", options};
  const cent::PublishResult published = client.publish("news", json{{"n", 1}});
  std::cout << "published at offset " << published.offset << '\n';
}

// A program that ends while a client that nobody destroys is amid TLS handshakes.
#include <cent/async_client.hpp>
#include <functional>
#include <string>
#include <thread>

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  cent::AsyncClientOptions options;
  options.http.ca_file = argv[2];
  options.http.max_idle_connections = 0;  // so that each request makes a handshake
  static auto& client = *new cent::AsyncClient{std::string(argv[1]), options};
  using Done = std::function<void(cent::Reply<cent::PublishResult>)>;
  static Done& again = *new Done{[](const cent::Reply<cent::PublishResult>&) {
    client.publish({"b", cent::Json::of(1)}, again);
  }};
  for (int i = 0; i < 20; ++i) client.publish({std::to_string(i), cent::Json::of(i)}, again);
  std::this_thread::sleep_for(std::chrono::milliseconds{std::stoi(argv[3])});
  return 7;
}

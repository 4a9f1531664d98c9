// TLS with a custom certificate authority, and a server or proxy that asks for a client certificate.
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "arguments: https://ADDRESS CA.pem CLIENT.pem CLIENT.key\n";
    return 2;
  }
  cent::ClientOptions options;
  options.api_key = "api_key";
  options.http.ca_file = argv[2];
  options.retry.max_attempts = 1;

  try {
    cent::Client unknown{argv[1], options};
    unknown.info();
  } catch (const cent::RequestException& error) {
    std::cout << "without a certificate: " << error.what() << '\n';
  }

  options.http.client_certificate = argv[3];
  options.http.client_key = argv[4];
  cent::Client client{argv[1], options};
  const auto published = client.publish("news", json{{"title", "Hello"}});
  std::cout << "with it: published at offset " << published.offset << '\n';
}

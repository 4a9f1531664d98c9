// The kinds of errors and the information in each.
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

/// Returns true if the order was certainly announced.
bool announce(cent::Client& client, const std::string& channel) {
  try {
    client.publish(channel, json{{"id", 17}});
    return true;
  } catch (const cent::ResponseError& error) {  // Centrifugo answered with an error
    std::cout << "code " << error.code() << ": " << error.message() << '\n';
  } catch (const cent::RequestException& error) {  // no usable answer
    std::cout << to_string(error.kind()) << ", " << to_string(error.delivery());
    if (error.status() != 0) std::cout << ", HTTP status " << error.status();
    std::cout << (error.retryable() ? ", try again\n" : ", do not try again\n");
  } catch (const cent::UsageError& error) {  // a mistake in this program; nothing was sent
    std::cout << error.what() << '\n';
  }
  return false;
}

int main(int argc, char** argv) {
  const std::string address = argc > 1 ? argv[1] : "http://localhost:8000";
  cent::Client client{address, "api_key"};
  cent::Client stranger{address, "another_key"};
  cent::Client nobody{"http://127.0.0.1:1", "api_key"};

  std::cout << (announce(client, "orders") ? "announced\n" : "?\n");
  announce(client, "nobody:knows");
  announce(client, "");
  announce(stranger, "orders");
  announce(nobody, "orders");
}

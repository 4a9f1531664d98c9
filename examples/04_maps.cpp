// Map channels hold keys with a current value. Subscribers see each change. Servers since v6.8.
// The namespaces must be of a map type (`mm` here) and a shared poll type (`sp`).
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};
  const std::string seats = "mm:seats";

  client.map_publish({seats, "1A", json{{"taken_by", "Ada"}}});
  client.map_publish({seats, "1B", json{{"taken_by", "Grace"}}});

  cent::MapPublishRequest late{seats, "1A", json{{"taken_by", "Tim"}}};
  late.key_mode = "if_new";
  const cent::MapPublishResult refused = client.map_publish(late);
  if (refused.suppressed) std::cout << "1A is taken: " << refused.suppress_reason << '\n';

  client.map_remove({seats, "1B"});
  for (const cent::MapEntry& seat : client.map_read_state({seats}).entries) {
    std::cout << seat.key << ' ' << seat.data.text() << '\n';
  }
  for (const cent::MapEntry& change : client.map_read_stream({seats}).entries) {
    std::cout << change.offset << ' ' << change.key << (change.removed ? " removed" : " set") << '\n';
  }
  client.map_clear({seats});
  std::cout << client.map_stats({seats}).num_keys << " keys\n";

  cent::SharedPollPublishRequest price{"sp:prices", "apples", json{{"cents", 99}}};
  price.version = 1;  // only a newer version replaces it
  client.shared_poll_publish(price);
  std::cout << "price published\n";
}
